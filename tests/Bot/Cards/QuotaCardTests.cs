using ChatOps.Bot.Cards;
using ChatOps.Bot.Rendering;
using ChatOps.Core.Approvals;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Bot.Cards;

public sealed class QuotaCardTests
{
    private static readonly Quota Gpus = new("vision", "A100 GPUs", 5, 0, 8, null);
    private static readonly Quota Machines = Gpus with { What = "machines", Used = 3, Most = 10 };
    private static readonly Quota Money = new("vision", "this month", 6012.4m, 0, 10_000, "USD");
    private static readonly Quota OwnGpus = Gpus with { Scope = "scientist in vision", Used = 1, Most = 2 };

    internal static readonly Dictionary<string, Card> Cards = new()
    {
        ["room"] = Of(Gpus, Machines, Money, OwnGpus),
        ["near"] = Of(Gpus with { Used = 8, Most = 10 }, Money, OwnGpus),
        ["reached"] = Of(Gpus with { Used = 4 }, Money with { Used = 10_200 }, OwnGpus with { Used = 2 }),
        ["nothing-allowed"] = Of(OwnGpus with { Used = 0, Most = 0 }),
        ["nothing-limited"] = Of(),
    };

    public static TheoryData<string> Names => [.. Cards.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Looks_as_it_was_read(string name) => Snapshot.Matches("Bot", $"Quota.{name}.txt", TextRenderer.Render(Cards[name]));

    [Theory]
    [InlineData(0, 10, "░░░░░░░░░░")]
    [InlineData(0.01, 10, "█░░░░░░░░░")]
    [InlineData(8, 10, "████████░░")]
    [InlineData(9.99, 10, "█████████░")]
    [InlineData(10, 10, "██████████")]
    [InlineData(12, 10, "██████████")]
    [InlineData(0, 0, "██████████")]
    public void A_bar_is_full_when_all_is_used_and_begun_when_anything_is(decimal used, decimal most, string bar) =>
        Assert.Equal(bar, TextBar.Of(used, most));

    private static Card Of(params Quota[] quotas) => QuotaCard.Build(BotDesk.Scientist, ["vision"], quotas);
}
