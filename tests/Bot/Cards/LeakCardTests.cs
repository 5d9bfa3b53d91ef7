using ChatOps.Bot.Cards;
using ChatOps.Bot.Rendering;
using ChatOps.Core.Inventory;
using ChatOps.Core.Machines;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Bot.Cards;

public sealed class LeakCardTests
{
    private static readonly Orphan Disk = Of(ResourceKind.Disk, "os");

    [Fact]
    public void Says_what_is_being_removed_and_what_is_already() => Matches("being-removed",
        [(Of(ResourceKind.Vm, "") with { GoneAt = Some.Now }, null), (Of(ResourceKind.PublicIp, "ip"), null), (Disk, Some.Deleted())]);

    [Fact]
    public void Says_when_what_was_never_launched_here_is_removed() => Matches("unknown", [(Disk with { AskedAt = null }, null)]);

    [Fact]
    public void Says_when_all_of_it_is_removed() => Matches("removed", [(Disk with { GoneAt = Some.Now }, Some.Deleted())]);

    [Fact]
    public void Says_why_Azure_refuses() => Matches("refused", [(Disk with { Refusal = "ScopeLocked" }, Some.Deleted())]);

    [Fact]
    public void Says_why_nothing_is_deleted_and_what_to_check() =>
        Matches("held", [.. Enumerable.Range(0, 30).Select(i => (Of(ResourceKind.Vm, $"{i}") with { IsHeld = true }, (Machine?)null))]);

    private static void Matches(string name, List<(Orphan, Machine?)> found) =>
        Snapshot.Matches("Bot", $"Leak.{name}.txt", TextRenderer.Render(LeakCard.Build(found, new ChatOps.Bot.Clock(Some.Now, BotDesk.Policy.TimeZone))));

    private static Orphan Of(ResourceKind kind, string part) => new()
    {
        Id = $"/{kind}/{part}",
        Kind = kind,
        Name = $"gpu-a1b2c3d4e5f60718{(part.Length > 0 ? $"-{part}" : "")}",
        Machine = new MachineId("a1b2c3d4e5f60718"),
        FirstSeen = Some.Now.AddHours(-1),
        DeleteAt = Some.Now.AddHours(23),
        AskedAt = Some.Now,
        Report = "leaks-20261120090000",
    };
}
