using ChatOps.Bot;
using ChatOps.Core.Approvals;
using ChatOps.Core.Machines;
using ChatOps.Core.Metering;
using ChatOps.Core.People;
using ChatOps.Core.State;
using ChatOps.Core.Words;
using ChatOps.Simulation;
using ChatOps.Tests.Tools;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOps.Tests.Bot;

/// <summary>Of a team with two managers, a budget of 1,000, and a machine that costs 100 an hour.</summary>
public sealed class BudgetReportsTests : IDisposable
{
    private const string First = "manager@contoso.example";
    private const string Second = "second@contoso.example";

    private static readonly Team Vision = BotDesk.Policy.Teams[0] with { Managers = [First, Second], Limits = new Limits { MonthlyBudget = 1000 } };

    private readonly BotDesk _desk = new();
    private readonly HookedTable _table = new(new MemoryTable());
    private readonly TwoChats _chats = new();
    private Team _team = Vision;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task Tells_each_manager_in_each_chat_once_and_nobody_else()
    {
        await HasBilledAsync(hours: 5);

        await DeliverAsync();
        await DeliverAsync();

        Assert.Equal([$"teams/@{First}", $"slack/@{First}", $"teams/@{Second}", $"slack/@{Second}"], _chats.Shown.Select(shown => shown.Where));
        Assert.All(_chats.Shown, shown => Assert.Equal(
            ("budget-vision-2026-11-50-of-1000", "Computer Vision has spent 50 % of its budget for November"), (shown.Key, shown.Title)));
    }

    [Fact]
    public async Task Tells_nothing_as_long_as_nothing_is_reached()
    {
        await HasBilledAsync(hours: 4.9);

        await DeliverAsync();

        Assert.Empty(_chats.Shown);
        Assert.Equal(0, await ToldAsync());
    }

    [Fact]
    public async Task Tells_nobody_of_a_team_without_a_budget()
    {
        _team = Vision with { Limits = Limits.None };
        await HasBilledAsync(hours: 50);

        await DeliverAsync();

        Assert.Empty(_chats.Shown);
    }

    [Fact]
    public async Task Tells_of_each_threshold_as_time_goes_by_and_of_the_higher_of_two()
    {
        await HasBilledAsync(hours: 5);
        foreach (var hours in (double[])[0, 2, 1, 3, 10])
        {
            _desk.Time.Advance(TimeSpan.FromHours(hours));
            await DeliverAsync();
        }

        Assert.Equal([50, 80, 100], Thresholds());

        _team = Vision with { Limits = new Limits { MonthlyBudget = 10_000 } };
        await DeliverAsync();
        Assert.Equal(0, await ToldAsync());
        _desk.Time.Advance(TimeSpan.FromHours(70));
        await DeliverAsync();
        Assert.Equal([50, 80, 100, 80], Thresholds());
    }

    [Fact]
    public async Task Begins_anew_with_a_new_month()
    {
        await HasBilledAsync(hours: 6);
        await DeliverAsync();
        // From the 18th to the 30th it costs far more; on the first at seven it is seven hundred again.
        _desk.Time.Advance(new DateTimeOffset(2026, 12, 1, 7, 0, 0, TimeSpan.FromHours(1)) - _desk.Time.Now);

        await DeliverAsync();

        Assert.Equal(["budget-vision-2026-11-50-of-1000", "budget-vision-2026-12-50-of-1000"], _chats.Keys);
    }

    [Fact]
    public async Task Tells_again_and_by_the_same_card_when_one_was_not_reached()
    {
        await HasBilledAsync(hours: 5);
        _chats.Fails = conversation => conversation is { Channel: "slack", Id: Second } ? new HttpRequestException("503") : null;
        await DeliverAsync();
        Assert.Equal((3, 0), (_chats.Shown.Count, await ToldAsync()));

        _chats.Fails = _ => null;
        await DeliverAsync();
        await DeliverAsync();

        Assert.Equal((7, 50), (_chats.Shown.Count, await ToldAsync()));
        Assert.Single(_chats.Keys);
    }

    [Fact]
    public async Task Does_not_wait_for_one_who_is_in_no_chat()
    {
        await HasBilledAsync(hours: 5);
        _chats.Fails = conversation => conversation.Id == Second ? new UnreachableConversationException("They removed it.") : null;

        await DeliverAsync();

        Assert.Equal((2, 50), (_chats.Shown.Count, await ToldAsync()));
    }

    // Killed after it was shown and before that was written.
    [Fact]
    public async Task Shows_one_card_when_it_tells_twice()
    {
        await HasBilledAsync(hours: 5);
        _table.BeforeWrite = _ => throw new OperationCanceledException();
        await Assert.ThrowsAsync<OperationCanceledException>(DeliverAsync);
        _table.BeforeWrite = _ => Task.CompletedTask;

        await DeliverAsync();

        Assert.Equal((8, 50), (_chats.Shown.Count, await ToldAsync()));
        Assert.Single(_chats.Keys);
    }

    private Task<Machine> HasBilledAsync(double hours) => _desk.HasAsync(
        Some.Running() with { PerHour = new Money(100, "USD"), BilledSince = _desk.Time.Now.AddHours(-hours) });

    private Task DeliverAsync() => new BudgetReports(
        _desk.Machines, new Spending(new Ledger(new LedgerStore(new MemoryTable()), _ => TimeZoneInfo.Utc)), new ToldBudgets(_table), _chats,
        new LivePolicy(BotDesk.Policy with { Teams = [_team] }), _desk.Time, NullLogger<BudgetReports>.Instance).DeliverAsync(Cancellation);

    private Task<int> ToldAsync() => new ToldBudgets(_table).FindAsync("vision", "2026-11", Cancellation);

    private IEnumerable<int> Thresholds() => _chats.Keys.Select(key => int.Parse(key.Split('-')[4], System.Globalization.CultureInfo.InvariantCulture));
}
