using ChatOps.Core.Approvals;
using ChatOps.Core.Machines;
using ChatOps.Core.Metering;
using ChatOps.Core.Reports;
using ChatOps.Simulation;
using ChatOps.Tests.Core.Savings;
using ChatOps.Tests.Core.State;

namespace ChatOps.Tests.Core.Reports;

/// <summary>How launches went.</summary>
public sealed class LaunchTimesTests
{
    private static readonly DateTimeOffset Noon = SomeSavings.Day.AddHours(12);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<int[], int, int> Ranks => new()
    {
        { [7], 7, 7 },
        { [9, 3], 3, 9 },
        { [1, 2, 3], 2, 3 },
        { [4, 1, 3, 2], 2, 4 },
        { [.. Enumerable.Range(1, 20)], 10, 19 },
        { [.. Enumerable.Range(1, 21)], 11, 20 },
        { [.. Enumerable.Range(1, 100)], 50, 95 },
    };

    [Theory]
    [MemberData(nameof(Ranks))]
    public void Times_are_told_by_their_nearest_rank(int[] minutes, int half, int most) => Assert.Equal(
        new Spread(minutes.Length, TimeSpan.FromMinutes(half), TimeSpan.FromMinutes(most)), Spread.Of(minutes.Select(minute => TimeSpan.FromMinutes(minute))));

    [Fact]
    public void Of_nothing_there_are_no_times() => Assert.Equal(new LaunchTimes(0, 0, 0, null, null, null), LaunchTimes.Of([], []));

    [Fact]
    public void Those_that_failed_or_are_on_their_way_have_no_time()
    {
        LaunchRecord[] launches =
        [
            LaunchRecord.Of(Ready("a", 6)),
            LaunchRecord.Of(Ready("b", 9)),
            LaunchRecord.Of(SampleMachine.Of("c") with { LaunchedAt = Noon, Failure = new Failure("No GPU was found."), Phase = Phase.Failed }),
            LaunchRecord.Of(SampleMachine.Of("d") with { LaunchedAt = Noon }),
        ];

        var times = LaunchTimes.Of(launches, []);

        Assert.Equal((4, 1, 1, new Spread(2, TimeSpan.FromMinutes(6), TimeSpan.FromMinutes(9))), (times.Count, times.Failed, times.OnTheirWay, times.Ready));
        Assert.Equal(new Spread(2, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1)), times.Queued);
    }

    [Fact]
    public void Approvals_take_from_asking_to_the_decision_of_somebody()
    {
        EndedRequest[] requests =
        [
            SomeSavings.Launch(RequestState.Granted),
            SomeSavings.Launch(RequestState.Denied) with { EndedAt = SomeSavings.Day.AddHours(11) },
            SomeSavings.Launch(RequestState.Expired) with { EndedAt = SomeSavings.Day.AddHours(12) },
        ];

        Assert.Equal(new Spread(2, TimeSpan.FromHours(1), TimeSpan.FromHours(3)), LaunchTimes.Of([], requests).Approvals);
    }

    [Fact]
    public async Task Machines_that_are_gone_were_launched_too()
    {
        var ledger = new Ledger(new LedgerStore(new MemoryTable()), _ => TimeZoneInfo.Utc);
        await ledger.RecordAsync(Ready("a", 6) with { GoneAt = Noon.AddHours(5) }, Cancellation);
        await ledger.RecordAsync(Ready("b", 6) with { LaunchedAt = Noon.AddDays(-1), GoneAt = Noon.AddHours(5) }, Cancellation);

        var launches = await ledger.LaunchesOfTeamAsync("vision", [Ready("c", 9)], SomeSavings.Day, SomeSavings.Day.AddDays(1), Cancellation);

        Assert.Equal(["a", "c"], launches.Select(launch => launch.Machine.Value[..1]));
    }

    private static Machine Ready(string id, int minutes) => SampleMachine.Of(id) with
    {
        LaunchedAt = Noon,
        PlacedAt = Noon.AddMinutes(1),
        ReadyAt = Noon.AddMinutes(minutes),
        Phase = Phase.Running,
    };
}
