using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using ChatOps.Sandbox.Hosting;
using ChatOps.Sandbox.Loopback;
using ChatOps.Sandbox.Programs;

namespace ChatOps.Bench;

/// <summary>
/// <c>coldstart</c>: the program as it is published, from the start of its process to its first answers; what it holds of memory at rest;
/// how large it is.
/// </summary>
internal static class ColdstartCommand
{
    private const int Requests = 300;

    /// <summary>After the last request, until what it has in memory is what it keeps.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    public static Command Create()
    {
        var runs = new Option<int>("--runs") { Description = "How often it is started.", DefaultValueFactory = _ => 20 };
        var variables = new Option<string[]>("--set") { Description = "NAME=VALUE for the program's environment, to see what it does." };
        var published = PublishedOption();
        var command = new Command("coldstart", "The published program's start, memory at rest and size.") { runs, variables, published };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var set = (parsed.GetValue(variables) ?? []).Select(variable => variable.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[^1]);
            await RunAsync(parsed.GetValue(published) ?? await PublishAsync(cancellationToken), parsed.GetValue(runs), set, cancellationToken);
        });
        return command;
    }

    private static async Task RunAsync(string published, int runs, Dictionary<string, string> set, CancellationToken cancellationToken)
    {
        var report = new Report($"coldstart: {runs} starts of what is published", "signed in to storage", "from its start until", "median", "worst", "goal");
        await StartsAsync(report, "with a connection string", published, tokens: false, runs, set, cancellationToken);
        await StartsAsync(report, "with tokens, over TLS", published, tokens: true, runs, set, cancellationToken);
        report.Add("", "load at the end", Report.Load, "", "");
        report.Print();
        await MemoryAsync(published, set, cancellationToken);
        Package(published);
    }

    public static Option<string> PublishedOption() => new("--published") { Description = "What was published before; without it, it is published now." };

    public static Task<string> PublishAsync(CancellationToken cancellationToken) => Publishing.RunAsync(BenchFolders.Root, cancellationToken);

    private static async Task StartsAsync(
        Report report, string how, string published, bool tokens, int runs, Dictionary<string, string> set, CancellationToken cancellationToken)
    {
        await using var azure = await LocalAzure.StartAsync(TimeProvider.System, BenchFolders.Root, tokens, cancellationToken);
        var settings = azure.Settings().Concat(set).ToDictionary();
        var command = new HandlerCommand(published, FunctionApp.Read(published, settings).Host.CustomHandler, settings, Output: null);
        var starts = new List<Start>();
        // The first one warms up the disk's cache, the emulator and this program.
        for (var i = 0; i <= runs; i++)
            if (await StartAsync(command, cancellationToken) is var start && i > 0) starts.Add(start);
        Add("it answers the host's ping", start => start.Ping, "≤ 500 ms");
        Add("it has read the state for a request", start => start.Health, "");
        Add("  its CPU time until then", start => start.Cpu, "");

        void Add(string what, Func<Start, TimeSpan> time, string goal)
        {
            var times = starts.Select(time).ToList();
            report.Add(how, what, Report.Time(Report.Percentile(times, 50)), Report.Time(times.Max()), goal);
        }
    }

    private static async Task<Start> StartAsync(HandlerCommand command, CancellationToken cancellationToken)
    {
        using var http = new HttpClient();
        await using var process = HandlerProcess.Start(command);
        await process.ReadyAsync(TimeSpan.FromSeconds(30), cancellationToken);
        var began = Stopwatch.GetTimestamp();
        (await http.GetAsync(new Uri(process.Address, "api/health"), cancellationToken)).EnsureSuccessStatusCode().Dispose();
        var ping = process.Info.ReadyAfter;
        return new Start(ping, ping + Stopwatch.GetElapsedTime(began), CpuOf(process.Id));
    }

    private static async Task MemoryAsync(string published, Dictionary<string, string> set, CancellationToken cancellationToken)
    {
        await using var azure = await LocalAzure.StartAsync(TimeProvider.System, BenchFolders.Root, tokens: true, cancellationToken);
        var options = new FunctionsHostOptions { AppRoot = published, Settings = azure.Settings().Concat(set).ToDictionary(), Queues = azure.OpenQueues() };
        await using var host = await FunctionsHost.StartAsync(options, cancellationToken);
        var report = new Report("coldstart: memory at rest, with tokens", "after", "resident", "of which not files", "goal");
        report.Add("its start", Resident(host), OwnMemory(host), "");
        using var http = new HttpClient { BaseAddress = host.Address };
        for (var i = 0; i < Requests; i++) (await http.GetAsync("api/health", cancellationToken)).EnsureSuccessStatusCode().Dispose();
        report.Add($"{Requests} requests", Resident(host), OwnMemory(host), "");
        foreach (var chore in (string[])["sweep", "rounds", "inventory", "sweep"]) await host.RunTimerAsync(chore, cancellationToken);
        report.Add("two sweeps, a round and an inventory", Resident(host), OwnMemory(host), "");
        await Task.Delay(Rest, TimeProvider.System, cancellationToken);
        report.Add($"{Report.Time(Rest)} of nothing", Resident(host), OwnMemory(host), "≤ 120 MB (114 MiB)");
        report.Print();
    }

    private static void Package(string published)
    {
        var report = new Report("coldstart: what is deployed", "", "size");
        var files = new DirectoryInfo(published).GetFiles("*", SearchOption.AllDirectories);
        report.Add($"folder, {files.Length:N0} files", MiB(files.Sum(file => file.Length)));
        var zip = Path.Combine(Directory.CreateTempSubdirectory("chatops-bench-").FullName, "package.zip");
        ZipFile.CreateFromDirectory(published, zip, CompressionLevel.Optimal, includeBaseDirectory: false);
        report.Add("zip", MiB(new FileInfo(zip).Length));
        Directory.Delete(Path.GetDirectoryName(zip) ?? zip, recursive: true);
        foreach (var file in files.OrderByDescending(file => file.Length).Take(5)) report.Add($"  {file.Name}", MiB(file.Length));
        report.Print();
    }

    private static string Resident(FunctionsHost host) => MiB(host.Handler.ResidentBytes);

    /// <summary>The rest are pages of the program's and .NET's own files, which the system may drop at any time.</summary>
    private static string OwnMemory(FunctionsHost host)
    {
        var status = File.ReadAllLines($"/proc/{host.Handler.ProcessId}/status");
        var line = status.First(line => line.StartsWith("RssAnon:", StringComparison.Ordinal));
        return MiB(long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024);
    }

    private static string MiB(long bytes) => $"{Report.Number(bytes / 1048576.0)} MiB";

    private static TimeSpan CpuOf(int id)
    {
        using var process = Process.GetProcessById(id);
        return process.TotalProcessorTime;
    }

    /// <param name="Health">From the start of the process, as the others are.</param>
    private sealed record Start(TimeSpan Ping, TimeSpan Health, TimeSpan Cpu);
}
