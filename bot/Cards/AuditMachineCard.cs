using System.Collections.Immutable;
using ChatOps.Core.Blueprints;
using ChatOps.Core.Machines;
using ChatOps.Core.People;

namespace ChatOps.Bot.Cards;

/// <summary>What an auditor needs to know of the environment that a model was trained in.</summary>
public static class AuditMachineCard
{
    private const string Unknown = "not known: this version is no longer in the blueprints folder";

    /// <param name="blueprint">The machine's version; null when the repository no longer has it.</param>
    public static Card Build(Machine machine, Blueprint? blueprint, ImmutableArray<MachineEvent> events, Clock clock)
    {
        var card = new Card { Title = $"Audit of {machine.Name}" }
            .Add(new CardElement.Facts([.. Whose(machine), .. Environment(machine, blueprint), .. Times(machine, events, clock)]));
        if (!machine.Checks.IsEmpty)
        {
            card = card.Add(new CardElement.Table(
                ["Check", "Result", "It printed"],
                [.. machine.Checks.Select(check => ImmutableArray.Create(check.Name, check.Passed ? "passed" : "failed", check.Output))]));
        }
        return card
            .Add(new CardElement.Table(["When", "What", "Who"], [.. events.Select(e => Row(e, clock))]))
            .Add(AuditCards.Zone(clock));
    }

    private static IEnumerable<Fact> Whose(Machine machine) =>
    [
        new Fact("Machine", $"{machine.Name}, id {machine.Id}"),
        new Fact("Owner", machine.Owner),
        new Fact("Team", machine.Team),
        .. machine.Project is { } project ? [new Fact("Project", project)] : Array.Empty<Fact>(),
    ];

    private static IEnumerable<Fact> Environment(Machine machine, Blueprint? blueprint)
    {
        yield return new Fact("Blueprint", $"{machine.Blueprint}{(blueprint is { IsDraft: true } ? ", draft" : "")}");
        yield return new Fact("Its digest", blueprint?.Digest ?? Unknown);
        yield return new Fact("Size", $"{machine.Placement.Size} in {machine.Placement.Region}{(machine.Spot ? ", spot" : "")}");
        if (blueprint is null) yield break;
        var software = blueprint.Software;
        yield return new Fact("Image", blueprint.Machine.Image.ToString());
        yield return new Fact("Driver", $"{software.Driver.Version} ({(software.Driver.Source == DriverSource.Grid ? "GRID" : "of the image")})");
        yield return new Fact("CUDA", software.Cuda);
        yield return new Fact("Python", software.Python);
        yield return new Fact("requirements.lock", blueprint.Requirements.Digest);
    }

    private static IEnumerable<Fact> Times(Machine machine, ImmutableArray<MachineEvent> events, Clock clock)
    {
        yield return new Fact("Launched", AuditCards.Time(machine.LaunchedAt, clock));
        var approvals = events.Where(e => e.Text.Contains("approved by", StringComparison.OrdinalIgnoreCase)).Select(e => e.Text).ToList();
        if (approvals.Count > 0) yield return new Fact("Approved", string.Join("; ", approvals));
        (string Name, EventKind[] Kinds)[] milestones =
        [
            ("Ready", [EventKind.Running]),
            ("Stopped", [EventKind.Stopped, EventKind.Evicted]),
            ("Deleted", [EventKind.Deleted, EventKind.Vanished]),
        ];
        foreach (var (name, kinds) in milestones)
        {
            var at = events.Where(e => kinds.Contains(e.Kind)).Select(e => AuditCards.Time(e.At, clock)).ToList();
            if (at.Count > 0) yield return new Fact(name, string.Join(", ", at));
        }
    }

    private static ImmutableArray<string> Row(MachineEvent happened, Clock clock) =>
        [AuditCards.Time(happened.At, clock), happened.Text, happened.By is { } by ? Person.HandleOf(by) : ""];
}
