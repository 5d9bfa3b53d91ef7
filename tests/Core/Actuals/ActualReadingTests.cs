using ChatOps.Core.Actuals;
using ChatOps.Core.Machines;
using ChatOps.Simulation;
using ChatOps.Tests.Tools;
using Microsoft.Extensions.Logging;

namespace ChatOps.Tests.Core.Actuals;

public sealed class ActualReadingTests : IDisposable
{
    private readonly SettableTime _time = new();
    private readonly HeardLog _log = new();
    private readonly FakeActualCosts _azure = new();
    private readonly ActualStore _store = new(new MemoryTable());
    private readonly ActualReading _reading;

    public ActualReadingTests() => _reading = new ActualReading(_azure, _store, _time, _log.Factory.CreateLogger<ActualReading>());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private DateOnly Yesterday => DateOnly.FromDateTime(_time.Now.UtcDateTime).AddDays(-1);

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task The_first_time_it_reads_as_much_as_one_question_may_be_about()
    {
        await _reading.RunAsync(Cancellation);

        var (from, to) = Assert.Single(_azure.Asked);
        Assert.Equal((30, Yesterday), (to.DayNumber - from.DayNumber + 1, to));
    }

    [Fact]
    public async Task Azure_is_asked_once_a_day_however_often_it_runs()
    {
        await RunAsync(times: 3);
        Assert.Single(_azure.Asked);

        _time.Advance(TimeSpan.FromDays(1));
        await RunAsync(times: 3);

        Assert.Equal(2, _azure.Asked.Count);
    }

    [Fact]
    public async Task Once_all_before_is_settled_a_week_is_read_anew()
    {
        await DaysAsync(5);

        Assert.Equal((Yesterday.AddDays(-6), Yesterday), _azure.Asked[^1]);
    }

    [Fact]
    public async Task What_Azure_has_corrected_meanwhile_replaces_what_was_known()
    {
        var day = Yesterday;
        _azure.Costs.Add(new ActualCost(day, "vision", "USD", 10));
        await _reading.RunAsync(Cancellation);
        _azure.Costs[0] = _azure.Costs[0] with { Amount = 12.5m };

        await DaysAsync(2);

        Assert.Equal(12.5m, Assert.Single((await FindAsync(day)).Costs).Amount);
    }

    [Fact]
    public async Task A_day_is_settled_when_it_was_read_three_days_after_its_end()
    {
        var day = Yesterday;

        await DaysAsync(2);
        Assert.False((await FindAsync(day)).IsSettled);

        await DaysAsync(1);
        Assert.True((await FindAsync(day)).IsSettled);
    }

    [Fact]
    public async Task A_day_without_costs_is_one_that_was_read()
    {
        await _reading.RunAsync(Cancellation);

        Assert.Empty((await FindAsync(Yesterday)).Costs);
        Assert.Null(await _store.FindAsync(Yesterday.AddDays(-30), Cancellation));
    }

    [Fact]
    public async Task Where_Azure_cannot_be_asked_it_is_tried_again_and_nothing_is_lost()
    {
        await DaysAsync(5);
        var before = await FindAsync(Yesterday.AddDays(-20));
        _time.Advance(TimeSpan.FromDays(12));
        _azure.Fault = new CloudFault(FaultKind.Throttled, "429", "Too many requests.");

        await _reading.RunAsync(Cancellation);
        Assert.Contains("What Azure billed could not be read: 429 Too many requests.", _log.Text, StringComparison.Ordinal);

        _azure.Fault = null;
        _time.Advance(TimeSpan.FromHours(1));
        await _reading.RunAsync(Cancellation);

        // Also the days of before that were not settled yet.
        Assert.Equal((Yesterday.AddDays(-14), Yesterday), _azure.Asked[^1]);
        Assert.Equal(before.ReadAt, (await FindAsync(before.Day)).ReadAt);
    }

    private async Task RunAsync(int times)
    {
        for (var i = 0; i < times; i++) await _reading.RunAsync(Cancellation);
    }

    /// <summary>Day by day, and one reading on each.</summary>
    private async Task DaysAsync(int days)
    {
        for (var i = 0; i < days; i++)
        {
            await _reading.RunAsync(Cancellation);
            _time.Advance(TimeSpan.FromDays(1));
        }
        await _reading.RunAsync(Cancellation);
    }

    private async Task<ActualDay> FindAsync(DateOnly day) => Assert.IsType<ActualDay>(await _store.FindAsync(day, Cancellation));
}
