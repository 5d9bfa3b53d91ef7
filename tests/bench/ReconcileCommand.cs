using System.CommandLine;
using System.Diagnostics;
using ChatOps.Bot;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Functions;

namespace ChatOps.Bench;

/// <summary>
/// <c>reconcile</c>: a thousand machines are launched at once and followed until they run: the product as it is, the real Azure
/// SDK, HTTP to the stand-in for ARM, SQLite. Only the clock runs faster, for the product and Azure alike.
/// </summary>
internal static class ReconcileCommand
{
    /// <summary>As many as a Functions host takes from its queue at a time.</summary>
    private const int Workers = 16;

    public static Command Create()
    {
        var machines = new Option<int>("--machines") { Description = "How many are launched.", DefaultValueFactory = _ => 1000 };
        var speed = new Option<double>("--speed")
        {
            Description = "How many seconds pass in one; more also means more at once.",
            DefaultValueFactory = _ => 10,
        };
        var silent = new Option<bool>("--no-nudges") { Description = "Azure tells nothing and nobody is nudged: only the sweep finds what is due." };
        var blueprint = new Option<string>("--blueprint") { Description = "What is launched.", DefaultValueFactory = _ => "pytorch-a100" };
        var command = new Command("reconcile", "A thousand launches at once, until all of them run.") { machines, speed, silent, blueprint };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(machines), parsed.GetValue(speed), !parsed.GetValue(silent), parsed.GetValue(blueprint) ?? "", cancellationToken));
        return command;
    }

    private static async Task RunAsync(int count, double speed, bool nudged, string blueprint, CancellationToken cancellationToken)
    {
        var how = nudged ? "with nudges" : "by the sweep only";
        var report = new Report($"reconcile: {count:N0} × {blueprint}, {how}, {speed} times as fast", "what", "measured", "goal");
        await using var store = await BenchStore.OpenAsync("sqlite", cancellationToken);
        var time = new ScaledTime(TimeProvider.System.GetUtcNow(), speed);
        await using var azure = await BenchCloud.OpenAsync(time, cancellationToken);
        var (stages, queue, steps) = (new Stages(), new NudgeQueue(), new CountingCloud(azure.Machines));
        azure.Calls.Called += stages.Called;
        azure.StandIn.Changed += stages.Changed;
        if (nudged) azure.StandIn.Changed += id => Tell(queue, id);
        var product = new Product(BenchHost.Of(store, time) with
        {
            Cloud = steps,
            Inventory = azure.Inventory,
            Nudges = nudged ? queue : NoNudges.Instance,
            AzureTells = nudged,
            AtOnce = Workers,
        });

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var lateness = new List<TimeSpan>();
        var host = new List<Task>
        {
            AzureAsync(azure, time, lateness, stop.Token), ChoreAsync(product.Sweep, time, stop.Token), ChoreAsync(product.Rounds, time, stop.Token),
        };
        host.AddRange(Enumerable.Range(0, Workers).Select(_ => WorkAsync(product, queue, stop.Token)));

        var began = Stopwatch.GetTimestamp();
        await LaunchAsync(product, stages, count, blueprint, cancellationToken);
        var launched = Stopwatch.GetElapsedTime(began);
        var busiest = await FollowAsync(stages, steps, count, cancellationToken);
        var wall = Stopwatch.GetElapsedTime(began);
        // The last machine's own calls after it runs are still on their way.
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancellationToken);
        await stop.CancelAsync();
        await Task.WhenAll(host.Select(EndedAsync));

        var limit = nudged ? "p99 ≤ 2 s" : $"≤ {Report.Time(TimeSpan.FromMinutes(1) / speed)}, a sweep at this speed";
        report.Add("all launch commands answered", Report.Time(launched), "");
        report.Add("all machines running", $"{Report.Time(wall)}, {Report.Time(wall * speed)} by the clock", "");
        report.Add("from the command to the PUT of the VM", Times(stages.Begun), "");
        foreach (var (call, delays) in stages.Delays.OrderBy(pair => pair.Key)) report.Add($"from Azure's event to {call}", Times(delays), limit);
        report.Add("from Azure's event to the next call, all", Times([.. stages.Delays.Values.SelectMany(delays => delays)]), limit);
        report.Add("of which by Azure's lateness in telling", Times(lateness), "");
        var calls = stages.Calls(afterRunning: false);
        report.Add("calls for a machine until it runs",
            $"{Report.Number(calls.Values.Sum() / (double)count)} on average, {stages.MostCalls} at most", nudged ? "≤ 12" : "");
        foreach (var (kind, sum) in calls) report.Add($"  {kind}", Report.Number(sum / (double)count), "");
        var after = stages.Calls(afterRunning: true);
        report.Add("calls for a machine after that", Report.Number(after.Values.Sum() / (double)count), "");
        foreach (var (kind, sum) in after) report.Add($"  {kind}", Report.Number(sum / (double)count), "");
        report.Add("decisions", $"{steps.Observed:N0}, {Report.Number(steps.Observed / wall.TotalSeconds)} per second, {busiest:N0} in the busiest", "");
        Memory(report, azure);
        report.Add("load at the end", Report.Load, "");
        report.Print();
    }

    private static void Memory(Report report, BenchCloud azure)
    {
        report.Add("peak memory", $"{Report.PeakMiB:N0} MiB with the stand-in", "≤ 300 MiB");
        var with = GC.GetTotalMemory(forceFullCollection: true);
        azure.StandIn.State.Vms.Clear();
        azure.StandIn.State.Operations.Clear();
        var without = GC.GetTotalMemory(forceFullCollection: true);
        report.Add("  living objects at the end", $"{with / 1048576.0:N0} MiB, {(with - without) / 1048576.0:N0} of them the stand-in's VMs", "");
    }

    private static string Times(IReadOnlyCollection<TimeSpan> times) => times.Count == 0 ? "–" : $"p50 {Report.Time(Report.Percentile(times, 50))}, "
        + $"p99 {Report.Time(Report.Percentile(times, 99))}, most {Report.Time(times.Max())} ({times.Count:N0})";

    /// <summary>What Event Grid does: it puts what it tells into the queue.</summary>
    private static void Tell(NudgeQueue queue, string armId)
    {
        if (Azure.AzureInventory.MachineOf(armId) is { } machine) queue.Add(new Nudge(NudgeKind.Look, machine));
    }

    private static async Task LaunchAsync(Product product, Stages stages, int count, string blueprint, CancellationToken cancellationToken)
    {
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 50, CancellationToken = cancellationToken }, async (i, token) =>
        {
            var asker = Stock.People[i % Stock.People.Length];
            var request = new ChatRequest($"reconcile/{i}", asker, Conversation.Direct("bench", asker.Email), $"launch {blueprint} for 4 hours --another");
            stages.Launched(MachineId.FromRequest(request.Id));
            var reply = await product.Bot.AnswerAsync(request, token);
            if (reply.Key is null) throw new InvalidOperationException(reply.Card.Title);
        });
    }

    /// <summary>Waits until all run; how many decisions were made in the busiest second.</summary>
    private static async Task<int> FollowAsync(Stages stages, CountingCloud steps, int count, CancellationToken cancellationToken)
    {
        var (busiest, before) = (0, 0);
        while (stages.Running < count)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancellationToken);
            (busiest, before) = (Math.Max(busiest, steps.Observed - before), steps.Observed);
        }
        return busiest;
    }

    /// <summary>Lets things happen in Azure at their time. How late it is at that is Azure's delay, not the product's.</summary>
    private static async Task AzureAsync(BenchCloud azure, ScaledTime time, List<TimeSpan> lateness, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, cancellationToken);
            if (azure.StandIn.NextChangeAt is not { } next || next > time.GetUtcNow()) continue;
            lateness.Add(time.Real(time.GetUtcNow() - next));
            azure.StandIn.Settle();
        }
    }

    private static async Task ChoreAsync(Chore chore, ScaledTime time, CancellationToken cancellationToken)
    {
        while (true)
        {
            var next = time.GetUtcNow() + chore.Every;
            await chore.RunAsync(cancellationToken);
            await time.UntilAsync(next, cancellationToken);
        }
    }

    private static async Task WorkAsync(Product product, NudgeQueue queue, CancellationToken cancellationToken)
    {
        await foreach (var nudge in queue.Reader.ReadAllAsync(cancellationToken)) await product.HandleAsync(nudge, cancellationToken);
    }

    private static async Task EndedAsync(Task task)
    {
        try
        {
            await task;
        }
        catch (OperationCanceledException)
        {
            // As asked.
        }
    }

    /// <summary>Each look of the engine asks once.</summary>
    private sealed class CountingCloud(IMachineCloud cloud) : IMachineCloud
    {
        private int _observed;

        public int Observed => _observed;

        public Task<Observation> ObserveAsync(Machine machine, string? run, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _observed);
            return cloud.ObserveAsync(machine, run, cancellationToken);
        }

        public Task CarryOutAsync(Machine machine, Effect effect, CancellationToken cancellationToken) =>
            cloud.CarryOutAsync(machine, effect, cancellationToken);
    }
}
