using System.Diagnostics;
using ChatOps.Core.Machines.Phases;

namespace ChatOps.Core.Machines;

/// <summary>
/// The pure heart: from what is wanted and what is seen to the next step. Level-triggered, so that it may be asked at any
/// time, any number of times, also after a crash.
/// </summary>
public static class Lifecycle
{
    public static Step Decide(Situation s)
    {
        var step = Next(s);
        if (IsShown(s, step)) step = step.Tell(Notice.CardChanged).With(m => m with { ShownAt = s.Now });
        return step.Machine.IsStarting ? step.With(RedrawInTime) : step;
    }

    /// <summary>What a look does while there is nothing to ask Azure: people watch the card, so its times move on.</summary>
    public static Step Redraw(Machine machine, DateTimeOffset now) =>
        new Step(RedrawInTime(machine with { ShownAt = now, DueAt = machine.AskAt }), now).Tell(Notice.CardChanged);

    /// <summary>The run command whose state matters now; null when none does.</summary>
    public static string? RunFor(Machine machine) => machine is { Phase: Phase.Validating, CurrentStage: Stage.Software or Stage.Checks }
        ? MachineScripts.RunName(machine, machine.CurrentStage.Value)
        : null;

    private static Step Next(Situation s)
    {
        if (s.Seen is { Fault: { } fault, FaultOf: null }) return Unseen(s, fault);
        if (s.Machine.Wanted == Wanted.Deleted && s.Machine.Phase is not (Phase.Deleting or Phase.Deleted or Phase.Failed)) return Deleting.Begin(s);
        if (s.Machine is { Wanted: Wanted.Stopped, Phase: Phase.Starting or Phase.Validating }) return Stopping.Begin(s);
        return s.Machine.Phase switch
        {
            Phase.Queued => Queued.Decide(s),
            Phase.Provisioning => Provisioning.Decide(s),
            Phase.Validating => Validating.Decide(s),
            Phase.Running => Running.Decide(s),
            Phase.Stopping => Stopping.Decide(s),
            Phase.Stopped or Phase.Evicted => Stopped.Decide(s),
            Phase.Starting => Starting.Decide(s),
            Phase.Failed => Failed.Decide(s),
            Phase.Deleting => Deleting.Decide(s),
            Phase.Deleted => throw new UnreachableException("A deleted machine is history; nobody looks at it again."),
        };
    }

    /// <summary>Azure could not be asked: wait, but do not let a person wait for what nobody may do.</summary>
    private static Step Unseen(Situation s, CloudFault fault) =>
        s.Machine is { IsStarting: true, Wanted: Wanted.Running } && fault.Kind is FaultKind.Denied or FaultKind.Invalid
            ? s.Fail(FaultAdvice.For(fault, s.Machine))
            : s.Machine is { Phase: Phase.Stopping } or { Wanted: Wanted.Deleted } ? s.Refused(fault) : s.Stay(Waits.After(fault));

    /// <summary>A card is redrawn when anything on it changed, and each minute while people watch it.</summary>
    private static bool IsShown(Situation s, Step step)
    {
        var changed = step.Machine with { DueAt = s.Machine.DueAt, AskAt = s.Machine.AskAt } != s.Machine;
        return changed || (s.Machine.IsStarting && s.Now - s.Machine.ShownAt >= Waits.Redraw);
    }

    private static Machine RedrawInTime(Machine machine)
    {
        var redraw = machine.ShownAt + Waits.Redraw;
        return redraw < machine.DueAt ? machine with { DueAt = redraw } : machine;
    }
}
