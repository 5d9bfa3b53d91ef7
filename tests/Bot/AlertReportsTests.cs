using System.Globalization;
using ChatOps.Bot;
using ChatOps.Core.Alerts;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.Prices;
using ChatOps.Core.Words;
using ChatOps.Simulation;
using ChatOps.Tests.Tools;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOps.Tests.Bot;

/// <summary>
/// One team in UTC with one manager, and one admin. On Tuesday, 17 November 2026 a machine runs that costs 100 an hour, against 1 a Tuesday before.
/// </summary>
public sealed class AlertReportsTests : IDisposable
{
    private const string Manager = "manager@contoso.example";
    private const string Admin = "admin@contoso.example";

    private static readonly Policy Policy = BotDesk.Policy with
    {
        TimeZone = TimeZoneInfo.Utc,
        Admins = [Admin],
        Teams = [BotDesk.Policy.Teams[0] with { Managers = [Manager], Limits = new Limits { MonthlyBudget = 1_000_000 } }],
    };

    private readonly BotDesk _desk = new(Policy);
    private readonly HookedTable _table = new(new MemoryTable());
    private readonly TwoChats _chats = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task A_spike_is_told_the_managers_and_the_admins_once()
    {
        await SpikesAsync();
        await AtAsync("2026-11-17T10:00Z");
        Assert.Empty(_chats.Shown);

        foreach (var at in (string[])["2026-11-18T09:00Z", "2026-11-18T09:15Z", "2026-11-18T20:00Z"]) await AtAsync(at);

        Assert.Equal(
            [$"teams/@{Manager}", $"slack/@{Manager}", $"teams/@{Admin}", $"slack/@{Admin}"], _chats.Shown.Select(shown => shown.Where));
        Assert.Equal(["alert-vision-spike-2026-11-17", "alert-all-spike-2026-11-17"], _chats.Keys);
    }

    [Fact]
    public async Task Whom_the_chat_did_not_reach_is_told_later()
    {
        await SpikesAsync();
        await AtAsync("2026-11-17T10:00Z");
        _chats.Fails = _ => new HttpRequestException("503");
        await AtAsync("2026-11-18T09:00Z");
        Assert.Empty(_chats.Shown);

        _chats.Fails = _ => null;
        await AtAsync("2026-11-18T09:15Z");

        Assert.Contains("alert-vision-spike-2026-11-17", _chats.Keys);
    }

    // Killed after it was shown and before that was written.
    [Fact]
    public async Task Shows_one_card_when_it_tells_twice()
    {
        await SpikesAsync();
        await AtAsync("2026-11-17T10:00Z");
        _table.BeforeWrite = _ => throw new InvalidOperationException("Killed.");
        await AtAsync("2026-11-18T09:00Z");
        _table.BeforeWrite = _ => Task.CompletedTask;

        await AtAsync("2026-11-18T09:15Z");

        Assert.Equal(["alert-vision-spike-2026-11-17", "alert-all-spike-2026-11-17"], _chats.Keys);
    }

    [Fact]
    public async Task Whoever_waits_for_a_machine_for_two_hours_is_told_of()
    {
        await _desk.HasAsync(Some.OnItsWay() with { LaunchedAt = At("2026-11-17T10:00Z") });

        await AtAsync("2026-11-17T11:59Z");
        Assert.Empty(_chats.Shown);
        await AtAsync("2026-11-17T12:00Z");
        await AtAsync("2026-11-17T12:15Z");

        Assert.Equal([$"teams/@{Manager}", $"slack/@{Manager}", $"teams/@{Admin}", $"slack/@{Admin}"], _chats.Shown.Select(shown => shown.Where));
        Assert.Equal("scientist has waited for 2 h for ember-otter", _chats.Shown[0].Title);
    }

    [Fact]
    public void What_ends_or_runs_keeps_nobody_waiting()
    {
        var late = At("2026-11-17T20:00Z");
        var waiting = Some.OnItsWay() with { LaunchedAt = At("2026-11-17T10:00Z") };

        Assert.NotNull(WaitAlerts.Of(waiting, late));
        Assert.Null(WaitAlerts.Of(waiting with { Wanted = Wanted.Deleted }, late));
        Assert.Null(WaitAlerts.Of(Some.Running() with { LaunchedAt = waiting.LaunchedAt }, late));
        Assert.Null(WaitAlerts.Of(waiting with { ReadyAt = At("2026-11-17T10:10Z") }, late));
    }

    [Fact]
    public void Prices_are_told_the_greatest_change_first()
    {
        var book = PriceBook.Empty("USD") with { ReadAt = At("2026-11-17T10:00Z") };
        PriceChange[] changes =
        [
            new(PriceKind.PayAsYouGo, "Standard_NC24ads_A100_v4", "eastus", 3.673m, 4.2m, "USD"), new(PriceKind.Disk, "P30", "eastus", 100, 150, "USD"),
        ];

        Assert.Null(PriceAlerts.Of(new KeptPrices(book, [])));
        var alert = Assert.IsType<Alert>(PriceAlerts.Of(new KeptPrices(book, [.. changes])));
        Assert.Equal(
            "disk P30 in eastus: $100.00 → $150.00 a month; Standard_NC24ads_A100_v4 in eastus: $3.67 → $4.20 an hour.", alert.Seen);
        Assert.Equal("prices-2026-11-17", alert.Cause);
    }

    private async Task SpikesAsync() => await _desk.HasAsync(Some.Running() with
    {
        PerHour = new Money(100, "USD"),
        BilledTimes = [BilledTime.Whole(At("2026-11-10T10:00Z"), At("2026-11-10T11:00Z"), new Money(1, "USD"))],
        BilledSince = At("2026-11-17T08:00Z"),
    });

    private async Task AtAsync(string at)
    {
        var live = new LivePolicy(Policy);
        await new AlertReports(
            new AlertStore(_table), _desk.Governance.Accounts.Spend, _desk.Governance.Requests, _desk.Machines, SomePrices.Live, _chats, live,
            new SettableTime(At(at)), NullLogger<AlertReports>.Instance).DeliverAsync(Cancellation);
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
