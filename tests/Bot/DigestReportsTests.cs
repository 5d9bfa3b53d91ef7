using System.Globalization;
using ChatOps.Bot;
using ChatOps.Bot.Cards;
using ChatOps.Core.People;
using ChatOps.Core.Reports;
using ChatOps.Core.Words;
using ChatOps.Simulation;
using ChatOps.Tests.Tools;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOps.Tests.Bot;

/// <summary>
/// On Wednesday, 18 November 2026. One team with a channel in Berlin, one without in New York, and one admin. A machine runs and costs 10 an hour.
/// </summary>
public sealed class DigestReportsTests : IDisposable
{
    private const string Admin = "admin@contoso.example";
    private const string Lead = "lead@contoso.example";

    private static readonly Team Vision = BotDesk.Policy.Teams[0] with { Channel = "vision" };

    private static readonly Team Speech = new()
    {
        Name = "speech",
        Title = "Speech",
        Managers = [Lead],
        Members = [],
        TimeZone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York"),
    };

    private readonly BotDesk _desk = new(BotDesk.Policy with { Teams = [Vision, Speech], Admins = [Admin] });
    private readonly HookedTable _table = new(new MemoryTable());
    private readonly TwoChats _chats = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task At_nine_where_it_is_each_team_is_told_of_the_day_before()
    {
        await BeganAsync("2026-11-18T06:00Z");

        await AtAsync("2026-11-18T07:59Z");
        Assert.Empty(_chats.Shown);
        await AtAsync("2026-11-18T08:00Z");
        Assert.Equal(["teams/#vision", "slack/#vision", $"teams/@{Admin}", $"slack/@{Admin}"], _chats.Shown.Select(shown => shown.Where));
        Assert.Equal("Computer Vision: $240.00 on Tue 17 Nov", _chats.Shown[0].Title);
        Assert.Equal("Contoso: $240.00 on Tue 17 Nov", _chats.Shown[2].Title);

        _chats.Shown.Clear();
        await AtAsync("2026-11-18T14:00Z");
        Assert.Equal([$"teams/@{Lead}", $"slack/@{Lead}"], _chats.Shown.Select(shown => shown.Where));
        Assert.Equal("Speech: nothing was used on Tue 17 Nov", _chats.Shown[0].Title);
    }

    [Fact]
    public async Task A_day_is_told_of_once()
    {
        await BeganAsync("2026-11-18T06:00Z");

        foreach (var minutes in (int[])[0, 15, 30, 600]) await AtAsync(At("2026-11-18T08:00Z").AddMinutes(minutes));

        Assert.Equal(["digest-vision-2026-11-17", $"digest-{Admin}-2026-11-17", "digest-speech-2026-11-17"], _chats.Keys);
        Assert.Equal(6, _chats.Shown.Count);
    }

    [Fact]
    public async Task Who_has_just_come_into_the_policy_is_told_from_the_next_morning_on()
    {
        await BeganAsync("2026-11-18T12:00Z");
        await AtAsync("2026-11-18T12:15Z");
        Assert.Empty(_chats.Shown);

        await AtAsync("2026-11-19T08:00Z");

        Assert.Contains("digest-vision-2026-11-18", _chats.Keys);
    }

    [Fact]
    public async Task After_an_outage_the_last_day_is_told_of_and_that_others_were_missed()
    {
        await BeganAsync("2026-11-15T12:00Z");

        await AtAsync("2026-11-18T10:00Z");

        Assert.Equal(["digest-vision-2026-11-17", $"digest-{Admin}-2026-11-17"], _chats.Keys.Where(key => !key.Contains("speech") && !key.Contains("-w")));
        Assert.Contains(
            "No card came about Sun 15 Nov and what followed: `report vision 2026-11-15` shows a day that was missed.", TextOf(_chats.Cards[0]));
    }

    [Fact]
    public async Task On_Mondays_the_week_is_told_of_too_and_on_the_first_the_month()
    {
        await BeganAsync("2026-11-22T12:00Z");

        await AtAsync("2026-11-23T08:00Z");
        Assert.Equal(["digest-vision-2026-11-22", "digest-vision-2026-w47"], _chats.Keys.Where(key => key.Contains("vision")));

        await AtAsync("2026-12-01T08:00Z");
        Assert.Contains("digest-vision-2026-11", _chats.Keys);
    }

