using System.Collections.Immutable;
using ChatOps.Core.Machines;

namespace ChatOps.Simulation;

/// <summary>What may follow on what in a machine's life, and why.</summary>
internal sealed class StepRules(Agenda agenda, Verdict verdict, Weather weather, CloudRules cloud, Mail mail)
{
    private static readonly TimeSpan Warning = TimeSpan.FromMinutes(10);

    private static readonly ImmutableDictionary<Phase, Phase[]> Next = new Dictionary<Phase, Phase[]>
    {
        [Phase.Queued] = [Phase.Provisioning, Phase.Failed, Phase.Deleting],
        [Phase.Provisioning] = [Phase.Validating, Phase.Failed, Phase.Deleting],
        [Phase.Validating] = [Phase.Running, Phase.Stopping, Phase.Evicted, Phase.Failed, Phase.Deleting],
        [Phase.Running] = [Phase.Stopping, Phase.Evicted, Phase.Failed, Phase.Deleting],
        [Phase.Stopping] = [Phase.Stopped, Phase.Failed, Phase.Deleting],
        [Phase.Stopped] = [Phase.Starting, Phase.Stopping, Phase.Failed, Phase.Deleting],
        [Phase.Evicted] = [Phase.Starting, Phase.Stopping, Phase.Failed, Phase.Deleting],
        [Phase.Starting] = [Phase.Validating, Phase.Stopping, Phase.Failed, Phase.Deleting],
        [Phase.Failed] = [],
        [Phase.Deleting] = [Phase.Deleted],
        [Phase.Deleted] = [],
    }.ToImmutableDictionary();

    public void Stepped(Machine? before, Life life, IReadOnlyList<MachineEvent> events, IReadOnlyList<OutboxMessage> messages)
    {
        var machine = life.Now;
        foreach (var happened in events)
            verdict.Require(happened.By is null || MayChange(happened.By, machine), "7 Policy", () => $"{happened.By} did {happened.Kind} to {machine.Id}");
        if (before is null)
        {
            verdict.Require(machine.Phase == Phase.Queued && events is [{ Kind: EventKind.Requested }], "3 No lost event", () => "a launch is not recorded");
            return;
        }
        if (machine.Phase != before.Phase)
            verdict.Require(Next[before.Phase].Contains(machine.Phase), "3 No lost event", () => $"{machine.Id} went from {before.Phase} to {machine.Phase}");
        Wants(before, machine, events);
        Sizes(before, machine, events);
        Bills(machine);
        Ready(before, machine, events, messages);
        if (before is { Phase: Phase.Running, Wanted: Wanted.Running } && machine.Phase != Phase.Running) Leaves(before, life, events);
        if (before is { Phase: Phase.Failed, LeaseEndsAt: not null } && events.Any(e => e.Kind == EventKind.DeleteStarted) && cloud.HasVm(machine.Id))
            Warned(before, life);
    }

    private void Wants(Machine before, Machine machine, IReadOnlyList<MachineEvent> events)
    {
        if (before.Wanted == machine.Wanted) return;
        EventKind[] because = machine.Wanted switch
        {
            Wanted.Running => [EventKind.StartRequested, EventKind.StartedOutside],
            Wanted.Stopped => [EventKind.StopRequested, EventKind.LeaseEnded, EventKind.StoppedOutside, EventKind.StartFailed, EventKind.Evicted],
            Wanted.Deleted => [EventKind.DeleteRequested, EventKind.DeleteStarted, EventKind.Failed, EventKind.Vanished],
        };
        verdict.Require(before.Wanted != Wanted.Deleted && events.Any(e => because.Contains(e.Kind)), "3 No lost event",
            () => $"{machine.Id} is wanted {machine.Wanted} instead of {before.Wanted}, and nothing says why");
    }

