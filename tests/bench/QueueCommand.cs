using System.CommandLine;
using System.Diagnostics;
using ChatOps.Azure;
using ChatOps.Core.People;
using ChatOps.Sandbox.Hosting;

namespace ChatOps.Bench;

/// <summary>
/// <c>queue</c>: launches through everything there is: HTTP to the public endpoint, the published program in several processes, queues and
/// tables in the emulator over TLS and with tokens, until the machines run and the chat has their cards. Azure's own work takes no time.
/// </summary>
internal static class QueueCommand
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    public static Command Create()
    {
        var machines = new Option<int>("--machines") { Description = "How many are launched.", DefaultValueFactory = _ => 200 };
        var instances = new Option<int>("--instances") { Description = "How many instances the app has.", DefaultValueFactory = _ => 2 };
        var callers = new Option<int>("--callers") { Description = "How many say something at the same time.", DefaultValueFactory = _ => 16 };
        var blueprint = new Option<string>("--blueprint") { Description = "What is launched.", DefaultValueFactory = _ => "pytorch-a100" };
        var published = ColdstartCommand.PublishedOption();
        var command = new Command("queue", "Launches through the published program, its queues and its chat.")
        {
            machines, instances, callers, blueprint, published,
        };
        command.SetAction(async (parsed, cancellationToken) => await RunAsync(
            parsed.GetValue(published) ?? await ColdstartCommand.PublishAsync(cancellationToken), parsed.GetValue(instances),
            new Load(parsed.GetValue(machines), parsed.GetValue(callers), parsed.GetValue(blueprint) ?? ""), cancellationToken));
        return command;
    }

    private static async Task RunAsync(string published, int instances, Load load, CancellationToken cancellationToken)
    {
        var (count, callers, blueprint) = load;
        var report = new Report($"queue: {count:N0} × {blueprint}, {callers} callers, {instances} instances", "what", "measured", "has to be");
        await using var app = await ScaledOutApp.StartAsync(published, instances, cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var working = app.RunAsync(stop.Token);
        var people = People();

        // What each instance compiles on its first machines is no matter of queues.
        await LaunchAsync(app, new Launches(app, "first", people), new Load(4 * instances, instances, blueprint), working, cancellationToken);
        var (calls, vms, requests, cpu) = (app.Invocations.Count, app.Vms, app.VmRequests, app.Cpu);

        var launches = new Launches(app, "bench", people);
        var (said, ran, idle) = await LaunchAsync(app, launches, load, working, cancellationToken);

        report.Add("launches answered", $"{Report.Number(count / said.TotalSeconds)} per second", "");
        report.Add("machines running, and their cards in the chat", $"{Report.Number(count / ran.TotalSeconds)} per second", "");
        report.Add("from a request to its answer", Times(launches.Answered), "");
        report.Add("from a request to the card that says Running", Times(launches.Ran), "");
        AddCalls(report, [.. app.Invocations.Skip(calls)], idle);
        report.Add("messages in poison queues", $"{await PoisonAsync(app, cancellationToken)}", "0");
        report.Add("VMs made, and requests to make one", $"{app.Vms - vms:N0}, {app.VmRequests - requests:N0}", $"{count:N0}, {count:N0}");
        report.Add("cards put into the chat for a machine", Report.Number(launches.Cards / (double)count), "");
        report.Add("the program's CPU time for a launch", Report.Time((app.Cpu - cpu) / count), "");
        Print(report, app);
        await stop.CancelAsync();
        await working.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <returns>How long it took until all was answered, until all machines ran, and until there was nothing left to do.</returns>
    private static async Task<(TimeSpan Said, TimeSpan Ran, TimeSpan Idle)> LaunchAsync(
        ScaledOutApp app, Launches launches, Load load, Task working, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        await launches.SayAsync(load.Count, load.Callers, load.Blueprint, cancellationToken);
        var said = Stopwatch.GetElapsedTime(began);
        await UntilAsync(() => Task.FromResult(launches.Running == load.Count), working, cancellationToken);
        var ran = Stopwatch.GetElapsedTime(began);
        await UntilAsync(() => IsIdleAsync(app, cancellationToken), working, cancellationToken);
        return (said, ran, Stopwatch.GetElapsedTime(began));
    }

    /// <summary>Who is in a team that pays.</summary>
    private static List<Person> People()
    {
        var policy = PolicyFile.Load(Path.Combine(BenchFolders.Blueprints, "policy.yaml"));
        return [.. policy.Emails.Select(policy.Find).OfType<Person>().Where(person => !person.Teams.IsEmpty)];
    }

    private static void Print(Report report, ScaledOutApp app)
    {
        report.Add("memory of the instances then", string.Join(", ", app.ResidentMiB.Select(mib => $"{mib:N0} MiB")), "");
        report.Add("warnings and errors logged", $"{app.Complaints.Count}", "0");
        report.Add("load at the end", Report.Load, "");
        report.Print();
        foreach (var complaint in app.Complaints.Take(10)) Console.WriteLine(complaint);
    }

    private static void AddCalls(Report report, IReadOnlyList<Invocation> calls, TimeSpan time)
    {
        foreach (var function in calls.GroupBy(call => call.Function).OrderBy(calls => calls.Key, StringComparer.Ordinal))
        {
            var took = function.Select(call => call.Took).ToList();
            var rate = Report.Number(function.Count() / time.TotalSeconds);
            report.Add($"calls of {function.Key}", $"{function.Count():N0}, {rate} per second, {Times(took)}", "");
        }
        report.Add("  that failed, or were for a message received again",
            $"{calls.Count(call => !call.Succeeded):N0}, {calls.Count(call => call.DequeueCount > 1):N0}", "0, 0");
    }

    private static async Task<bool> IsIdleAsync(ScaledOutApp app, CancellationToken cancellationToken) =>
        await app.MessagesAsync(QueueNudges.Reconcile, cancellationToken) + await app.MessagesAsync(QueueNudges.Outbox, cancellationToken) == 0;

    private static async Task<int> PoisonAsync(ScaledOutApp app, CancellationToken cancellationToken) =>
        await app.MessagesAsync($"{QueueNudges.Reconcile}-poison", cancellationToken)
        + await app.MessagesAsync($"{QueueNudges.Outbox}-poison", cancellationToken);

    /// <param name="working">When that ends, something is wrong.</param>
    private static async Task UntilAsync(Func<Task<bool>> isSo, Task working, CancellationToken cancellationToken)
    {
        while (!await isSo())
        {
            if (working.IsCompleted) await working;
            await Task.Delay(BetweenLooks, TimeProvider.System, cancellationToken);
        }
    }

    private static string Times(IReadOnlyCollection<TimeSpan> times) =>
        $"p50 {Report.Time(Report.Percentile(times, 50))}, p95 {Report.Time(Report.Percentile(times, 95))}, most {Report.Time(times.Max())}";

    /// <param name="Callers">How many say something at the same time.</param>
    private sealed record Load(int Count, int Callers, string Blueprint);
}