    [Theory]
    [InlineData(DigestPace.Weekly, new[] { "digest-vision-2026-w47" })]
    [InlineData(DigestPace.Off, new string[0])]
    public async Task Who_wants_less_gets_less(DigestPace pace, string[] keys)
    {
        await BeganAsync("2026-11-22T12:00Z");
        await PaceAsync("vision", pace);

        await AtAsync("2026-11-23T08:00Z");

        Assert.Equal(keys, _chats.Keys.Where(key => key.Contains("vision")));
    }

    [Fact]
    public async Task Who_was_told_nothing_for_long_is_not_told_the_past_when_they_want_cards_again()
    {
        await BeganAsync("2026-11-15T12:00Z");
        await PaceAsync("vision", DigestPace.Off);
        await AtAsync("2026-11-18T08:00Z");

        await PaceAsync("vision", DigestPace.Daily);
        await AtAsync("2026-11-18T08:15Z");

        Assert.DoesNotContain(_chats.Keys, key => key.Contains("vision"));
    }

    [Fact]
    public async Task A_channel_that_the_bot_is_not_in_is_told_by_its_managers()
    {
        _chats.Fails = conversation => conversation.Id == "vision" ? new UnreachableConversationException("Not in it.") : null;
        await BeganAsync("2026-11-18T06:00Z");

        await AtAsync("2026-11-18T08:00Z");

        Assert.Contains(("teams/@manager@contoso.example", "digest-vision-2026-11-17"), _chats.Shown.Select(shown => (shown.Where, shown.Key)));
    }

    [Fact]
    public async Task A_chat_that_is_down_is_tried_again_and_holds_up_nobody_else()
    {
        _chats.Fails = conversation => conversation.Id == "vision" ? new HttpRequestException("503") : null;
        await BeganAsync("2026-11-18T06:00Z");
        await AtAsync("2026-11-18T08:00Z");
        Assert.Equal([$"digest-{Admin}-2026-11-17"], _chats.Keys);

        _chats.Fails = _ => null;
        await AtAsync("2026-11-18T08:15Z");

        Assert.Contains("digest-vision-2026-11-17", _chats.Keys);
    }

    // Killed after it was shown and before that was written.
    [Fact]
    public async Task Shows_one_card_when_it_tells_twice()
    {
        await BeganAsync("2026-11-18T06:00Z");
        _table.BeforeWrite = _ => throw new OperationCanceledException();
        using (var killed = new CancellationTokenSource())
        {
            await killed.CancelAsync();
            await Assert.ThrowsAsync<OperationCanceledException>(() => DeliverAsync("2026-11-18T08:00Z", killed.Token));
        }
        _table.BeforeWrite = _ => Task.CompletedTask;

        await AtAsync("2026-11-18T08:15Z");

        Assert.Equal(["digest-vision-2026-11-17", $"digest-{Admin}-2026-11-17"], _chats.Keys);
    }

    private static string TextOf(Card card) => string.Join('\n', card.Body.OfType<CardElement.Text>().Select(text => text.Value));

    /// <summary>The first look, from which on it is told.</summary>
    private async Task BeganAsync(string at)
    {
        await _desk.HasAsync(Some.Running() with { PerHour = new Money(10, "USD"), BilledTimes = [], BilledSince = At("2026-11-01T00:00Z") });
        await AtAsync(at);
        Assert.Empty(_chats.Shown);
    }

    private async Task PaceAsync(string whose, DigestPace pace)
    {
        var store = new SubscriptionStore(_table);
        var read = await store.FindAsync(whose, Cancellation) ?? throw new InvalidOperationException($"{whose} has no row.");
        Assert.True(await store.KeepAsync(whose, read, read.Subscription with { Pace = pace }, Cancellation));
    }

    private Task AtAsync(string at) => DeliverAsync(at, Cancellation);

    private Task AtAsync(DateTimeOffset at) => DeliverAsync($"{at:O}", Cancellation);

    private async Task DeliverAsync(string at, CancellationToken cancellationToken)
    {
        await new DigestReports(
            new SubscriptionStore(_table), _desk.Governance.Accounts.Spend, _chats, _desk.Governance.Policy, new SettableTime(At(at)),
            NullLogger<DigestReports>.Instance).DeliverAsync(cancellationToken);
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
