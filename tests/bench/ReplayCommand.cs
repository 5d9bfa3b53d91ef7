using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ChatOps.Core.People;
using ChatOps.Core.Reaping.Risk;
using ChatOps.Simulation.Traces;

namespace ChatOps.Bench;

/// <summary><c>replay</c>: what policies would have done with machines whose use was measured minute by minute.</summary>
internal static class ReplayCommand
{
    public static Command Create()
    {
        var files = new Argument<FileInfo[]>("FILE")
        {
            Description = "CSV, gzipped or not: series,start_minute,end_minute_exclusive,gpu_util_pct,gpu_mem_gib.",
            Arity = ArgumentArity.OneOrMore,
        };
        var split = new Option<bool>("--split") { Description = "Only the half of the series on which nothing was tuned." };
        var tuning = new Option<bool>("--tuning") { Description = "Only the half on which it was tuned." };
        var bootstrap = new Option<int>("--bootstrap") { Description = "Draw the series so often for intervals of 95 %." };
        var fit = new Option<bool>("--fit") { Description = "Fit the weights to the tuning half of all these files first, and show them." };
        var without = new Option<string[]>("--without") { Description = "Leave it out: idle, habit, hour or recent, with --fit; busy, likely." };
        without.AcceptOnlyFromAmong("idle", "habit", "hour", "recent", "busy", "likely");
        var command = new Command("replay", "Plays traces of GPU use against idle policies.") { files, split, tuning, bootstrap, fit, without };
        command.Validators.Add(result =>
        {
            foreach (var missing in result.GetValue(files)?.Where(file => !file.Exists) ?? []) result.AddError($"There is no {missing}.");
        });
        command.SetAction(args =>
        {
            var half = args.GetValue(split) ? Half.Report : args.GetValue(tuning) ? Half.Tuning : Half.Both;
            var left = args.GetValue(without) ?? [];
            var policy = Policy(args.GetValue(files) ?? [], args.GetValue(fit), left);
            foreach (var file in args.GetValue(files) ?? []) Run(file, half, args.GetValue(bootstrap), policy);
        });
        return command;
    }

    private static ResumeRiskPolicy Policy(FileInfo[] files, bool fit, string[] without)
    {
        var policy = ResumeRiskPolicy.Default;
        if (without.Contains("busy")) policy = policy with { Busy = 1 };
        if (without.Contains("likely")) policy = policy with { Likely = 1 };
        if (!fit) return policy;
        var tuning = files.Select(file => TraceFile.Read(file.FullName).Where(one => IsIn(Half.Tuning, one.Name)).ToList());
        policy = policy with { Weights = RiskFit.Weights(tuning.Where(series => series.Count > 0), policy, without) };
        Console.WriteLine(policy.Weights);
        return policy;
    }

    internal enum Half { Both, Tuning, Report }

    /// <summary>By the name alone, so that a series is always in the same half: even first bytes of its SHA-256 are for tuning.</summary>
    internal static bool IsIn(Half half, string series) =>
        half == Half.Both || SHA256.HashData(Encoding.UTF8.GetBytes(series))[0] % 2 == 0 == (half == Half.Tuning);

    private static void Run(FileInfo file, Half half, int bootstrap, ResumeRiskPolicy risk)
    {
        var watch = Stopwatch.GetTimestamp();
        var series = TraceFile.Read(file.FullName).Where(one => IsIn(half, one.Name)).ToList();
        if (series.Count == 0) return;
        var report = new Report($"replay {file.Name}: {half} of the series", "policy", "reclaimed", "false per 1,000 GPU-hours",
            "within 15 min", "within 60 min", "GPU-hours on", "stops", "warnings", "in use");
        var all = ReplayOutcome.Sum(series.Select(ReplayOutcome.Of));
        Console.WriteLine($"{series.Count} series, {Report.Number(all.Hours)} GPU-hours, idle for {Percent((double)all.Idle / all.Minutes)}, "
            + $"{Report.Number(all.Reclaimable / 60.0)} GPU-hours reclaimable from idle runs longer than {Replayer.Worthwhile} min");
        Console.WriteLine();
        foreach (var policy in Policies(risk))
        {
            var outcomes = Replayer.Play(series, policy());
            var sum = ReplayOutcome.Sum(outcomes);
            report.Add(policy().Name,
                $"{Percent(sum.Share)}{Interval(outcomes, one => one.Share, Percent, bootstrap)}",
                $"{Rate(sum.Per1000Hours(sum.Resumed30))}{Interval(outcomes, one => one.Per1000Hours(one.Resumed30), Rate, bootstrap)}",
                Rate(sum.Per1000Hours(sum.Resumed15)), Rate(sum.Per1000Hours(sum.Resumed60)), Report.Number((sum.Minutes - sum.Off) / 60.0),
                $"{sum.Stops:N0}", $"{sum.Warnings:N0}", $"{sum.InUse:N0}");
        }
        report.Print();
        Console.WriteLine($"Read and played in {Report.Time(Stopwatch.GetElapsedTime(watch))}.");
    }

    private static IEnumerable<Func<IReplayPolicy>> Policies(ResumeRiskPolicy risk) =>
    [
        .. Peers.All,
        () => new RiskPolicy(risk with { Enabled = false }, "GPU ChatOps, without the risk"),
        () => new RiskPolicy(risk),
        () => new RulesPolicy(new ResumeRules { Enabled = false }, "all rules of GPU ChatOps, without the risk"),
        () => new RulesPolicy(ResumeRules.None, "all rules of GPU ChatOps"),
    ];

    private static string Interval(
        IReadOnlyList<ReplayOutcome> outcomes, Func<ReplayOutcome, double> figure, Func<double, string> text, int times)
    {
        if (times == 0) return "";
        var (low, high) = Bootstrap.Interval(outcomes, figure, times);
        return $" ({text(low)} to {text(high)})";
    }

    private static string Percent(double share) => share.ToString("P1", CultureInfo.InvariantCulture);

    private static string Rate(double rate) => rate.ToString(rate < 10 ? "0.00" : "0.0", CultureInfo.InvariantCulture);
}
