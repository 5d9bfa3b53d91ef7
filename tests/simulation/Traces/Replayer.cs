namespace ChatOps.Simulation.Traces;

/// <summary>Plays series against a policy, all at the same time.</summary>
public static class Replayer
{
    /// <summary>How long a stopped machine takes until it can be used again.</summary>
    public const int Restart = 5;

    /// <summary>Idle runs up to this are not worth a stop, so nothing is expected of them.</summary>
    public const int Worthwhile = 30;

    /// <returns>One outcome for each series, in their order.</returns>
    public static IReadOnlyList<ReplayOutcome> Play(IReadOnlyList<TraceSeries> series, IReplayPolicy policy)
    {
        var players = series.Select(one => new Player(one, policy)).ToList();
        var (first, end) = (series.Min(one => one.Start), series.Max(one => one.End));
        for (var minute = first; minute < end; minute++)
            foreach (var player in players) player.Pass(minute);
        return [.. players.Select(player => player.Outcome)];
    }

    private sealed class Player(TraceSeries series, IReplayPolicy policy)
    {
        private readonly ReplayView _view = new(series);
        private IReplayedMachine? _machine;
        private int? _warnedUntil;

        public ReplayOutcome Outcome { get; private set; } = ReplayOutcome.Of(series);

        public void Pass(int minute)
        {
            if (minute < series.Start || minute >= series.End) return;
            _view.Minute = minute;
            var used = series.UsedAt(minute);
            if (_machine is null && (used || minute == series.Start))
            {
                _machine = policy.Started(series, minute);
                (_view.OnSince, _view.IsOn) = (minute, true);
            }
            if (used) _warnedUntil = null;
            var look = (minute + 1) % policy.Cadence == 0;
            if (look) policy.Passed(_view);
            if (_machine is null || !look && _warnedUntil != minute + 1) return;
            if (_warnedUntil > minute + 1) return;
            Decide(minute, _machine.At(_view));
        }

        private void Decide(int minute, Decision decision)
        {
            if (decision == Decision.Keep)
            {
                _warnedUntil = null;
                return;
            }
            if (policy.Grace > 0 && _warnedUntil is null)
            {
                _warnedUntil = minute + 1 + policy.Grace;
                Outcome = Outcome with { Warnings = Outcome.Warnings + 1 };
                return;
            }
            Outcome = Outcome.Stopped(series, minute);
            (_machine, _warnedUntil, _view.IsOn) = (null, null, false);
        }
    }
}
