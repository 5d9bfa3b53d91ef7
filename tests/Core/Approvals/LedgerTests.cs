using System.Globalization;
using ChatOps.Core.Approvals;
using ChatOps.Core.Machines;
using ChatOps.Core.State;
using ChatOps.Core.Words;
using ChatOps.Simulation;
using ChatOps.Tests.Core.State;

namespace ChatOps.Tests.Core.Approvals;

/// <summary>What is kept of a machine by month.</summary>
public sealed class LedgerTests
{
    private static readonly Money Price = new(2, "USD");
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    private readonly MemoryTable _table = new();
    private readonly SpentStore _store;

    public LedgerTests() => _store = new SpentStore(_table);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keeps_who_had_what_for_how_long_and_what_it_cost()
    {
        await CloseAsync(Billed(("2026-11-10T10:00Z", "2026-11-10T12:30Z")));

        var row = Assert.Single(await OfAsync("2026-11"));
        Assert.Equal(
            new SpentRow(
                new MachineId("a000000000000000"), "scientist@contoso.example", "pytorch-a100@1", "Standard_NC24ads_A100_v4", false, Price * 2.5, 2.5),
            row);
    }

    // Clocks are set back on 25 October 2026, so that October has 745 hours, and November begins at 23:00 UTC.
    [Fact]
    public async Task Cuts_months_where_the_team_is()
    {
        await CloseAsync(Billed(("2026-09-30T20:00Z", "2026-11-01T01:00Z")));

        Assert.Equal([2, 745, 2], await HoursAsync("2026-09", "2026-10", "2026-11"));
        Assert.Equal(Price * 745, Assert.Single(await OfAsync("2026-10")).Cost);
    }

    [Fact]
    public async Task Cuts_exactly_what_was_folded()
    {
        var machine = Billed();
        var now = At("2026-10-01T00:00Z");
        for (; now < At("2026-12-01T00:00Z"); now = now.AddHours(2)) machine = machine.StartBilling(now).StopBilling(now.AddHours(1));

        await CloseAsync(machine);

        // Every second hour, and the last of October in UTC, which is November in Berlin, is none of them.
        Assert.Equal([372, 360], await HoursAsync("2026-10", "2026-11"));
        Assert.InRange(machine.BilledTimes.Length, 2, 40);
    }

    [Fact]
    public async Task Leaves_months_out_in_which_it_was_off()
    {
        await CloseAsync(Billed(("2026-08-10T10:00Z", "2026-08-10T12:00Z"), ("2026-11-10T10:00Z", "2026-11-10T12:00Z")));

        Assert.Equal([2, 0, 0, 2], await HoursAsync("2026-08", "2026-09", "2026-10", "2026-11"));
    }

    [Fact]
    public async Task Keeps_nothing_of_what_was_never_on()
    {
        await CloseAsync(Billed());

        Assert.Empty(_table.All(""));
    }

    [Fact]
    public async Task Keeps_the_hours_where_no_price_is_known()
    {
        var machine = SampleMachine.Of("a").StartBilling(At("2026-11-10T10:00Z")).StopBilling(At("2026-11-10T11:00Z"));

        await CloseAsync(machine);

        var row = Assert.Single(await OfAsync("2026-11"));
        Assert.Equal((null, 1), (row.Cost, row.Hours));
    }

    [Fact]
    public async Task Writes_over_what_it_wrote_before_and_the_same_not_at_all()
    {
        var machine = Billed(("2026-11-10T10:00Z", "2026-11-10T12:00Z"));
        await CloseAsync(machine);
        var first = Assert.Single(_table.All(""));
        await CloseAsync(machine);
        Assert.Equal(first, Assert.Single(_table.All("")));

        await CloseAsync(machine.StartBilling(At("2026-11-10T13:00Z")).StopBilling(At("2026-11-10T14:00Z")));

        Assert.Equal([3], await HoursAsync("2026-11"));
    }

    private Task CloseAsync(Machine machine) => new Ledger(_store, _ => Berlin).CloseAsync(machine, At("2027-01-01T00:00Z"), Cancellation);

    private async Task<List<double>> HoursAsync(params string[] months)
    {
        var hours = new List<double>();
        foreach (var month in months) hours.Add(Math.Round((await OfAsync(month)).Sum(row => row.Hours), 6));
        return hours;
    }

    private async Task<List<SpentRow>> OfAsync(string month) => await _store.OfAsync("vision", month, Cancellation).ToListAsync(Cancellation);

    private static Machine Billed(params (string From, string To)[] times) => times.Aggregate(
        SampleMachine.Of("a") with { PerHour = Price }, (machine, time) => machine.StartBilling(At(time.From)).StopBilling(At(time.To)));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
