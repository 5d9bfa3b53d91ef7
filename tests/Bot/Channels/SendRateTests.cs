using ChatOps.Bot;
using ChatOps.Bot.Channels;
using ChatOps.Bot.Channels.Teams.Connector;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Bot.Channels;

public sealed class SendRateTests
{
    private readonly ManualTime _time = new();
    private readonly SendRate _rate;

    public SendRateTests() => _rate = new SendRate(ConnectorClient.Limits, _time);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lets_seven_messages_a_second_and_eight_in_two_go()
    {
        var waits = await SendAsync("a", 17);

        Assert.Equal([7, 8, 15, 16], waits.Select(wait => wait.Index));
        Assert.All(waits, wait => Assert.Equal(TimeSpan.FromSeconds(1), wait.For));
    }

    [Fact]
    public async Task Lets_sixty_go_in_half_a_minute_and_sends_the_next_ones_away()
    {
        await SendAsync("a", 60);

        await Assert.ThrowsAsync<BusyConversationException>(() => _rate.WaitAsync("a", Cancellation));

        _time.Advance(TimeSpan.FromSeconds(30));
        await _rate.WaitAsync("a", Cancellation);
    }

    [Fact]
    public async Task Counts_each_conversation_by_itself()
    {
        await SendAsync("a", 7);

        Assert.Empty(await SendAsync("b", 7));
    }

    [Fact]
    public async Task Lets_1800_go_in_an_hour()
    {
        var start = _time.GetUtcNow();
        for (var i = 0; i < 1800; i++)
        {
            await _rate.WaitAsync("a", Cancellation);
            _time.Advance(TimeSpan.FromSeconds(0.6));
        }

        await Assert.ThrowsAsync<BusyConversationException>(() => _rate.WaitAsync("a", Cancellation));
        _time.Advance(start.AddHours(1) - _time.GetUtcNow());
        await _rate.WaitAsync("a", Cancellation);
    }

    [Fact]
    public async Task Goes_on_as_before_when_many_conversations_are_forgotten()
    {
        for (var i = 0; i < 3000; i++)
        {
            await _rate.WaitAsync($"{i}", Cancellation);
            if (i % 1000 == 0) _time.Advance(TimeSpan.FromHours(2));
        }

        Assert.Empty(await SendAsync("0", 7));
    }

    /// <returns>Which of them had to wait, and for how long.</returns>
    private async Task<List<(int Index, TimeSpan For)>> SendAsync(string conversation, int count)
    {
        var waits = new List<(int, TimeSpan)>();
        for (var i = 0; i < count; i++)
        {
            var turn = _rate.WaitAsync(conversation, Cancellation);
            if (!turn.IsCompleted)
            {
                var wait = await _time.NextWaitAsync(Cancellation);
                waits.Add((i, wait));
                _time.Advance(wait);
            }
            await turn;
        }
        return waits;
    }
}
