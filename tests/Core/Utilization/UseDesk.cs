using System.Collections.Immutable;
using ChatOps.Core.Approvals;
using ChatOps.Core.Machines;
using ChatOps.Core.Metering;
using ChatOps.Core.Metrics;
using ChatOps.Core.People;
using ChatOps.Core.Reports;
using ChatOps.Core.Savings;
using ChatOps.Core.State;
using ChatOps.Core.Utilization;
using ChatOps.Simulation;
using ChatOps.Tests.Bot;
using ChatOps.Tests.Core.State;
using ChatOps.Tests.Tools;
using Microsoft.Extensions.Logging;

namespace ChatOps.Tests.Core.Utilization;

/// <summary>Two teams, one in Berlin and one in New York, on tables in memory, with metrics as a test says them.</summary>
internal sealed class UseDesk
{
    public static readonly Policy Policy = new()
    {
        Organisation = "Contoso",
        TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"),
        Admins = [],
        Teams =
        [
            new Team { Name = "vision", Title = "Vision", Managers = [], Members = [] },
            new Team { Name = "nlp", Title = "NLP", Managers = [], Members = [], TimeZone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York") },
        ],
    };

    private readonly LivePolicy _policy = new(Policy);
    private readonly Ledger _ledger;
    private readonly MachineStore _machines = new(new MemoryTable(), new Nudges());

    /// <param name="now">In UTC.</param>
    public UseDesk(string now)
    {
        Time = new SettableTime(SampleUse.At(now));
        _ledger = new Ledger(new LedgerStore(new MemoryTable()), team => Policy.ZoneOf(team));
        Store = new UseStore(Table);
        Meter = NewMeter();
        Reader = new UtilizationReader(Costs, Store, Metrics, BotDesk.TheBlueprints, SomePrices.Live, _policy);
    }

    public SettableTime Time { get; }

    public MemoryTable Table { get; } = new();

    public FakeMetrics Metrics { get; } = new();

    public HeardLog Log { get; } = new();

    public UseStore Store { get; }

    public UseMeter Meter { get; private set; }

    public UtilizationReader Reader { get; }

    public SpendReporting Reporting
    {
        get
        {
            var requests = new ApprovalStore(new MemoryTable(), new Nudges());
            var savings = new SavingsReader(Costs, _ledger, requests, _machines, new SavingsStore(new MemoryTable()), _policy);
            return new SpendReporting(Costs, Reader, savings, _ledger, requests, _machines, _policy);
        }
    }

    private CostReader Costs => new(_ledger, _machines, _policy);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Restart() => Meter = NewMeter();

    public Task RecordAsync() => Meter.RecordAsync(Cancellation);

    public async Task RecordAsync(TimeSpan later)
    {
        Time.Advance(later);
        await RecordAsync();
    }

    /// <summary>A machine that was on at times in UTC and is gone.</summary>
    public async Task<MachineId> WasOnAsync(string id, string team, params (string From, double Hours)[] times)
    {
        var machine = SampleMachine.Of(id) with { Team = team, PerHour = SampleUse.Price };
        foreach (var (from, hours) in times)
            machine = machine.StartBilling(SampleUse.At(from)).StopBilling(SampleUse.At(from).AddHours(hours));
        await _ledger.RecordAsync(machine with { GoneAt = Time.Now }, Cancellation);
        return machine.Id;
    }

    /// <summary>Likewise one that is still there.</summary>
    public async Task<MachineId> IsOnAsync(string id, string team, string since)
    {
        var machine = SampleMachine.Of(id) with { Team = team, PerHour = SampleUse.Price };
        Assert.True(await _machines.CreateAsync(new Step(machine.StartBilling(SampleUse.At(since)), Time.Now), Cancellation));
        return machine.Id;
    }

    public void Measure(MachineId machine, params ImmutableArray<GpuUse> gpus) => Metrics.Sums[machine] = gpus;

    public Task<List<UseDay>> DaysAsync(string team) =>
        Store.OfAsync(team, new DateOnly(2026, 11, 1), new DateOnly(2026, 11, 30), Cancellation).ToListAsync(Cancellation).AsTask();

    public Task<UtilizationSheet> ReadAsync(string begin, string end, params string[] teams) =>
        Reader.OfTeamsAsync(teams.Length == 0 ? null : teams, SampleUse.At(begin), SampleUse.At(end), Cancellation);

    private UseMeter NewMeter() => new(Store, Metrics, Costs, _policy, Time, Log.Factory.CreateLogger<UseMeter>());
}
