using ChatOps.Core.Blueprints;
using ChatOps.Core.Machines.Phases;
using ChatOps.Core.Prices;

namespace ChatOps.Core.Machines;

/// <summary>All that a decision may look at. Nothing here changes while it is made.</summary>
/// <param name="Blueprint">The machine's version; null when the repository no longer has it.</param>
/// <param name="UnsentWarning">A lease warning waits in the outbox: its owner has not been told yet.</param>
public sealed record Situation(Machine Machine, Observation Seen, Blueprint? Blueprint, bool UnsentWarning, DateTimeOffset Now)
{
    /// <summary>For what it is decided now to build.</summary>
    public required PriceBook Prices { get; init; }

    public TimeSpan InPhase => Now - Machine.PhaseSince;

    /// <summary>How long until Azure is asked how far it is with what it does; longer where it tells by itself when it is done.</summary>
    public TimeSpan Watch { get; init; } = Waits.Soon;

    /// <summary>Nothing changes; look again after <paramref name="wait"/>.</summary>
    public Step Stay(TimeSpan wait) => new Step(Machine, Now).LookIn(wait);

    /// <summary>On to another phase; it is looked at again at once unless the step says otherwise.</summary>
    public Step Go(Phase phase) => new(Machine.LookAt(Now) with { Phase = phase, PhaseSince = Now, Trouble = null }, Now);

    /// <summary>What a person may try next, at the end of a sentence on what failed.</summary>
    public string TryAgain => Machine.Start > 1 ? $"Try `start {Machine.Name}` again." : "Launch it again.";

    /// <summary>Azure does not stop or delete it: asked again and again, and after a while its owner is told why it still costs.</summary>
    /// <param name="advice">What its owner is told; null for what goes with the fault.</param>
    public Step Refused(CloudFault fault, string? advice = null)
    {
        var step = Stay(Waits.After(fault));
        return Machine.Trouble is not null || InPhase < Waits.Patience ? step : step.Trouble(advice ?? FaultAdvice.For(fault, Machine));
    }

    /// <summary>
    /// The way out that every failure takes: say why, then clean up, unless it was asked to be kept. Started again, its disks
    /// hold somebody's work: it goes back to being stopped, and they are kept; started by somebody else, it is left alone.
    /// </summary>
    public Step Fail(string summary, string? output = null)
    {
        var failure = new Failure(summary, output);
        if (Machine is { StartedOutside: true, Start: > 1 } && Seen.HasVm) return Running.Adopt(this, failure);
        if (Machine.Start > 1) return Starting.GiveUp(this, failure);
        // Only a VM that was seen, now or before, can be kept; without one there is nothing to debug.
        var isKept = Machine.KeepOnFailure && (Seen.HasVm || Machine.VmId is not null);
        var step = Go(Phase.Failed)
            .With(m => m.Leave(Now) with { Failure = failure, Wanted = isKept ? m.Wanted : Wanted.Deleted })
            .Record(EventKind.Failed, summary)
            .Tell(Notice.Failed);
        // Kept for debugging, it still costs money: the lease runs as if it were Running.
        return isKept ? step.With(m => m.LeaseUntil(Now + m.LeaseLength, Now)) : step;
    }
}
