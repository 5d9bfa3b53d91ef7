using ChatOps.Bot.Cards;
using ChatOps.Bot.Rendering;
using ChatOps.Core.Machines;
using ChatOps.Core.Orders;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Bot.Cards;

public sealed class PoisonCardTests
{
    private static readonly ChatOps.Bot.Clock Clock = new(Some.Now, BotDesk.Policy.TimeZone);

    private static readonly PoisonEnd Replayed = new(PoisonFate.Replayed, BotDesk.Admin.Email, Some.Now, "said-1");
    private static readonly PoisonEnd Dropped = Replayed with { Fate = PoisonFate.Dropped };

    private static readonly PoisonMessage Look = new()
    {
        Id = "3f9c01ab",
        Kind = NudgeKind.Look,
        Text = "a1b2c3d4e5f60718",
        Machine = new MachineId("a1b2c3d4e5f60718"),
        MachineName = "ember-otter",
        FirstAt = Some.Now.AddMinutes(-30),
        LastAt = Some.Now.AddMinutes(-30),
        Times = 1,
    };

    private static readonly PoisonMessage Nameless = Look with { Id = "00c0ffee", Text = "<b>not one of ours</b>", Machine = null, MachineName = null };

    internal static readonly Dictionary<string, Card> Cards = new()
    {
        ["look"] = PoisonCard.Build([Look], Clock),
        ["deliver"] = PoisonCard.Build([Look with { Kind = NudgeKind.Deliver, Times = 3, LastAt = Some.Now }], Clock),
        ["event"] = PoisonCard.Build([Look with { Text = "{\"subject\":\"/subscriptions/1…", MachineName = null }], Clock),
        ["nameless"] = PoisonCard.Build([Nameless], Clock),
        ["replayed"] = PoisonCard.Build([Look with { End = Replayed }], Clock),
        ["dropped"] = PoisonCard.Build([Nameless with { End = Dropped }], Clock),
        ["several"] = PoisonCard.Build([Look with { Id = "11111111", End = Replayed }, Nameless, Look], Clock),
        ["several-nameless"] = PoisonCard.Build([Nameless with { Id = "11111111" }, Nameless], Clock),
        ["several-done"] = PoisonCard.Build([Nameless with { End = Dropped }, Look with { End = Replayed }], Clock),
        ["many"] = PoisonCard.Build([.. Enumerable.Range(0, 5000).Select(i => Look with { Id = $"{i:x8}" })], Clock),
        ["none"] = PoisonCard.Build([], Clock),
        ["answer.replayed"] = PoisonCard.Ended(new EndedPoison(Look, Replayed, IsNew: true), Clock),
        ["answer.dropped"] = PoisonCard.Ended(new EndedPoison(Look, Dropped, IsNew: true), Clock),
        ["answer.replayed-already"] = PoisonCard.Ended(new EndedPoison(Look, Replayed, IsNew: false), Clock),
        ["answer.all-replayed"] = PoisonCard.Ended(new EndedTogether(PoisonFate.Replayed, Done: 500, Left: 4500, Nameless: 1)),
        ["answer.all-cut-short"] = PoisonCard.Ended(new EndedTogether(PoisonFate.Replayed, Done: 200, Left: 1, Nameless: 0) { IsCutShort = true }),
        ["answer.none-replayed"] = PoisonCard.Ended(new EndedTogether(PoisonFate.Replayed, Done: 0, Left: 300, Nameless: 1) { IsCutShort = true }),
        ["answer.all-dropped"] = PoisonCard.Ended(new EndedTogether(PoisonFate.Dropped, Done: 1, Left: 0, Nameless: 0)),
        ["answer.nothing-to-replay"] = PoisonCard.Ended(new EndedTogether(PoisonFate.Replayed, Done: 0, Left: 0, Nameless: 2)),
        ["answer.nothing-to-drop"] = PoisonCard.Ended(new EndedTogether(PoisonFate.Dropped, Done: 0, Left: 0, Nameless: 0)),
    };

    public static TheoryData<string> Names => [.. Cards.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Looks_as_it_was_read(string name) => Snapshot.Matches("Bot", $"Poison.{name}.txt", TextRenderer.Render(Cards[name]));
}
