using ChatOps.Core.Machines;

namespace ChatOps.Tests.Core.Machines;

/// <summary>The one thing that a test changes, and what it reads of the step that follows.</summary>
internal static class SituationChanges
{
    public static Situation But(this Situation s, Func<Machine, Machine> change) => s with { Machine = change(s.Machine) };

    public static Situation Wanting(this Situation s, Wanted wanted) => s.But(m => m with { Wanted = wanted });

    public static Situation Seeing(this Situation s, Func<SeenVm, SeenVm> change) =>
        s with { Seen = s.Seen with { Vm = change(s.Seen.Vm ?? Situations.Vm(ProvisioningState.Succeeded, PowerState.Running)) } };

    public static Situation Seeing(this Situation s, PowerState power) => s.Seeing(_ => Situations.Vm(ProvisioningState.Succeeded, power));

    public static Situation Seeing(this Situation s, SeenRun? run) => s with { Seen = s.Seen with { Run = run } };

    public static Situation SeeingNoVm(this Situation s, params string[] leftovers) => s with { Seen = new Observation { Leftovers = [.. leftovers] } };

    /// <summary>Azure refused an effect of the step before.</summary>
    public static Situation Refused(this Situation s, Effect effect, FaultKind kind, TimeSpan? retryAfter = null) =>
        s with { Seen = s.Seen with { Fault = Situations.Fault(kind, retryAfter), FaultOf = effect } };

    /// <summary>Azure could not be asked.</summary>
    public static Situation Unseen(this Situation s, FaultKind kind, TimeSpan? retryAfter = null) =>
        s with { Seen = new Observation { Fault = Situations.Fault(kind, retryAfter) } };

    public static Situation WithoutFault(this Situation s) => s with { Seen = s.Seen with { Fault = null, FaultOf = null } };

    public static Situation WithoutBlueprint(this Situation s) => s with { Blueprint = null };

    public static Situation After(this Situation s, TimeSpan time) => s with { Now = s.Now + time };

    /// <summary>The situation that the step leads to, when Azure stays as it is.</summary>
    public static Situation Then(this Situation s, Step step, TimeSpan? later = null) =>
        s with { Machine = step.Machine, Now = s.Now + (later ?? TimeSpan.Zero) };

    public static Step Decide(this Situation s) => Lifecycle.Decide(s);

    public static IEnumerable<EventKind> Kinds(this Step step) => step.Events.Select(e => e.Kind);

    /// <summary>What people are told besides their card being brought up to date.</summary>
    public static IEnumerable<Notice> Notices(this Step step) => step.Messages.Select(m => m.Notice).Where(n => n != Notice.CardChanged);

    public static TimeSpan Wait(this Step step) => step.Machine.AskAt - step.Now;

    public static bool IsDeletion(this Effect effect) => effect is Effect.DeleteVm or Effect.DeleteLeftovers;
}
