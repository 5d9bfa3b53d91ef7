using ChatOps.Core.Reaping.Risk;

namespace ChatOps.Simulation.Traces;

/// <summary>
/// The product's resume risk alone, without its other rules: a look each five minutes at what was used in five minutes, a warning ten minutes ahead. A
/// file stands for a blueprint, whose habits are those of all its series so far. Traces name no owners.
/// </summary>
public sealed class RiskPolicy(ResumeRiskPolicy policy, string name = "GPU ChatOps") : IReplayPolicy
{
    private const int Slot = 30;
    private readonly Dictionary<TraceSeries, Past> _pasts = new(ReferenceEqualityComparer.Instance);
    private IdleHabits _blueprint = IdleHabits.None;

    public string Name => name;
    public int Cadence { get; init; } = 5;
    public int Grace { get; init; } = 10;

    /// <summary>Told of each look at an idle machine that is on, with what is known of the machine and of its blueprint by then.</summary>
    public Action<ReplayView, IdleRun, IdleHabits, IdleHabits>? Looked { get; init; }

    /// <summary>Only looks, and stops nothing.</summary>
    public bool OnlyLooks { get; init; }

    public IReplayedMachine Started(TraceSeries series, int minute)
    {
        if (!_pasts.TryGetValue(series, out var past)) _pasts.Add(series, past = new Past(this, minute));
        return past;
    }

    public void Passed(ReplayView view) => _pasts[view.Series].Pass(view);

    private sealed class Past(RiskPolicy owner, int ready) : IReplayedMachine
    {
        private readonly Queue<bool> _recent = new();
        private IdleHabits _habits = IdleHabits.None;
        private int? _lastUse;
        private bool _slotUsed;

        /// <summary>Learns from the minutes since the last look.</summary>
        public void Pass(ReplayView view)
        {
            var (end, begin) = (view.Minute + 1, Math.Max(view.Series.Start, view.Minute + 1 - owner.Cadence));
            var used = view.Series.NextUse(begin) < end;
            if (used && _lastUse is { } last) Learn(habits => habits.Learn(TimeSpan.FromMinutes(begin - last), ReplayView.At(end), owner.HalfLife(habits)));
            if (used) _lastUse = end;
            _recent.Enqueue(used);
            if (_recent.Count > 180 / owner.Cadence) _recent.Dequeue();
            _slotUsed |= used;
            if (end % Slot != 0) return;
            Learn(habits => habits.Saw(ReplayView.At(end - Slot), _slotUsed, owner.Policy.HalfLife));
            _slotUsed = false;
        }

        public Decision At(ReplayView view)
        {
            var since = _lastUse ?? ready;
            if (since >= view.Minute + 1) return Decision.Keep;
            var run = new IdleRun
            {
                Now = view.Now,
                Since = ReplayView.At(since),
                RecentBins = _recent.Count,
                RecentUsed = _recent.Count(used => used),
            };
            owner.Looked?.Invoke(view, run, _habits, owner._blueprint);
            if (owner.OnlyLooks) return Decision.Keep;
            var risk = ResumeRisk.Of(run, _habits, IdleHabits.None, owner._blueprint, owner.Policy);
            return run.Length >= risk.Window ? Decision.Stop : Decision.Keep;
        }

        private void Learn(Func<IdleHabits, IdleHabits> learn)
        {
            _habits = learn(_habits);
            owner._blueprint = learn(owner._blueprint);
        }
    }

    private ResumeRiskPolicy Policy => policy;

    private TimeSpan HalfLife(IdleHabits habits) => ReferenceEquals(habits, _blueprint) ? policy.HalfLife : policy.SessionHalfLife;
}
