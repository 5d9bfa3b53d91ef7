using ChatOps.Bot.Cards;
using ChatOps.Bot.Rendering;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Bot.Cards;

public sealed class QuotaCardTests
{
    private static readonly QuotaRow Gpus = new("A100* GPUs", 1, 2);
    private static readonly QuotaRow Machines = new("machines", 1, null);
    private static readonly QuotaRow Money = new("budget of November", 6012.4m, 10_000, "USD") { Expected = 8120.9m };

    internal static readonly Dictionary<string, Card> Cards = new()
    {
        ["room"] = Of([Gpus, Machines], [Gpus with { Used = 5, Most = 8 }, Machines with { Used = 3, Most = 10 }, Money]),
        ["near"] = Of([Gpus], [Gpus with { Used = 8, Most = 10 }, Money with { Note = "10000.00 until Fri 27 Nov, by an exception" }]),
        ["reached"] = Of([Gpus with { Used = 2 }], [Gpus with { Used = 4, Most = 8 }, Money with { Used = 10_200, Expected = 13_000 }]),
        ["nothing-allowed"] = Of([Gpus with { Used = 0, Most = 0 }], []),
        ["without-limits"] = Of([Machines], [Machines with { Used = 2 }]),
        ["nothing-limited"] = Of([], []),
    };

    public static TheoryData<string> Names => [.. Cards.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Looks_as_it_was_read(string name) => Snapshot.Matches("Bot", $"Quota.{name}.txt", TextRenderer.Render(Cards[name]));

    [Theory]
    [InlineData(0, 10, 0, "░░░░░░░░░░")]
    [InlineData(0.01, 10, 0, "█░░░░░░░░░")]
    [InlineData(8, 10, 0, "████████░░")]
    [InlineData(9.99, 10, 0, "█████████░")]
    [InlineData(10, 10, 0, "██████████")]
    [InlineData(12, 10, 20, "██████████")]
    [InlineData(0, 0, 0, "██████████")]
    [InlineData(5, 10, 7.5, "█████▒▒░░░")]
    [InlineData(5, 10, 5, "█████░░░░░")]
    [InlineData(5, 10, 30, "█████▒▒▒▒▒")]
    public void A_bar_is_full_when_all_is_used_and_begun_when_anything_is(decimal used, decimal most, decimal expected, string bar) =>
        Assert.Equal(bar, TextBar.Of(used, most, expected));

    private static Card Of(QuotaRow[] own, QuotaRow[] team) =>
        QuotaCard.Build(BotDesk.Scientist, [new QuotaGroup("scientist in Computer Vision", [.. own]), new QuotaGroup("Computer Vision", [.. team])]);
}
