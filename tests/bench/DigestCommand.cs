using System.Collections.Immutable;
using System.CommandLine;
using System.Diagnostics;
using ChatOps.Azure.Prices;
using ChatOps.Bot;
using ChatOps.Core.Blueprints;
using ChatOps.Core.Machines;
using ChatOps.Core.Metering;
using ChatOps.Core.Metrics;
using ChatOps.Core.People;
using ChatOps.Core.Utilization;
using ChatOps.Functions;
using ChatOps.Sandbox;
using ChatOps.Sandbox.History;

namespace ChatOps.Bench;

/// <summary>
/// <c>digest</c>: what teams have spent and what their GPUs did, told of a month in which so many people were at work. From the request to its card;
/// the first time of each is not counted.
/// </summary>
internal static class DigestCommand
{
    private const int Days = 30;
    private const int Times = 5;
    private const string Admin = "admin@contoso.example";

    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    public static Command Create()
    {
        var store = BenchStore.Option();
        var teams = new Option<int>("--teams") { Description = "How many teams there are.", DefaultValueFactory = _ => 40 };
        var people = new Option<int>("--people") { Description = "How many are in each.", DefaultValueFactory = _ => 250 };
        var daily = new Option<bool>("--daily") { Description = "Each launches about one machine a day, instead of keeping one all month." };
        var command = new Command("digest", "Reports of a month's costs.") { store, teams, people, daily };
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(parsed.GetValue(store), parsed.GetValue(teams), parsed.GetValue(people), parsed.GetValue(daily), cancellationToken));
        return command;
    }

    private static async Task RunAsync(string? kind, int teams, int people, bool isDaily, CancellationToken cancellationToken)
    {
        await using var store = await BenchStore.OpenAsync(kind, cancellationToken);
        var policy = PolicyFile.Load(Path.Combine(BenchFolders.Blueprints, "policy.yaml"));
        policy = policy with { Admins = [Admin], Teams = [.. Enumerable.Range(0, teams).Select(i => TeamOf(i, people))] };
        var blueprints = BlueprintCatalog.Load(BenchFolders.Blueprints, drafts: true);
        var filled = await FillAsync(store, policy, blueprints, isDaily, cancellationToken);
        var product = new Product(BenchHost.Of(store, new VirtualTime(Now)) with { Metrics = new NothingMore() }, policy, blueprints);
        var admin = policy.Find(Admin) ?? throw new InvalidOperationException("The policy has no admin.");
        var report = new Report(
            $"digest: {filled.Machines:N0} machines of {teams} teams in {Days} days, {filled.Stretches:N0} stretches, "
            + $"{filled.Days:N0} days of GPUs, {store.Name}",
            "said", "goal", "fastest", "median", "slowest", "of processors", "allocated", "memory before", "peak", "goal");
        await SayAsync("report team0", "≤ 200 ms");
        await SayAsync("report team0 month", "≤ 200 ms");
        await SayAsync("cost team0 by person", "≤ 200 ms");
        await SayAsync("report all", "≤ 2 s");
        await SayAsync("report all month", "≤ 2 s");
        await SayAsync("cost all by team", "≤ 2 s");
        report.Print();

        async Task SayAsync(string text, string goal)
        {
            await AnswerAsync(text, 0);
            Report.ForgetPeak();
            var (took, before, allocated) = (new List<TimeSpan>(), Report.PeakMiB, GC.GetTotalAllocatedBytes(precise: true));
            var processors = Environment.CpuUsage.TotalTime;
            for (var i = 1; i <= Times; i++)
            {
                var start = Stopwatch.GetTimestamp();
                await AnswerAsync(text, i);
                took.Add(Stopwatch.GetElapsedTime(start));
            }
            processors = (Environment.CpuUsage.TotalTime - processors) / Times;
            allocated = (GC.GetTotalAllocatedBytes(precise: true) - allocated) / Times;
            report.Add(text, goal, Report.Time(took.Min()), Report.Time(Report.Percentile(took, 50)), Report.Time(took.Max()),
                Report.Time(processors), $"{allocated / 1048576:N0} MiB", $"{before:N0} MiB", $"{Report.PeakMiB:N0} MiB", "≤ 300 MiB");
        }

        async Task AnswerAsync(string text, int i)
        {
            var request = new ChatRequest($"{text}/{i}", admin, Conversation.Direct("bench", admin.Email), text);
            var reply = await product.Bot.AnswerAsync(request, cancellationToken);
            if (!reply.Card.Title.Contains(": $", StringComparison.Ordinal)) throw new InvalidOperationException($"{text}: {reply.Card.Title}");
        }
    }

    /// <summary>As the engine records machines when they are gone, and as their days are added up.</summary>
    private static async Task<(int Machines, int Stretches, int Days)> FillAsync(
        BenchStore store, Policy policy, BlueprintCatalog blueprints, bool isDaily, CancellationToken cancellationToken)
    {
        var bulk = new BulkTable(store.Table("ledger"));
        var past = new PastMachines(policy, [.. blueprints.All], ShippedPrices.Book);
        var (ledger, use) = (new Ledger(new LedgerStore(bulk), policy.ZoneOf), new UseStore(store.Table("use")));
        var filled = (Machines: 0, Stretches: 0, Days: 0);
        foreach (var team in policy.Teams)
        {
            var zone = policy.ZoneOf(team);
            var today = CalendarDay.Of(Now, zone).Date;
            var machines = past.OfTeam(team, today.AddDays(-Days), today);
            if (!isDaily) machines = [.. machines.GroupBy(machine => machine.Owner).Select(own => Kept([.. own]))];
            foreach (var machine in machines) await ledger.RecordAsync(machine, cancellationToken);
            var days = machines.SelectMany(machine => PastUse.Of(machine, zone)).ToList();
            foreach (var day in days.GroupBy(day => day.Date)) await use.PutAsync(team.Name, day.Key, [.. day], cancellationToken);
            await bulk.FlushAsync(cancellationToken);
            filled.Machines += machines.Count;
            filled.Stretches += machines.Sum(machine => UsageRecord.Of(machine, Now).Count());
            filled.Days += days.Count;
        }
        return filled;
    }

    /// <summary>One machine that was on when any of these was.</summary>
    private static Machine Kept(IReadOnlyList<Machine> machines)
    {
        var times = machines.SelectMany(machine => machine.BilledTimes).OrderBy(time => time.From)
            .Aggregate(ImmutableArray<BilledTime>.Empty, (all, next) => all is [.., var last] && next.From < last.To ? all : all.Add(next));
        return machines[0] with
        {
            Failure = null,
            ReadyAt = machines.Min(machine => machine.ReadyAt),
            GoneAt = machines.Max(machine => machine.GoneAt),
            BilledTimes = times,
        };
    }

    private static Team TeamOf(int number, int people) => new()
    {
        Name = $"team{number}",
        Title = $"Team {number}",
        Managers = [],
        Members = [.. Enumerable.Range(number * people, people).Select(i => $"person{i}@contoso.example")],
        Limits = new Limits { MonthlyBudget = 10_000_000 },
    };

    /// <summary>All days are added up already.</summary>
    private sealed class NothingMore : IMachineMetrics
    {
        public Task<IReadOnlyDictionary<MachineId, MachineUse>> ReadAsync(
            DateTimeOffset from, DateTimeOffset to, IReadOnlyCollection<MachineId>? only, int machines, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyDictionary<MachineId, MachineUse>>(ImmutableDictionary<MachineId, MachineUse>.Empty);

        public Task<IReadOnlyDictionary<MachineId, ImmutableArray<GpuUse>>> SumAsync(
            DateTimeOffset from, DateTimeOffset to, IReadOnlyCollection<MachineId> machines, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyDictionary<MachineId, ImmutableArray<GpuUse>>>(ImmutableDictionary<MachineId, ImmutableArray<GpuUse>>.Empty);
    }
}
