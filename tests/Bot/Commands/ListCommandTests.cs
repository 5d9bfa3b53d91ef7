using ChatOps.Bot;
using ChatOps.Bot.Cards;
using ChatOps.Core.People;

namespace ChatOps.Tests.Bot.Commands;

public sealed class ListCommandTests : IDisposable
{
    private readonly BotDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Theory]
    [InlineData("list", "ember-otter")]
    [InlineData("ls", "ember-otter")]
    [InlineData("list mine", "ember-otter")]
    [InlineData("list TEAM", "ember-otter", "lunar-fox")]
    [InlineData("list all", "ember-otter", "lunar-fox")]
    public async Task Lists_for_a_scientist_own_and_team(string text, params string[] names) => Assert.Equal(names, await NamesAsync(BotDesk.Scientist, text));

    [Fact]
    public async Task Lists_everything_for_an_admin() => Assert.Equal(["ember-otter", "lunar-fox", "quiet-heron"], await NamesAsync(BotDesk.Admin, "list all"));

    [Fact]
    public async Task Lists_nothing_of_other_teams_for_an_outsider() => Assert.Equal(["quiet-heron"], await NamesAsync(BotDesk.Outsider, "list all"));

    [Theory]
    [InlineData("list all")]
    [InlineData("status quiet-heron")]
    [InlineData("history quiet-heron")]
    public async Task Does_not_tell_a_channel_of_another_teams_machines(string text)
    {
        await NamesAsync(BotDesk.Admin, "list all");

        Assert.Equal(Audience.Person, (await _desk.SayAsync(BotDesk.Admin, text)).Audience);
    }

    [Fact]
    public async Task Says_that_a_price_is_not_known_rather_than_leave_it_out()
    {
        await _desk.HasAsync(Some.Running());
        await _desk.HasAsync(Some.Running("lunar-fox") with { PerHour = null });

        var list = await _desk.TextAsync(BotDesk.Scientist, "list");
        Assert.Contains("Together $3.67 per hour now, and 1 machine of unknown price", list, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_shown_to_the_conversation() => Assert.Equal(Audience.Conversation, (await _desk.SayAsync(BotDesk.Scientist, "list")).Audience);

    [Fact]
    public async Task Says_so_when_there_is_none() =>
        Assert.StartsWith("scientist has no machine", await _desk.TextAsync(BotDesk.Scientist, "list"), StringComparison.Ordinal);

    [Fact]
    public async Task Leaves_out_what_is_gone()
    {
        await _desk.HasAsync(Some.Deleted());

        Assert.Equal("scientist has no machine", (await _desk.SayAsync(BotDesk.Scientist, "list")).Card.Title);
    }

    [Fact]
    public async Task Suggests_the_word_that_was_meant() =>
        Assert.Equal("\"teams\" is none of mine, team and all. Did you mean team?", await _desk.MistakeAsync(BotDesk.Scientist, "list teams"));

    private async Task<IEnumerable<string>> NamesAsync(Person person, string text)
    {
        await _desk.HasAsync(Some.Running("lunar-fox") with { Owner = BotDesk.Colleague.Email });
        await _desk.HasAsync(Some.Running("ember-otter"));
        await _desk.HasAsync(Some.Running("quiet-heron") with { Owner = BotDesk.Outsider.Email, Team = "speech" });
        var card = (await _desk.SayAsync(person, text)).Card;
        return card.Body.OfType<CardElement.Table>().Single().Rows.Select(row => row[0]);
    }
}
