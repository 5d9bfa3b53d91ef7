using ChatOps.Bot;
using ChatOps.Core.Machines;
using ChatOps.Core.Words;

namespace ChatOps.Tests.Bot.Commands;

public sealed class SavingsCommandTests : IDisposable
{
    private readonly BotDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    // At 10 an hour, ended by the reaper two hours ago with five more hours of lease.
    [Theory]
    [InlineData("savings", "Computer Vision: $20.00 saved this month")]
    [InlineData("savings vision", "Computer Vision: $20.00 saved this month")]
    [InlineData("savings today vision", "Computer Vision: $20.00 saved today")]
    [InlineData("savings vision start", "Computer Vision: $20.00 saved since the start")]
    [InlineData("savings start", "Computer Vision: $20.00 saved since the start")]
    [InlineData("savings since 14d", "Computer Vision: $20.00 saved since ")]
    [InlineData("savings vision yesterday", "Computer Vision: nothing was saved yesterday")]
    public async Task Tells_what_a_team_has_saved_when_it_is_asked(string said, string shown)
    {
        await ReapedAsync();

        Assert.StartsWith(shown, await _desk.TextAsync(BotDesk.Scientist, said), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Admins_ask_for_all_teams()
    {
        await ReapedAsync();

        var reply = await _desk.SayAsync(BotDesk.Admin, "savings all");
        Assert.Contains("$20.00 saved this month", reply.Card.Title, StringComparison.Ordinal);
        Assert.Equal(Audience.Person, reply.Audience);
    }

    [Theory]
    [InlineData("savings speech", "There is no team speech that you may see.")]
    [InlineData("savings visoin", "There is no team visoin that you may see. Did you mean vision?")]
    [InlineData("savings vision fortnight", "I do not know when fortnight is. Say one of today, yesterday, week, month or start.")]
    [InlineData("savings vision start since 7d", "Say either start or since, not both.")]
    public async Task Says_what_was_wrong(string said, string told) =>
        Assert.StartsWith(told, await _desk.MistakeAsync(BotDesk.Scientist, said), StringComparison.Ordinal);

    private Task<Machine> ReapedAsync()
    {
        var running = Some.Running() with
        {
            PerHour = new Money(10, "USD"),
            BilledTimes = [],
            BilledSince = _desk.Time.Now.AddHours(-3),
            LaunchedAt = _desk.Time.Now.AddHours(-3),
            ReapedUntil = _desk.Time.Now.AddHours(3),
        };
        return _desk.HasAsync(running.StopBilling(_desk.Time.Now.AddHours(-2)) with { Phase = Phase.Stopped, Wanted = Wanted.Stopped });
    }
}
