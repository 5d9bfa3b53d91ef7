using System.CommandLine;
using System.Diagnostics;
using ChatOps.Core.Inventory;
using ChatOps.Core.Machines;
using ChatOps.Functions;
using ChatOps.Sandbox;

namespace ChatOps.Bench;

/// <summary>
/// <c>sweep</c>: what the product does by the clock, over machines that run and need nothing, and over what is long deleted. Time
/// may grow with the former only. Then Azure's lists, over HTTP, against as many VMs.
/// </summary>
internal static class SweepCommand
{
    private const int Times = 5;

    public static Command Create()
    {
        var store = BenchStore.Option();
        var live = new Option<int[]>("--live")
        {
            Description = "How many machines are alive.",
            DefaultValueFactory = _ => [1000, 10_000],
            AllowMultipleArgumentsPerToken = true,
        };
        var deleted = new Option<int>("--deleted") { Description = "How many are history.", DefaultValueFactory = _ => 100_000 };
        var azure = new Option<bool>("--azure") { Description = "Also the lists of the stand-in for ARM.", DefaultValueFactory = _ => true };
        var command = new Command("sweep", "A sweep, a round and an inventory over many machines.") { store, live, deleted, azure };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (kind, counts) = (parsed.GetValue(store), parsed.GetValue(live) ?? []);
            await StoreAsync(kind, counts, parsed.GetValue(deleted), cancellationToken);
            if (parsed.GetValue(azure)) await AzureAsync(counts, cancellationToken);
        });
        return command;
    }

    private static async Task StoreAsync(string? kind, int[] counts, int deleted, CancellationToken cancellationToken)
    {
        var report = new Report($"sweep: rows in the store, Azure answers at once ({kind})",
            "live", "due", "deleted", "sweep, first", "sweep", "rounds, first", "rounds", "inventory", "peak memory");
        await HistoryAsync(0);
        await HistoryAsync(deleted);
        report.Print();

        async Task HistoryAsync(int history)
        {
            await using var store = await BenchStore.OpenAsync(kind, cancellationToken);
            var (cloud, now, live) = (new RunningCloud(), TimeProvider.System.GetUtcNow(), new List<Machine>());
            cloud.Machines = live;
            var blueprint = Product(store, cloud, cloud).Blueprints.All.First(b => b.Name == "pytorch-a100");
            var stock = new Stock(store.Table("machines"), store.Table("names"), blueprint, now);
            await stock.AddDeletedAsync(history, cancellationToken);
            foreach (var count in counts.Order())
            {
                live.AddRange(await stock.AddLiveAsync(live.Count, count - live.Count, due: 0, cancellationToken));
                await LineAsync(0);
            }
            // A twentieth of those that there were last, and as many more.
            var due = live.Count / 20;
            live.AddRange(await stock.AddLiveAsync(live.Count, due, due, cancellationToken));
            await LineAsync(due);

            async Task LineAsync(int due)
            {
                // As after a start: nothing is in memory. What is due is due once: the first sweep has it, those after it find nothing.
                var product = Product(store, cloud, cloud);
                var (firstSweep, sweep) = await TimeAsync(product.Sweep, cancellationToken);
                var (firstRounds, rounds) = await TimeAsync(product.Rounds, cancellationToken);
                var (_, inventory) = await TimeAsync(product.Inventory, cancellationToken);
                report.Add($"{live.Count:N0}", $"{due:N0}", $"{history:N0}", Report.Time(firstSweep), Report.Time(sweep),
                    Report.Time(firstRounds), Report.Time(rounds), Report.Time(inventory), $"{Report.PeakMiB:N0} MiB");
            }
        }
    }

    private static async Task AzureAsync(int[] counts, CancellationToken cancellationToken)
    {
        var report = new Report("sweep: Azure's lists over HTTP", "VMs", "list of VMs", "calls", "list of resources", "resources", "calls");
        foreach (var count in counts)
        {
            var time = new VirtualTime(TimeProvider.System.GetUtcNow());
            await using var cloud = await BenchCloud.OpenAsync(time, cancellationToken);
            await using var store = await BenchStore.OpenAsync("sqlite", cancellationToken);
            var product = Product(store, cloud.Machines, cloud.Inventory);
            var blueprint = product.Blueprints.All.First(b => b.Name == "pytorch-a100");
            var stock = new Stock(store.Table("machines"), store.Table("names"), blueprint, time.GetUtcNow());
            var machines = await stock.AddLiveAsync(0, count, due: 0, cancellationToken);
            foreach (var machine in machines) await cloud.Machines.CarryOutAsync(machine, new Effect.CreateVm(blueprint), cancellationToken);
            time.MoveTo(time.GetUtcNow() + TimeSpan.FromHours(1));

            var (vms, vmCalls, vmTime) = await ListAsync(cloud, cloud.Inventory.PowersAsync(cancellationToken));
            var (resources, resourceCalls, resourceTime) = await ListAsync(cloud, cloud.Inventory.ResourcesAsync(cancellationToken));
            report.Add($"{vms:N0}", Report.Time(vmTime), $"{vmCalls:N0}", Report.Time(resourceTime), $"{resources:N0}", $"{resourceCalls:N0}");
        }
        report.Print();
    }

    private static async Task<(int Items, int Calls, TimeSpan Time)> ListAsync<T>(BenchCloud cloud, IAsyncEnumerable<T> list)
    {
        var (before, start, items) = (cloud.Calls.Count, Stopwatch.GetTimestamp(), 0);
        await foreach (var _ in list) items++;
        return (items, cloud.Calls.Count - before, Stopwatch.GetElapsedTime(start));
    }

    /// <summary>The first time, and the median of those after it.</summary>
    private static async Task<(TimeSpan First, TimeSpan Median)> TimeAsync(Chore chore, CancellationToken cancellationToken)
    {
        var times = new List<TimeSpan>();
        for (var i = 0; i <= Times; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await chore.RunAsync(cancellationToken);
            times.Add(Stopwatch.GetElapsedTime(start));
        }
        return (times[0], Report.Percentile(times[1..], 50));
    }

    private static Product Product(BenchStore store, IMachineCloud cloud, ICloudInventory inventory) =>
        new(BenchHost.Of(store, TimeProvider.System) with { Cloud = cloud, Inventory = inventory });
}
