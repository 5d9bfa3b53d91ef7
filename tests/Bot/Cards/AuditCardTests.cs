using System.Collections.Immutable;
using ChatOps.Bot.Cards;
using ChatOps.Bot.Rendering;
using ChatOps.Core.Audit;
using ChatOps.Core.Machines;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Bot.Cards;

public sealed class AuditCardTests
{
    private static readonly ChatOps.Bot.Clock Clock = new(Some.Now, BotDesk.Policy.TimeZone);
    private static readonly DateTimeOffset WeekAgo = Some.Now.AddDays(-7);
    private static readonly string Hash = string.Concat(Enumerable.Repeat("0123456789abcdef", 4));

    private static readonly AuditEntry Launch = new()
    {
        Id = "1a2b3c",
        At = Some.Now.AddMinutes(-12),
        Who = BotDesk.Scientist.Email,
        Channel = "terminal/#vision",
        Action = "command launch",
        On = "ember-otter",
        Machine = "a1b2c3d4e5f60718",
        Team = "vision",
        Outcome = "done",
        Said = "launch pytorch-a100 for 4 hours",
    };

    private static readonly AuditEntry Running = new()
    {
        Id = "a1b2c3d4e5f60718-00000009",
        At = Some.Now.AddMinutes(-3),
        Action = "machine Running",
        On = "ember-otter",
        Machine = "a1b2c3d4e5f60718",
        Team = "vision",
        Outcome = "Running, with a lease of 4 h",
    };

    private static readonly AuditEntry Refused = Launch with
    {
        Id = "4d5e6f",
        At = Some.Now,
        Who = BotDesk.Colleague.Email,
        Action = "command stop",
        Outcome = "refused",
        Reason = "ember-otter belongs to scientist. Ask them, or a manager of team vision.",
        Said = "stop ember-otter",
    };

    internal static readonly Dictionary<string, Card> Cards = new()
    {
        ["list"] = AuditCards.List(Chain(Refused, Running, Launch), WeekAgo, Clock),
        ["list.many"] = AuditCards.List(Chain([.. Enumerable.Repeat(Running, 1234)]), WeekAgo, Clock),
        ["list.none"] = AuditCards.List([], WeekAgo, Clock),
        ["export.csv"] = AuditCards.Export(Chain(Refused, Running, Launch), WeekAgo, AuditFormat.Csv, Clock),
        ["export.jsonl"] = AuditCards.Export(Chain(Refused, Running, Launch), WeekAgo, AuditFormat.JsonLines, Clock),
        ["export.too-long"] = AuditCards.Export(Chain([.. Enumerable.Repeat(Refused, 1234)]), WeekAgo, AuditFormat.Csv, Clock),
        ["unbroken"] = AuditCards.Unbroken(new AuditVerdict.Unbroken(1234, WeekAgo, Some.Now, Hash), Clock),
        ["nothing-to-verify"] = AuditCards.Unbroken(new AuditVerdict.Unbroken(0, null, null, AuditChain.Genesis), Clock),
        ["broken"] = AuditCards.Broken(new AuditVerdict.Broken("Entry 17 was changed: its hash is another.")),
        ["machine"] = AuditMachineCard.Build(Some.Running(), BotDesk.TheBlueprints.Get("pytorch-a100", 1, BotDesk.Scientist), History(), Clock),
        ["machine.grid"] = AuditMachineCard.Build(
            Some.Running() with { Spot = true, Checks = [] }, BotDesk.TheBlueprints.Get("jupyter-a10", 1, BotDesk.Scientist), [], Clock),
        ["machine.gone-with-its-blueprint"] = AuditMachineCard.Build(Some.Deleted(), null, [.. History(), .. End()], Clock),
    };

    public static TheoryData<string> Names => [.. Cards.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Looks_as_it_was_read(string name) => Snapshot.Matches("Bot", $"Audit.{name}.txt", TextRenderer.Render(Cards[name]));

    private static SealedEntry[] Chain(params AuditEntry[] newestFirst) =>
        [.. newestFirst.Select((entry, i) => new SealedEntry(newestFirst.Length - i, Hash, entry, Hash))];

    private static ImmutableArray<MachineEvent> History() =>
    [
        new(Some.Now.AddMinutes(-12), EventKind.Requested,
            "Launched from pytorch-a100@1 for 4 h, charged to vision, approved by manager", BotDesk.Scientist.Email),
        new(Some.Now.AddMinutes(-3), EventKind.ChecksPassed, "2 checks passed on the machine"),
        new(Some.Now.AddMinutes(-3), EventKind.Running, "Running, with a lease of 4 h"),
    ];

    private static ImmutableArray<MachineEvent> End() =>
    [
        new(Some.Now.AddMinutes(-2), EventKind.Stopped, "Stopped; its disks are kept"),
        new(Some.Now.AddMinutes(-1), EventKind.Running, "Running, with a lease of 4 h"),
        new(Some.Now, EventKind.Deleted, "Deleted"),
    ];
}
