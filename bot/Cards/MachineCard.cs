using System.Collections.Immutable;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Cards;

/// <summary>
/// The one card that a machine has, wherever it was launched: what it is, how far it is, what it costs, and what can be done
/// next. A pure projection, so that it may be drawn again at any time.
/// </summary>
public static class MachineCard
{
    private const string KeyStart = "machine-";

    /// <summary>What stands above the output of something that failed.</summary>
    internal const string LastLines = "The last lines on the machine:";

    /// <summary>What follows when Azure refuses to stop or delete it.</summary>
    internal const string StillCosts = "It is tried again and again; until then it costs.";

    /// <summary>Under which a channel knows the card, so that it is edited in place.</summary>
    public static string Key(MachineId id) => $"{KeyStart}{id}";

    /// <summary>Null for a key of something else.</summary>
    public static MachineId? IdOf(string key) => key.StartsWith(KeyStart, StringComparison.Ordinal) ? MachineId.Parse(key[KeyStart.Length..]) : null;

    public static Card Build(Machine machine, Clock clock)
    {
        machine = AsOrdered(machine);
        if (machine is { Phase: Phase.Starting, Resize: { } next })
        {
            machine = machine with
            {
                Placements = [machine.Placement with { Size = next }],
                Attempt = 0,
                Resize = null,
                PerHour = machine.NextPerHour,
                MostPerHour = null,
            };
        }
        var (title, tone) = Headline(machine, clock);
        var card = new Card { Title = title, Tone = tone }
            .Add(new CardElement.Facts(Facts(machine, clock)))
            .Add(Steps(machine, clock));
        if (machine.Failure is { } failure)
        {
            card = card
                .Add(new CardElement.Text(failure.Summary, TextStyle.Strong))
                .Add(failure.Output is { } output ? new CardElement.Code(output, LastLines) : null);
        }
        if (machine.Trouble is { } trouble) card = card.Add(new CardElement.Text($"{trouble} {StillCosts}", TextStyle.Strong));
        return card.Add(Why(machine)) with
        {
            Buttons = Buttons(machine),
            Pressers = new Pressers(machine.Owner, machine.Team),
        };
    }

    /// <summary>An order is carried out a moment after it was given; that it was taken is seen at once.</summary>
    private static Machine AsOrdered(Machine machine) => machine switch
    {
        { Phase: Phase.Failed or Phase.Deleted } => machine,
        { Wanted: Wanted.Deleted } => machine with { Phase = Phase.Deleting },
        { Wanted: Wanted.Stopped, Phase: Phase.Running } or { Wanted: Wanted.Stopped, IsStarting: true } or { Resize: not null, Phase: Phase.Running } =>
            machine with { Phase = Phase.Stopping },
        { Wanted: Wanted.Running, Phase: Phase.Stopped or Phase.Evicted } =>
            machine with { Phase = Phase.Starting, Start = machine.Start + 1, Stages = [] },
        _ => machine,
    };

    private static (string Title, Tone Tone) Headline(Machine machine, Clock clock) => machine.Phase switch
    {
        Phase.Queued or Phase.Provisioning or Phase.Validating when machine.Start == 1 =>
            ($"{machine.Name} is on its way{Elapsed(machine, clock)}", Tone.Progress),
        Phase.Queued or Phase.Provisioning or Phase.Validating or Phase.Starting => ($"{machine.Name} is starting", Tone.Progress),
        Phase.Running when machine.Failure is not null => ($"{machine.Name}: Running, but not as it should be", Tone.Warning),
        Phase.Running => ($"{machine.Name}: Running", Tone.Good),
        Phase.Stopping => ($"{machine.Name} is stopping", Tone.Progress),
        Phase.Stopped => ($"{machine.Name}: Stopped", Tone.Plain),
        Phase.Evicted => ($"{machine.Name}: Evicted", Tone.Warning),
        Phase.Failed => ($"{machine.Name}: Failed", Tone.Bad),
        Phase.Deleting => ($"{machine.Name} is being deleted", Tone.Progress),
        Phase.Deleted => ($"{machine.Name}: Deleted", Tone.Plain),
    };

