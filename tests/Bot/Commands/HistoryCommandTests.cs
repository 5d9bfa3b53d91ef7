using ChatOps.Bot;

namespace ChatOps.Tests.Bot.Commands;

public sealed class HistoryCommandTests : IDisposable
{
    private readonly BotDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task Tells_what_happened_and_who_asked_for_it()
    {
        await _desk.HasAsync(Some.Running());
        await _desk.SayAsync(BotDesk.Manager, "extend ember-otter 2h");

        var text = await _desk.TextAsync(BotDesk.Scientist, "history");

        Assert.Matches(@"Launched +scientist", text);
        Assert.Matches(@"Lease extended by 2 h +manager", text);
    }

    [Fact]
    public async Task Is_shown_to_the_conversation()
    {
        await _desk.HasAsync(Some.Running());

        Assert.Equal(Audience.Conversation, (await _desk.SayAsync(BotDesk.Colleague, "history ember-otter")).Audience);
    }

    [Fact]
    public async Task Outlives_the_machine()
    {
        await _desk.HasAsync(Some.Deleted());

        Assert.Contains("in all", await _desk.TextAsync(BotDesk.Scientist, "history ember-otter"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_no_business_of_another_team()
    {
        await _desk.HasAsync(Some.Deleted());

        Assert.Equal("There is no machine called ember-otter. `list` shows yours.", await _desk.MistakeAsync(BotDesk.Outsider, "history ember-otter"));
    }
}
