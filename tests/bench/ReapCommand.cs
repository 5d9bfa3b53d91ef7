using System.Collections.Immutable;
using System.CommandLine;
using System.Diagnostics;
using Azure.Core.Pipeline;
using ChatOps.Azure;
using ChatOps.Azure.Monitor;
using ChatOps.Core.Blueprints;
using ChatOps.Core.Machines;
using ChatOps.Core.Metrics;
using ChatOps.Core.People;
using ChatOps.Functions;
using ChatOps.Sandbox;
using ChatOps.Sandbox.Loopback;

namespace ChatOps.Bench;

/// <summary>
/// <c>reap</c>: one pass of the reaper over machines that run, with what they measured read over HTTP from the stand-in for Log Analytics,
/// and a second one, which finds in memory what the first has read of the rows.
/// </summary>
internal static class ReapCommand
{
    public static Command Create()
    {
        var store = BenchStore.Option();
        var machines = new Option<int[]>("--machines")
        {
            Description = "How many machines run.",
            DefaultValueFactory = _ => [1000, 10_000],
            AllowMultipleArgumentsPerToken = true,
        };
        var command = new Command("reap", "A pass of the reaper over many machines.") { store, machines };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(store), parsed.GetValue(machines) ?? [], cancellationToken));
        return command;
    }

    private static async Task RunAsync(string? kind, int[] counts, CancellationToken cancellationToken)
    {
        var report = new Report($"reap: a pass ({kind})", "machines", "GPUs", "pass", "queries", "calls to storage", "time", "reading measures", "CPU",
            "CPU of the stand-in", "allocated", "memory before", "peak", "warned", "stopped");
        foreach (var count in counts) await FleetAsync(report, kind, count, cancellationToken);
        report.Print();
    }

    private static async Task FleetAsync(Report report, string? kind, int count, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var logs = await ReapLogs.StartAsync(count, now, cancellationToken);
        await using var store = await BenchStore.OpenAsync(kind, cancellationToken);
        using var wire = new Wire(logs.Address);
        using var http = new HttpClient(wire);
        var options = new LogsQueryClientOptions { Transport = new HttpClientTransport(http) };
        var metrics = new AzureMachineMetrics(
            new LogsQueryClient(SandboxAzure.Metrics.Query, SandboxAzure.Credential, options), SandboxAzure.Metrics.WorkspaceId);
        var timed = new TimedMetrics(metrics);
        var product = await ProductAsync(store, timed, count, now, cancellationToken);
        var gpus = Enumerable.Range(0, count).Sum(i => ReapFleet.SizeOf(i).GpuCount);
        var known = (Warned: 0, Stopped: 0);
        foreach (var pass in new[] { "first", "second" })
        {
            Report.ForgetPeak();
            var (queries, calls, read, before) = (wire.Queries, store.Calls?.Count ?? 0, timed.Time, Report.PeakMiB);
            var (cpu, logsCpu, allocated, start) = (Cpu, logs.Cpu, GC.GetTotalAllocatedBytes(precise: true), Stopwatch.GetTimestamp());
            await product.Reap.RunAsync(cancellationToken);
            var time = Stopwatch.GetElapsedTime(start);
            allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
            var (own, others, peak) = (Cpu - cpu, logs.Cpu - logsCpu, Report.PeakMiB);
            var storage = store.Calls is { } counted ? $"{counted.Count - calls:N0}" : "–";
            var live = await product.Machines.LiveAsync(cancellationToken).ToListAsync(cancellationToken);
            var (warned, stopped) = (live.Count(machine => machine.Idle?.Warning?.At == now), live.Count(machine => machine.Wanted == Wanted.Stopped));
            report.Add($"{count:N0}", $"{gpus:N0}", pass, $"{wire.Queries - queries}", storage, Report.Time(time), Report.Time(timed.Time - read),
                Report.Time(own), Report.Time(others), $"{Report.Number(allocated / 1048576.0)} MiB", $"{before:N0} MiB", $"{peak:N0} MiB",
                $"{warned - known.Warned:N0}", $"{stopped - known.Stopped:N0}");
            known = (warned, stopped);
        }
    }

    private static TimeSpan Cpu
    {
        get
        {
            using var self = Process.GetCurrentProcess();
            return self.TotalProcessorTime;
        }
    }

    /// <summary>As after a start: nothing is in its memory.</summary>
    private static async Task<Product> ProductAsync(
        BenchStore store, IMachineMetrics metrics, int count, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var blueprints = BlueprintCatalog.Load(BenchFolders.Blueprints, drafts: true);
        var stock = new Stock(store.Table("machines"), store.Table("names"), blueprints.All.First(b => b.Name == "pytorch-a100"), now);
        await stock.AddLiveAsync(0, count, due: 0, cancellationToken, (number, machine) => ReapFleet.Make(number, machine, now));
        var policy = PolicyFile.Load(Path.Combine(BenchFolders.Blueprints, "policy.yaml"));
        policy = policy with { Teams = policy.Teams.AddRange(Stock.People.SelectMany(person => person.Teams).DistinctBy(team => team.Name)) };
        return new Product(BenchHost.Of(store, new VirtualTime(now)) with { Metrics = metrics }, policy, blueprints);
    }

    /// <summary>Leads queries to the stand-in, and counts them.</summary>
    private sealed class Wire(Uri address) : DelegatingHandler(new ToLoopback(address))
    {
        private int _queries;

        public int Queries => _queries;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _queries);
            return base.SendAsync(request, cancellationToken);
        }
    }

    /// <summary>How long all readings took, with what the stand-in needed for its answers.</summary>
    private sealed class TimedMetrics(IMachineMetrics metrics) : IMachineMetrics
    {
        public TimeSpan Time { get; private set; }

        public async Task<IReadOnlyDictionary<MachineId, MachineUse>> ReadAsync(
            DateTimeOffset from, DateTimeOffset to, IReadOnlyCollection<MachineId>? only, int machines, CancellationToken cancellationToken)
        {
            var start = Stopwatch.GetTimestamp();
            var uses = await metrics.ReadAsync(from, to, only, machines, cancellationToken);
            Time += Stopwatch.GetElapsedTime(start);
            return uses;
        }

        public Task<IReadOnlyDictionary<MachineId, ImmutableArray<GpuUse>>> SumAsync(
            DateTimeOffset from, DateTimeOffset to, IReadOnlyCollection<MachineId> machines, CancellationToken cancellationToken) =>
            metrics.SumAsync(from, to, machines, cancellationToken);
    }
}