    private static ImmutableArray<Fact> Facts(Machine machine, Clock clock)
    {
        var facts = ImmutableArray.CreateBuilder<Fact>();
        facts.Add(new Fact("Blueprint", $"{machine.Blueprint}, for {Person.HandleOf(machine.Owner)} ({Charged(machine)})"));
        var size = $"{machine.Size.Gpus}, {machine.Size.VCpus} vCPUs, {machine.Size.MemoryGiB} GiB{(machine.Spot ? ", spot" : "")}";
        facts.Add(new Fact("Machine", $"{machine.Placement.Size} in {machine.Placement.Region}: {size}"));
        if (machine is { Resize: not null, Wanted: not Wanted.Deleted })
            facts.Add(new Fact("Next start", $"as {ResizeCard.Describe(machine.NextSize, machine.Spot, machine.NextPerHour)}"));
        if (machine is { Phase: Phase.Running, LeaseEndsAt: not null })
            facts.Add(new Fact("Lease", $"until {clock.Until(Lease.End(machine))}, then it is stopped"));
        else if (machine is { Phase: Phase.Failed, LeaseEndsAt: not null, Wanted: not Wanted.Deleted })
            facts.Add(new Fact("Kept", $"for debugging until {clock.Until(Lease.End(machine))}, then it is deleted"));
        else if (machine.IsStarting)
            facts.Add(new Fact("Lease", $"{Durations.Show(machine.LeaseLength)} from when it runs"));
        facts.Add(new Fact("Cost", Cost(machine, clock)));
        return facts.ToImmutable();
    }

    /// <summary>"team vision, project ocr".</summary>
    internal static string Charged(Machine machine) => $"team {machine.Team}{(machine.Project is { } project ? $", project {project}" : "")}";

    private static string Cost(Machine machine, Clock clock)
    {
        if (machine is { BilledSince: null, IsStarting: false, IsGone: false, Wanted: not Wanted.Deleted }) return OnlyDisks(machine, clock);
        if (machine is { PerHour: null, BilledSince: null, IsStarting: false }) return "its price was not known";
        if (machine.PerHour is not { } price) return machine.MostPerHour is { } most
            ? $"no spot price is known; never more than {most} per hour ({PriceWords.Note})"
            : "no price is known for this size; see the Azure price list";
        var soFar = machine.Billed(clock.Now) > TimeSpan.Zero ? $"{machine.CostAt(clock.Now)} so far" : null;
        var parts = machine switch
        {
            { IsStarting: true } => [$"{price} per hour", machine.Start > 1 ? soFar : null, $"about {price * machine.LeaseLength.TotalHours} for the lease"],
            { Phase: Phase.Running, LeaseEndsAt: { } end } =>
                [$"{price} per hour", soFar, $"about {machine.CostAt(end)} by the lease's end"],
            { IsGone: true } => [$"{machine.CostAt(clock.Now)} in all"],
            { BilledSince: null, Wanted: Wanted.Deleted } => [$"{machine.CostAt(clock.Now)} so far"],
            _ => new[] { $"{price} per hour", soFar },
        };
        return $"{string.Join(", ", parts.Where(part => part is not null))} ({PriceWords.Note})";
    }

    private static string OnlyDisks(Machine machine, Clock clock)
    {
        var perDay = PriceWords.DisksPerDay(machine);
        var soFar = machine.CostAt(clock.Now) is { Amount: > 0 } cost ? $"; {cost} so far without them" : null;
        var isAnythingKnown = perDay is not null || soFar is not null;
        return $"nothing now but its disks{(perDay is null ? "" : $", {perDay}")}{soFar}{(isAnythingKnown ? " (estimated by list price)" : "")}";
    }

    /// <summary>Nothing is said of the first moments.</summary>
    private static string Elapsed(Machine machine, Clock clock) =>
        clock.Now - machine.LaunchedAt < TimeSpan.FromSeconds(5) ? "" : $" ({clock.Since(machine.LaunchedAt)})";

    private static CardElement.Steps? Steps(Machine machine, Clock clock)
    {
        if (machine.Stages.IsEmpty && machine.Phase != Phase.Queued) return null;
        if (!machine.IsStarting && machine.Phase is not (Phase.Running or Phase.Failed)) return null;
        Stage[] plan = machine.Start == 1 ? [Stage.Create, Stage.Software, Stage.Extensions, Stage.Checks] : [Stage.Boot, Stage.Checks];
        return new CardElement.Steps([.. plan.Select(stage => StepOf(machine, stage, clock))]);
    }

