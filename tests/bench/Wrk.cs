using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using ChatOps.Core.Words;

namespace ChatOps.Bench;

/// <summary>What wrk measured, beside the program on the same cores.</summary>
/// <param name="Rate">Answers in a second.</param>
/// <param name="Requests">Answers in all.</param>
internal sealed partial record Wrk(double Rate, int Requests, TimeSpan P50, TimeSpan P99)
{
    [GeneratedRegex(@"^\s+(?<percent>50|99)%\s+(?<number>[\d.]+)(?<unit>us|ms|s)\s*$", RegexOptions.Multiline)]
    private static partial Regex Latency();

    [GeneratedRegex(@"^\s+(?<requests>\d+) requests in (?:.|\n)*^Requests/sec:\s+(?<rate>[\d.]+)\s*$", RegexOptions.Multiline)]
    private static partial Regex Counts();

    [GeneratedRegex(@"^\s+(?<errors>Socket errors|Non-2xx or 3xx responses): (?<what>.+)$", RegexOptions.Multiline)]
    private static partial Regex Errors();

    /// <param name="script">What it says, in Lua.</param>
    /// <exception cref="InvalidOperationException">Something was not answered as it should be.</exception>
    public static async Task<Wrk> RunAsync(Uri address, string script, int seconds, int connections)
    {
        var output = await StartAsync(address, script, seconds, connections);
        if (Errors().Match(output) is { Success: true } errors) throw new InvalidOperationException($"{errors.Value.Trim()}\n{output}");
        var (counts, latency) = (Counts().Match(output), Latency().Matches(output).ToDictionary(match => match.Groups["percent"].Value, Time));
        return new Wrk(Number(counts.Groups["rate"]), (int)Number(counts.Groups["requests"]), latency["50"], latency["99"]);
    }

    private static async Task<string> StartAsync(Uri address, string script, int seconds, int connections)
    {
        var start = new ProcessStartInfo("wrk", ["-t1", $"-c{connections}", $"-d{seconds}s", "--latency", "-s", script, $"{address}"])
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

    private static TimeSpan Time(Match latency) => latency.Groups["unit"].Value switch
    {
        "us" => TimeSpan.FromMicroseconds(Number(latency.Groups["number"])),
        "ms" => TimeSpan.FromMilliseconds(Number(latency.Groups["number"])),
        _ => TimeSpan.FromSeconds(Number(latency.Groups["number"])),
    };

    private static double Number(Group digits) => double.Parse(digits.Value, CultureInfo.InvariantCulture);
}
