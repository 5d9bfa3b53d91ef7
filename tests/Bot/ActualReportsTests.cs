using ChatOps.Bot;
using ChatOps.Bot.Cards;
using ChatOps.Core.Actuals;
using ChatOps.Core.Machines;
using ChatOps.Core.Metering;
using ChatOps.Core.People;
using ChatOps.Core.Words;
using ChatOps.Sandbox.Chat;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOps.Tests.Bot;

public sealed class ActualReportsTests : IDisposable
{
    private readonly BotDesk _desk = new();
    private readonly List<ChatMessage> _shown = [];
    private readonly SandboxChat _chat = new();
    private DateTimeOffset _readAt;

    /// <summary>Six days ago.</summary>
    private static readonly DateTimeOffset Twelfth = new(2026, 11, 12, 0, 0, 0, TimeSpan.Zero);

    public ActualReportsTests()
    {
        _chat.Changed += _shown.Add;
        _readAt = _desk.Time.Now;
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ActualStore Store => _desk.Governance.Actuals;

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task Admins_are_told_of_a_bill_that_was_not_estimated()
    {
        await ReadAsync((5, 40));

        await DeliverAsync();

        var told = Assert.Single(_shown);
        Assert.Equal(("Azure bills Computer Vision $40.00, where nothing was estimated, for Fri 13 Nov", "to admin"), (told.Card.Title, told.Where));
    }

    [Fact]
    public async Task One_card_is_edited_as_the_run_of_days_goes_on()
    {
        await ReadAsync((6, 40));
        await DeliverAsync();
        await ReadAsync((6, 40), (5, 30));
        await DeliverAsync();

        Assert.Equal(["Azure bills Computer Vision $70.00, where nothing was estimated, for Thu 12 Nov to Fri 13 Nov"], Titles());
    }

    [Fact]
    public async Task What_has_not_changed_is_not_shown_again()
    {
        await ReadAsync((5, 40));
        await DeliverAsync();
        await ReadAsync((5, 40));
        await DeliverAsync();

        Assert.Single(_shown);
    }

    [Fact]
    public async Task A_reading_is_looked_at_once()
    {
        await ReadAsync((5, 40));
        await DeliverAsync();
        await Store.KeepAsync([Day(5, 80)], Cancellation);
        await DeliverAsync();

        Assert.Single(_shown);
    }

    [Fact]
    public async Task What_Azure_has_corrected_is_said_on_the_same_card()
    {
        await ReadAsync((5, 40));
        await DeliverAsync();
        await ReadAsync((5, 1));
        await DeliverAsync();

        Assert.Equal(["Azure bills Computer Vision as estimated for Fri 13 Nov after all"], Titles());
        Assert.Empty((await Store.ToldAsync(Cancellation)).All);
    }

    [Fact]
    public async Task Another_run_of_days_is_another_card()
    {
        await _desk.HasAsync(Some.Stopped() with { BilledTimes = [BilledTime.Whole(Twelfth.AddHours(1), Twelfth.AddHours(11), new Money(10, "USD"))] });
        await ReadAsync((7, 40), (6, 100));
        await DeliverAsync();
        await ReadAsync((7, 40), (6, 100), (5, 200));
        await DeliverAsync();

        Assert.Equal(2, Titles().Count);
    }

    [Fact]
    public async Task Nobody_is_told_where_bills_are_as_estimated_or_nothing_was_read()
    {
        await DeliverAsync();
        await ReadAsync((5, 4));
        await DeliverAsync();

        Assert.Empty(_shown);
    }

    [Fact]
    public async Task Admins_who_could_not_be_told_are_told_the_next_time()
    {
        await ReadAsync((5, 40));
        await Reports(new Nowhere()).DeliverAsync(Cancellation);
        await DeliverAsync();

        Assert.Single(_shown);
    }

    /// <summary>The last ten days, on which nothing was billed but this.</summary>
    private async Task ReadAsync(params (int DaysAgo, decimal Amount)[] billed)
    {
        _readAt = _readAt.AddMinutes(1);
        await Store.KeepAsync(Enumerable.Range(1, 10).Select(ago => Day(ago, billed.FirstOrDefault(day => day.DaysAgo == ago).Amount)), Cancellation);
    }

    private ActualDay Day(int ago, decimal amount)
    {
        var day = DateOnly.FromDateTime(_desk.Time.Now.UtcDateTime).AddDays(-ago);
        return new ActualDay(day, _readAt, amount == 0 ? [] : [new ActualCost(day, "vision", "USD", amount)]);
    }

    private Task DeliverAsync() => Reports(_chat).DeliverAsync(Cancellation);

    private ActualReports Reports(IChannel channel)
    {
        var costs = new CostReader(_desk.Governance.Ledger, _desk.Machines, BotDesk.Live);
        return new(new Reconciling(costs, Store), Store, channel, BotDesk.Live, _desk.Time, NullLogger<ActualReports>.Instance);
    }

    /// <summary>Each as it looks in the end.</summary>
    private List<string> Titles() => [.. _shown.Distinct().Select(message => message.Card.Title)];

    private sealed class Nowhere : IChannel
    {
        public string Name => "terminal";

        public Task PutAsync(Conversation conversation, string key, Card card, CancellationToken cancellationToken) =>
            Task.FromException(new UnreachableConversationException("They are not there yet."));
    }
}
