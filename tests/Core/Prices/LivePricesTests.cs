using System.Collections.Immutable;
using ChatOps.Core.Machines;
using ChatOps.Core.Prices;
using ChatOps.Simulation;
using ChatOps.Tests.Core.Machines;
using ChatOps.Tests.Tools;
using Microsoft.Extensions.Logging;

namespace ChatOps.Tests.Core.Prices;

public sealed class LivePricesTests : IDisposable
{
    private static readonly PriceBook Shipped = SomeBook.At(SettableTime.Start.AddDays(-30), perHour: 3);

    private readonly SettableTime _time = new();
    private readonly HeardLog _log = new();
    private readonly MemoryTable _table = new();
    private readonly FakePriceList _list = new();
    private readonly LivePrices _prices;
    private string _currency = "USD";

    public LivePricesTests() => _prices = Open();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task Until_the_list_was_read_those_that_were_shipped_are_in_force()
    {
        Assert.Equal(3, await PerHourAsync(_prices));
        Assert.Empty(_list.Asked);
    }

    [Fact]
    public async Task What_the_list_says_is_in_force_at_once_and_after_a_start()
    {
        await RefreshAsync();

        Assert.Equal(4, await PerHourAsync(_prices));
        Assert.Equal(4, await PerHourAsync(Open()));
        Assert.Contains("2 prices of sizes and 2 of disks, in USD", _log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_is_read_again_when_the_book_is_a_day_old_and_no_sooner()
    {
        await RefreshAsync();
        _list.PerHour = 4.1m;

        _time.Advance(LivePrices.Fresh - TimeSpan.FromSeconds(1));
        await RefreshAsync();
        Assert.Equal(4, await PerHourAsync(_prices));

        _time.Advance(TimeSpan.FromSeconds(1));
        await RefreshAsync();
        Assert.Equal(4.1m, await PerHourAsync(_prices));
        Assert.Equal(2, _list.Asked.Count);
    }

    [Fact]
    public async Task What_another_program_has_read_is_in_force_a_minute_later()
    {
        var other = Open();
        Assert.Equal(3, await PerHourAsync(other));
        await RefreshAsync();

        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(3, await PerHourAsync(other));

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(4, await PerHourAsync(other));
    }

    [Fact]
    public async Task A_list_that_cannot_be_read_changes_nothing_and_is_tried_again()
    {
        await RefreshAsync();
        _time.Advance(LivePrices.Fresh);
        (_list.Fault, _list.PerHour) = (new CloudFault(FaultKind.Transient, "NoAnswer", "Nobody answered."), 5);

        Assert.Empty(await _prices.RefreshAsync(Cancellation));
        Assert.Equal(4, await PerHourAsync(_prices));
        Assert.Contains("NoAnswer Nobody answered.; the prices of 2026-11-18 10:00:00Z stay in force", _log.Text, StringComparison.Ordinal);

        _list.Fault = null;
        await RefreshAsync();
        Assert.Equal(5, await PerHourAsync(_prices));
    }

    [Fact]
    public async Task A_list_that_could_never_be_read_leaves_those_that_were_shipped()
    {
        _list.Fault = new CloudFault(FaultKind.Invalid, "NoPrices", "There are none.");

        await RefreshAsync();

        Assert.Equal(3, await PerHourAsync(_prices));
        Assert.Contains("the prices of 2026-10-19 10:00:00Z stay in force", _log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_price_that_has_become_another_by_much_is_told_and_kept()
    {
        Assert.Empty(await _prices.RefreshAsync(Cancellation));
        _time.Advance(LivePrices.Fresh);
        _list.PerHour = 4.5m;

        var changes = await _prices.RefreshAsync(Cancellation);

        var change = new PriceChange(PriceKind.PayAsYouGo, SomeBook.Size, "eastus", 4, 4.5m, "USD");
        Assert.Equal([change], changes);
        Assert.Equal([change], (await new PriceStore(_table).FindAsync(Cancellation))?.Prices.Changes ?? []);
        Assert.Contains($"{SomeBook.Size} in eastus (PayAsYouGo) costs 4.5 USD now; it was 4", _log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_programs_that_read_it_at_the_same_moment_one_tells_what_has_changed()
    {
        await RefreshAsync();
        _time.Advance(LivePrices.Fresh);
        (_list.PerHour, _list.Meanwhile) = (4.5m, OtherReadsAsync);

        Assert.Empty(await _prices.RefreshAsync(Cancellation));
        Assert.Single((await new PriceStore(_table).FindAsync(Cancellation))?.Prices.Changes ?? []);

        async Task OtherReadsAsync()
        {
            _list.Meanwhile = () => Task.CompletedTask;
            Assert.Single(await Open().RefreshAsync(Cancellation));
        }
    }

    [Fact]
    public async Task Newer_ones_that_a_program_is_shipped_with_count_more_than_what_was_read_before()
    {
        await RefreshAsync();

        Assert.Equal(6, await PerHourAsync(Open(SomeBook.At(SettableTime.Start.AddHours(1), perHour: 6))));
    }

    [Fact]
    public async Task In_another_currency_nothing_is_known_until_the_list_was_read_in_it()
    {
        await RefreshAsync();
        _currency = "EUR";

        var none = await _prices.NowAsync(Cancellation);
        Assert.Equal(("EUR", null), (none.Currency, none.PerHour(SomeBook.Size, "eastus", spot: false)));

        Assert.Empty(await _prices.RefreshAsync(Cancellation));
        Assert.Equal("EUR", (await _prices.NowAsync(Cancellation)).PerHour(SomeBook.Size, "eastus", spot: false)?.Currency);
        Assert.Equal(["USD", "EUR"], _list.Asked.Select(question => question.Currency));
    }

    private static async Task<decimal?> PerHourAsync(LivePrices prices) =>
        (await prices.NowAsync(Cancellation)).PerHour(SomeBook.Size, "eastus", spot: false)?.Amount;

    private Task<ImmutableArray<PriceChange>> RefreshAsync() => _prices.RefreshAsync(Cancellation);

    private LivePrices Open(PriceBook? shipped = null) => new(shipped ?? Shipped, new PriceSource(
        _list, new PriceStore(_table), Situations.Catalog, () => _currency, _time, _log.Factory.CreateLogger<LivePrices>()));
}
