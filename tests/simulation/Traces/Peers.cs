namespace ChatOps.Simulation.Traces;

/// <summary>What others do, as their documentation has it; each looks at every minute and stops without a grace of its own.</summary>
public static class Peers
{
    public static IEnumerable<Func<IReplayPolicy>> All =>
    [
        .. new[] { 5, 15, 30, 60, 120 }.Select<int, Func<IReplayPolicy>>(minutes => () => Timer(minutes)), Dstack, Princeton, DayAverage,
    ];

    /// <summary>So many minutes without use, one after the other.</summary>
    public static IReplayPolicy Timer(int minutes) => new Peer($"timer {minutes} min", () => new Below(minutes, TraceSeries.Used));

    /// <summary>The example of dstack's <c>utilization_policy</c>: below 10 % in every sample of an hour.</summary>
    public static IReplayPolicy Dstack() => new Peer("below 10 % for 1 h (dstack)", () => new Below(60, 10));

    /// <summary>Princeton's: cancelled after two hours if the GPU was never used, after five without use if it was.</summary>
    public static IReplayPolicy Princeton() => new Peer("never used 120, else 300 min (Princeton)", () => new SinceUse(120, 300));

    /// <summary>
    /// Cloud Custodian's: the mean since it is on, over a day at most and an hour at least, is below 5 %; looked at each hour.
    /// </summary>
    public static IReplayPolicy DayAverage() => new Peer("24 h average < 5 % (Cloud Custodian)", () => new Average());

    private sealed class Peer(string name, Func<IReplayedMachine> machine) : IReplayPolicy
    {
        public string Name => name;
        public int Cadence => 1;
        public int Grace => 0;

        public IReplayedMachine Started(TraceSeries series, int minute) => machine();
    }

    private sealed class Below(int minutes, float percent) : IReplayedMachine
    {
        private int _below;

        public Decision At(ReplayView view)
        {
            _below = view.Utilization < percent ? _below + 1 : 0;
            return _below >= minutes ? Decision.Stop : Decision.Keep;
        }
    }

    private sealed class SinceUse(int never, int after) : IReplayedMachine
    {
        private int _idle;
        private bool _wasUsed;

        public Decision At(ReplayView view)
        {
            var used = view.Utilization >= TraceSeries.Used;
            (_wasUsed, _idle) = (_wasUsed || used, used ? 0 : _idle + 1);
            return _idle >= (_wasUsed ? after : never) ? Decision.Stop : Decision.Keep;
        }
    }

    private sealed class Average : IReplayedMachine
    {
        private const int Day = 24 * 60;
        private readonly Queue<float> _day = new();
        private double _sum;

        public Decision At(ReplayView view)
        {
            _day.Enqueue(view.Utilization);
            _sum += view.Utilization;
            if (_day.Count > Day) _sum -= _day.Dequeue();
            return (view.Minute - view.Series.Start) % 60 == 0 && _day.Count >= 60 && _sum / _day.Count < 5 ? Decision.Stop : Decision.Keep;
        }
    }
}
