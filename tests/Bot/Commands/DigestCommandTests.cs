using ChatOps.Core.Reports;

namespace ChatOps.Tests.Bot.Commands;

public sealed class DigestCommandTests : IDisposable
{
    private readonly BotDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task Says_that_a_team_is_told_each_morning_and_where()
    {
        var text = await _desk.TextAsync(BotDesk.Scientist, "digest");

        Assert.StartsWith("● Computer Vision gets a card each morning", text, StringComparison.Ordinal);
        Assert.Contains("in #vision", text, StringComparison.Ordinal);
        Assert.DoesNotContain("[None]", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manager_has_it_less_often_and_again()
    {
        Assert.Contains("gets a card each Monday", await _desk.TextAsync(BotDesk.Manager, "digest vision weekly"), StringComparison.Ordinal);
        Assert.Contains("gets a card each Monday", await _desk.TextAsync(BotDesk.Scientist, "digest"), StringComparison.Ordinal);
        Assert.Contains("gets no card by itself", await _desk.TextAsync(BotDesk.Manager, "digest off"), StringComparison.Ordinal);
        Assert.Contains("gets a card each morning", await _desk.TextAsync(BotDesk.Manager, "digest daily vision"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_admin_has_a_card_of_all_teams_and_mutes_their_own()
    {
        Assert.Contains("Contoso gets a card each morning", await _desk.TextAsync(BotDesk.Admin, "digest all"), StringComparison.Ordinal);
        Assert.Contains("Contoso gets no card by itself", await _desk.TextAsync(BotDesk.Admin, "digest all off"), StringComparison.Ordinal);
        Assert.Contains("Computer Vision gets a card each morning", await _desk.TextAsync(BotDesk.Manager, "digest"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("digest vision off", "Only managers of vision and admins say how often it is told. `report vision` shows you a card at any time.")]
    [InlineData("digest all", "Only admins get a card about all teams. `digest` shows your own team's.")]
    [InlineData("digest speech", "There is no team speech that you may see. `digest` shows yours.")]
    [InlineData("digest vision hourly", "hourly is no such pace. Say one of daily, weekly or off.")]
    public async Task Says_what_was_wrong(string said, string told) => Assert.Equal(told, await _desk.MistakeAsync(BotDesk.Scientist, said));

    [Fact]
    public void Every_pace_can_be_said() => Assert.Equal(["Daily", "Weekly", "Off"], Enum.GetNames<DigestPace>());
}
