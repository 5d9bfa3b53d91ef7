using ChatOps.Bot.Cards;
using ChatOps.Bot.Rendering;
using ChatOps.Core.Reports;
using ChatOps.Core.Savings;
using ChatOps.Core.Words;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Bot.Cards;

public sealed class SavingsCardTests
{
    internal static readonly SavingsSheet Month = new(Some.Now.AddDays(-18), Some.Now, "USD",
    [
        Of(SavingRule.Reaper, "ember-otter", 310), Of(SavingRule.Reaper, "lunar-fox", 200), Of(SavingRule.Spot, "quiet-heron", 302.4m),
        Of(SavingRule.SmallerSize, "ember-otter", 24), Of(SavingRule.Requests, null, 152),
    ]);

    internal static readonly Dictionary<string, Card> Cards = new()
    {
        ["month"] = SavingsCard.Build("Computer Vision", "this month", Month),
        ["start"] = SavingsCard.Build("Contoso", "since the start", Month with { Savings = [Of(SavingRule.Reaper, null, 5_100)] }),
        ["nothing"] = SavingsCard.Build("Computer Vision", "today", Month with { Savings = [] }),
    };

    public static TheoryData<string> Names => [.. Cards.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Looks_as_it_was_read(string name) => Snapshot.Matches("Bot", $"Savings.{name}.txt", TextRenderer.Render(Cards[name]));

    [Theory]
    [InlineData(0, 0, "2, half within 6 min and 95 % within 9 min; the goal is 15 min")]
    [InlineData(1, 0, "2, half within 6 min and 95 % within 9 min; the goal is 15 min; 1 failed")]
    [InlineData(0, 1, "2, half within 6 min and 95 % within 9 min; the goal is 15 min; 1 still on the way")]
    public void Launches_are_told_in_a_line(int failed, int onTheirWay, string told) => Assert.Equal(
        told, LaunchWords.Of(new LaunchTimes(2, failed, onTheirWay, new Spread(2, TimeSpan.FromSeconds(359), TimeSpan.FromMinutes(9)), null, null)));

    [Fact]
    public void Of_one_launch_one_time_is_told()
    {
        var ready = new Spread(1, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(9));

        Assert.Equal("1, ready within 9 min; the goal is 15 min", LaunchWords.Of(new LaunchTimes(1, 0, 0, ready, null, null)));
    }

    private static Saving Of(SavingRule rule, string? machine, decimal amount) =>
        new(rule, "vision", Some.Now.AddDays(-3), machine, new Money(amount, "USD"));
}