    private void Sizes(Machine before, Machine machine, IReadOnlyList<MachineEvent> events)
    {
        if (machine.Resize is { } asked && asked != before.Resize)
            verdict.Require(events.Any(e => e.Kind == EventKind.ResizeRequested), "3 No lost event",
                () => $"{machine.Id} is to become {asked}, and nothing says why");
        if (machine.Placement == before.Placement) return;
        var isResized = before.BilledSince is null && events.Any(e => e.Kind == EventKind.Resized);
        verdict.Require(isResized || events.Any(e => e.Kind == EventKind.PlacementFailed), "3 No lost event",
            () => $"{machine.Id} became {machine.Placement} while it was {before.Phase}, and nothing says why");
    }

    private void Bills(Machine machine)
    {
        var isBilled = machine.BilledSince is not null;
        verdict.Require(machine.Phase switch
        {
            Phase.Running => isBilled,
            Phase.Queued or Phase.Stopped or Phase.Evicted or Phase.Deleted => !isBilled,
            _ => !machine.IsGone || !isBilled,
        }, "Billing", () => $"{machine.Id} is {machine.Phase} and {(isBilled ? "billed" : "not billed")}");
    }

    private void Ready(Machine before, Machine machine, IReadOnlyList<MachineEvent> events, IReadOnlyList<OutboxMessage> messages)
    {
        var begins = machine.Phase == Phase.Running && before.Phase != Phase.Running;
        var isAdopted = begins && machine.Failure is not null;
        verdict.Require(messages.Count(message => message.Notice == Notice.Ready) == (begins && !isAdopted ? 1 : 0), "6 Ready means proven",
            () => $"{machine.Id} is told to be ready at the wrong time");
        if (!begins) return;
        verdict.Require(cloud.SizeOf(machine.Id) is not { } size || size == machine.Placement.Size, "6 Ready means proven",
            () => $"{machine.Id} is announced as {machine.Placement.Size}, and is {cloud.SizeOf(machine.Id)}");
        if (isAdopted) verdict.Require(before.StartedOutside, "6 Ready means proven", () => $"{machine.Id} is left running with {machine.Failure?.Summary}");
        else verdict.Require(cloud.IsProved(machine.Id, $"checks-{machine.Start}") && events.Any(e => e.Kind == EventKind.ChecksPassed), "6 Ready means proven",
            () => $"{machine.Id} is announced, and its checks of start {machine.Start} have not passed");
    }

    /// <summary>It ran, nobody had asked for anything else, and now it is to run no more.</summary>
    private void Leaves(Machine before, Life life, IReadOnlyList<MachineEvent> events)
    {
        // Somebody wants it in another size, and knows what that ends.
        if (before.Resize is not null && events.Any(e => e.Kind == EventKind.StopStarted)) return;
        if (events.Any(e => e.Kind == EventKind.LeaseEnded)) Warned(before, life);
        else verdict.Require(
            cloud.WasStoppedOutside(before.Id) && events.Any(e => e.Kind is EventKind.StoppedOutside or EventKind.Evicted or EventKind.Vanished),
            "5 Never stop a machine in use", () => $"{before.Id} ran, and {life.Now.Phase} follows: {string.Join(", ", events.Select(e => e.Kind))}");
    }

    private void Warned(Machine before, Life life)
    {
        var latest = agenda.Now - Warning + TimeSpan.FromSeconds(2 * weather.Skew);
        var told = life.Told.Where(told => told.Value is { Notice: Notice.LeaseEnding } message && message.Kept == before.LeaseEndsAt)
            .SelectMany(told => mail.Under(EndRules.OwnerOf(before), told.Key));
        verdict.Require(told.Any(card => card.At <= latest), "5 Never stop a machine in use",
            () => $"the lease of {before.Id} ends, and nobody was told {Warning.TotalMinutes} minutes before");
    }

    /// <summary>Said here once more, so that it is not the product that judges itself.</summary>
    private static bool MayChange(string who, Machine machine) =>
        who == machine.Owner || (who is "manager@contoso.example" && machine.Team == "vision") || who is "admin@contoso.example";
}
