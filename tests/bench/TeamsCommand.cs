using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using ChatOps.Core.Words;

namespace ChatOps.Bench;

/// <summary>
/// <c>teams</c>: activities answered in a second, from the request with its token to the answer and the card that was sent for it, loaded
/// by wrk beside it on the same cores.
/// </summary>
internal static partial class TeamsCommand
{
    /// <summary>Each asks from a personal chat of theirs and has four of the machines.</summary>
    private const int Machines = 200;

    [GeneratedRegex(@"^\s+(?<percent>50|99)%\s+(?<number>[\d.]+)(?<unit>us|ms|s)\s*$", RegexOptions.Multiline)]
    private static partial Regex Latency();

    [GeneratedRegex(@"^Requests/sec:\s+(?<rate>[\d.]+)\s*$", RegexOptions.Multiline)]
    private static partial Regex Rate();

    [GeneratedRegex(@"^\s+(?<errors>Socket errors|Non-2xx or 3xx responses): (?<what>.+)$", RegexOptions.Multiline)]
    private static partial Regex Errors();

    public static Command Create()
    {
        var seconds = new Option<int>("--seconds") { Description = "For how long.", DefaultValueFactory = _ => 15 };
        var connections = new Option<int>("--connections") { Description = "How many activities are under way at once.", DefaultValueFactory = _ => 16 };
        var said = new Option<string>("--say") { Description = "What is said.", DefaultValueFactory = _ => "list" };
        var command = new Command("teams", "Activities of Microsoft Teams answered in a second.") { seconds, connections, said };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(said) ?? "", parsed.GetValue(seconds), parsed.GetValue(connections), cancellationToken));
        return command;
    }

    private static async Task RunAsync(string said, int seconds, int connections, CancellationToken cancellationToken)
    {
        await using var bench = await TeamsBench.StartAsync(Machines, cancellationToken);
        var report = new Report($"teams: `{said}` of {Stock.People.Length} people with {Machines} live machines, wrk -t1 -c{connections} -d{seconds}s",
            "run", "per second", "goal", "p50", "p99", "goal", "CPU of each", "sent", "load after");
        await WrkAsync(bench, said, seconds, connections, "warm-up");
        foreach (var run in (string[])["1", "2", "3"])
        {
            var (sent, cpu) = (bench.Sent, Environment.CpuUsage.TotalTime);
            var output = await WrkAsync(bench, said, seconds, connections, run);
            cpu = Environment.CpuUsage.TotalTime - cpu;
            sent = bench.Sent - sent;
            if (Errors().Match(output) is { Success: true } errors) throw new InvalidOperationException($"{errors.Value.Trim()}\n{output}");
            var rate = double.Parse(Rate().Match(output).Groups["rate"].Value, CultureInfo.InvariantCulture);
            var latency = Latency().Matches(output).ToDictionary(match => match.Groups["percent"].Value, Time);
            report.Add(run, Report.Number(rate), "≥ 7,000", Report.Time(latency["50"]), Report.Time(latency["99"]), "≤ 10 ms",
                $"{Report.Number(cpu.TotalMicroseconds / sent)} µs", $"{sent:N0} cards", Report.Load);
        }
        report.Print();
    }

    private static TimeSpan Time(Match latency)
    {
        var number = double.Parse(latency.Groups["number"].Value, CultureInfo.InvariantCulture);
        return latency.Groups["unit"].Value switch
        {
            "us" => TimeSpan.FromMicroseconds(number),
            "ms" => TimeSpan.FromMilliseconds(number),
            _ => TimeSpan.FromSeconds(number),
        };
    }

    /// <param name="run">Makes its activities others than those of another: one that comes again is not answered anew.</param>
    private static async Task<string> WrkAsync(TeamsBench bench, string said, int seconds, int connections, string run)
    {
        var script = bench.WriteScript(said, run);
        var start = new ProcessStartInfo("wrk", ["-t1", $"-c{connections}", $"-d{seconds}s", "--latency", "-s", script, $"{bench.Address}"])
        {
            RedirectStandardOutput = true,
        };
        try
        {
            using var wrk = Process.Start(start) ?? throw new UserError("wrk did not start.");
            var output = await wrk.StandardOutput.ReadToEndAsync();
            await wrk.WaitForExitAsync();
            return wrk.ExitCode == 0 ? output : throw new InvalidOperationException(output);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new UserError("wrk is not installed. It is Debian's package wrk.");
        }
    }
}
