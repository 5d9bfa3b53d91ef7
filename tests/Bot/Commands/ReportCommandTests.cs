using ChatOps.Core.Words;

namespace ChatOps.Tests.Bot.Commands;

public sealed class ReportCommandTests : IDisposable
{
    private readonly BotDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Theory]
    [InlineData("report")]
    [InlineData("report vision")]
    [InlineData("report yesterday")]
    [InlineData("report vision yesterday")]
    public async Task Tells_a_team_s_yesterday(string said)
    {
        await _desk.HasAsync(Some.Running() with { PerHour = new Money(10, "USD"), BilledTimes = [], BilledSince = _desk.Time.Now.AddDays(-3) });

        var text = await _desk.TextAsync(BotDesk.Manager, said);

        Assert.StartsWith("Computer Vision: $240.00 on ", text, StringComparison.Ordinal);
        Assert.Contains("The day before", text, StringComparison.Ordinal);
        Assert.Contains("[By machine]", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("report speech", "There is no team speech that you may see.")]
    [InlineData("report all", "Only admins and auditors get a report of all teams. `report` shows your own team's.")]
    [InlineData("report visoin", "There is no team visoin that you may see. Did you mean vision?")]
    [InlineData("report vision fortnight", "I do not know when fortnight is. Say one of today, yesterday, week or month.")]
    public async Task Says_what_was_wrong(string said, string told) =>
        Assert.StartsWith(told, await _desk.MistakeAsync(BotDesk.Scientist, said), StringComparison.Ordinal);

    [Fact]
    public async Task Of_a_team_that_used_nothing_it_says_that_and_what_to_ask_instead() => Assert.Matches(
        "^Computer Vision: nothing was used on [A-Z][a-z]{2} [0-9]+ [A-Z][a-z]{2}\\s+`report vision today`", await _desk.TextAsync(BotDesk.Manager, "report"));
}