    private static CardStep StepOf(Machine machine, Stage stage, Clock clock)
    {
        var label = stage switch
        {
            Stage.Create => "Create the VM",
            Stage.Software => "Install the environment",
            Stage.Extensions => "Set up sign-in and driver",
            Stage.Boot => "Boot",
            Stage.Checks when machine is { Phase: Phase.Running, Failure: null, Checks.Length: > 0 } =>
                $"Check the machine: {Plural.Of(machine.Checks.Length, "check")} passed",
            Stage.Checks => "Check the machine",
        };
        var taken = machine.Stages.LastOrDefault(t => t.Stage == stage);
        if (taken is null) return new CardStep(label, StepState.Waiting, null);
        var failed = machine is { Phase: Phase.Failed or Phase.Running, Failure: not null } && taken == machine.Stages[^1];
        var state = failed ? StepState.Failed : taken.EndedAt is null ? StepState.Active : StepState.Done;
        return new CardStep(label, state, (taken.EndedAt ?? clock.Now) - taken.StartedAt);
    }

    private static CardElement.Text? Why(Machine machine) => machine switch
    {
        { Phase: Phase.Failed, IsGone: true } => new CardElement.Text("Everything it had created is removed; nothing of it costs any more.", TextStyle.Subtle),
        { Phase: Phase.Failed, Wanted: Wanted.Deleted } => new CardElement.Text("Everything it had created is being removed.", TextStyle.Subtle),
        { Phase: Phase.Failed } => new CardElement.Text("It is kept as it is, and costs, because it was launched with --keep-on-failure.", TextStyle.Subtle),
        { Phase: Phase.Stopped or Phase.Evicted, Reason: { } reason } =>
            new CardElement.Text($"Why: {reason}. Its disks and what is on them are kept.", TextStyle.Subtle),
        { Phase: Phase.Stopping or Phase.Deleting, Reason: { } reason } =>
            new CardElement.Text($"Why: {reason}. {Snapshots(machine)}".TrimEnd(), TextStyle.Subtle),
        { Phase: Phase.Deleted, Reason: { } reason } =>
            new CardElement.Text($"Why: {reason}. Its disks are gone too. {Snapshots(machine)}".TrimEnd(), TextStyle.Subtle),
        _ => null,
    };

    /// <summary>What is left of the disks of a machine that the product deletes by itself; null for nothing.</summary>
    internal static string? Snapshots(Machine machine) => machine.Snapshots is { AreMade: var areMade, Until: var until }
        ? $"A snapshot of its disks is {(areMade ? "" : "made first, and ")}kept until {until:d MMM yyyy}; the platform team can make a disk of it."
        : null;

    private static ImmutableArray<CardButton> Buttons(Machine machine) => machine switch
    {
        { IsGone: true } => [new CardButton("Launch again", $"launch {machine.Blueprint.Name}")],
        { Trouble: not null, AwaitsSnapshots: true } => [MachineButtons.Terminate(machine)],
        { Wanted: Wanted.Deleted } or { Phase: Phase.Stopping } => [],
        { Phase: Phase.Running } =>
        [
            MachineButtons.Connect(machine),
            MachineButtons.Extend(machine, TimeSpan.FromHours(2)),
            MachineButtons.Stop(machine),
            MachineButtons.Terminate(machine),
        ],
        { Phase: Phase.Stopped or Phase.Evicted } => [MachineButtons.Start(machine), MachineButtons.Terminate(machine)],
        { Phase: Phase.Failed } => [MachineButtons.Connect(machine), MachineButtons.Terminate(machine)],
        { Start: 1 } => [Cancel(machine)],
        _ => [MachineButtons.Stop(machine)],
    };

    private static CardButton Cancel(Machine machine) => new(
        "Cancel",
        $"terminate {MachineButtons.This(machine)}",
        ButtonStyle.Danger,
        $"{machine.Name} is not finished yet. Everything that was built for it is removed.");
}
