using System.Globalization;
using ChatOps.Core.Approvals;
using ChatOps.Core.Machines;
using ChatOps.Core.Metering;
using ChatOps.Core.People;
using ChatOps.Core.Savings;
using ChatOps.Core.State;
using ChatOps.Core.Words;
using ChatOps.Simulation;
using ChatOps.Tests.Core.Approvals;
using ChatOps.Tests.Core.State;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Core.Savings;

/// <summary>What is read to say what was saved, and what is kept of months that are over.</summary>
public sealed class SavingsReaderTests
{
    private readonly MemoryTable _kept = new();
    private readonly MachineStore _machines = new(new MemoryTable(), new Nudges());
    private readonly Ledger _ledger;
    private readonly SavingsReader _reader;

    public SavingsReaderTests()
    {
        var policy = new LivePolicy(ApprovalDesk.TheirPolicy);
        _ledger = new Ledger(new LedgerStore(new MemoryTable()), _ => TimeZoneInfo.Utc);
        var requests = new ApprovalStore(new MemoryTable(), new Nudges());
        _reader = new SavingsReader(new CostReader(_ledger, _machines, policy), _ledger, requests, _machines, new SavingsStore(_kept), policy);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // Ended on 31 October at 22:00, with a lease until 1 November at 06:00.
    [Theory]
    [InlineData("2026-10-01T00:00Z", "2026-11-01T00:00Z", 4)]
    [InlineData("2026-11-01T00:00Z", "2026-12-01T00:00Z", 12)]
    public async Task What_is_saved_over_the_end_of_a_month_is_told_in_both(string begin, string end, double saved)
    {
        await ReapedAsync("2026-10-31T20:00Z", "2026-10-31T22:00Z", "2026-11-01T06:00Z");

        Assert.Equal((decimal)saved, (await _reader.OfTeamsAsync(["vision"], At(begin), At(end), At("2026-12-01T00:00Z"), Cancellation)).Total.Amount);
    }

    [Fact]
    public async Task Since_the_start_is_the_sum_of_its_months_and_only_what_is_over_for_long_is_kept()
    {
        await ReapedAsync("2026-10-31T20:00Z", "2026-10-31T22:00Z", "2026-11-01T06:00Z");

        var sheet = await _reader.SinceStartAsync(null, At("2026-12-02T00:00Z"), Cancellation);

        Assert.Equal((At("2026-10-01T00:00Z"), 16m), (sheet.Begin, sheet.Total.Amount));
        Assert.Equal([("vision", "2026-10")], _kept.All("").Where(row => row.Partition == "vision").Select(row => (row.Partition, row.Row)));
    }

    [Fact]
    public async Task What_is_kept_is_not_added_up_again_and_what_is_lost_is()
    {
        await ReapedAsync("2026-10-31T20:00Z", "2026-10-31T22:00Z", "2026-11-01T06:00Z");
        var first = await _reader.SinceStartAsync(["vision"], At("2026-12-10T00:00Z"), Cancellation);
        var second = await _reader.SinceStartAsync(["vision"], At("2026-12-10T00:00Z"), Cancellation);
        foreach (var row in _kept.All("")) await _kept.TransactAsync(row.Partition, [new TableWrite.Remove(row.Row, row.ETag)], Cancellation);
        var third = await _reader.SinceStartAsync(["vision"], At("2026-12-10T00:00Z"), Cancellation);

        Assert.Equal([16m, 16m, 16m], new[] { first, second, third }.Select(sheet => sheet.Total.Amount));
    }

    [Fact]
    public async Task What_was_saved_in_another_currency_is_not_added()
    {
        await ReapedAsync("2026-10-31T20:00Z", "2026-10-31T22:00Z", "2026-11-01T06:00Z", new Money(2, "EUR"));

        Assert.Empty((await _reader.SinceStartAsync(["vision"], At("2026-12-10T00:00Z"), Cancellation)).Savings);
    }

    [Fact]
    public async Task A_live_machine_saves_until_now()
    {
        var machine = Reaped("2026-11-10T10:00Z", "2026-11-10T12:00Z", "2026-11-10T20:00Z", new Money(2, "USD"));
        await _machines.CreateAsync(new Step(machine, At("2026-11-10T12:00Z")), Cancellation);

        var now = At("2026-11-10T15:00Z");
        Assert.Equal(6m, (await _reader.OfTeamsAsync(["vision"], At("2026-11-01T00:00Z"), now, now, Cancellation)).Total.Amount);
    }

    private Task<Machine> ReapedAsync(string from, string to, string until, Money? price = null) =>
        _ledger.RecordAsync(Reaped(from, to, until, price ?? new Money(2, "USD")) with { GoneAt = At("2026-11-05T00:00Z") }, Cancellation);

    private static Machine Reaped(string from, string to, string until, Money price) =>
        (SampleMachine.Of("a") with { LaunchedAt = At(from), PerHour = price, BilledSince = At(from), ReapedUntil = At(until) }).StopBilling(At(to));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
