using System.CommandLine;
using System.Diagnostics;
using ChatOps.Simulation;

namespace ChatOps.Bench;

/// <summary>Plays many random schedules against the product's invariants; the nightly form of what the tests do with a few.</summary>
internal static class SimulateCommand
{
    public static Command Create()
    {
        var seeds = new Option<int>("--seeds") { Description = "How many schedules.", DefaultValueFactory = _ => 10_000 };
        var seed = new Option<ulong>("--seed") { Description = "The first one's seed; the others follow.", DefaultValueFactory = _ => 1 };
        var trace = new Option<bool>("--trace") { Description = "Show all that happened in what fails." };
        var command = new Command("simulate", "Plays random schedules and checks every invariant after every step.") { seeds, seed, trace };
        command.SetAction(args => Run(args.GetValue(seeds), args.GetValue(seed), args.GetValue(trace)));
        return command;
    }

    private static int Run(int seeds, ulong first, bool trace)
    {
        var simulator = new Simulator(Ground.In(BlueprintsFolder()));
        var watch = Stopwatch.StartNew();
        var (played, found) = (0, 0);
        var progress = new Lock();
        Parallel.For(0, seeds, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
        {
            var finding = simulator.Find(first + (ulong)i);
            lock (progress)
            {
                played++;
                if (finding is not null)
                {
                    found++;
                    Console.WriteLine(finding);
                    if (trace) foreach (var line in finding.Outcome.Trace) Console.WriteLine(line);
                }
                if (played % 500 == 0 || played == seeds)
                    Console.WriteLine($"{played} of {seeds} schedules, {played / watch.Elapsed.TotalSeconds:F0} per second, {found} failed");
            }
        });
        return found == 0 ? 0 : 1;
    }

    private static string BlueprintsFolder()
    {
        var folder = Environment.CurrentDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "ChatOps.sln"))) folder = Path.GetDirectoryName(folder);
        return Path.Combine(folder ?? throw new InvalidOperationException("Start it in the repository."), "blueprints");
    }
}
