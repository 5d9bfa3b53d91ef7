using System.Collections.Concurrent;
using ChatOps.Sandbox.Play;
using ChatOps.Core.Words;

namespace ChatOps.Tests.Crashes;

/// <summary>
/// The program is killed at every call to a port, and started again: in the end everything is as if that had not happened. Which
/// calls there are, the undisturbed play tells. <c>CRASHES=all</c> also tries the deaths that <see cref="Calls.Distinct"/> takes
/// for the same.
/// </summary>
public sealed class CrashTests : IDisposable
{
    private readonly Play _play = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Names => [.. CrashScenarios.All.Select(scenario => scenario.Name)];

    public void Dispose() => _play.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_crash_at_any_call_changes_nothing(string name)
    {
        var scenario = CrashScenarios.All.Single(scenario => scenario.Name == name);
        var calls = new Calls(null);
        var undisturbed = await _play.RunAsync(scenario.Lines, calls, false, Cancellation);
        Assert.Contains(undisturbed.Lines, line => line.Contains(scenario.Ends, StringComparison.Ordinal));

        var deaths = Environment.GetEnvironmentVariable("CRASHES") == "all" ? calls.All : calls.Distinct;
        var differences = new ConcurrentBag<(Death Death, string Text)>();
        var watch = System.Diagnostics.Stopwatch.StartNew();
        await Parallel.ForEachAsync(deaths, Cancellation, async (death, cancellationToken) =>
        {
            foreach (var late in new[] { false, true })
            {
                var call = calls.Made[death.Call - 1];
                // How a request comes again matters only to a death over a request.
                if (late && !call.Work.StartsWith("the request", StringComparison.Ordinal)) continue;
                if (await DifferenceAsync(scenario, undisturbed, death, late, cancellationToken) is { } difference)
                    differences.Add((death, $"{(death.IsAfter ? "after" : "before")} call {call.Number}, {call.Name}, during {call.Work}{(late ? ", delivered again late" : "")}:\n{difference}"));
            }
        });
        TestContext.Current.TestOutputHelper?.WriteLine($"{calls.Made.Count} calls, {deaths.Count()} deaths, {watch.Elapsed}");
        Assert.True(differences.IsEmpty,
            $"{differences.Count} of {deaths.Count()} deaths change what comes of it. Killed\n{string.Join('\n', differences.OrderBy(d => d.Death.Call).Select(d => d.Text))}");
    }

    private async Task<string?> DifferenceAsync(CrashScenario scenario, EndState undisturbed, Death death, bool late, CancellationToken cancellationToken)
    {
        var calls = new Calls(death);
        try
        {
            var disturbed = await _play.RunAsync(scenario.Lines, calls, late, cancellationToken);
            return calls.HasKilled ? disturbed.DifferenceFrom(undisturbed) : "    The program did not come there.";
        }
        catch (Exception e) when (e is UserError or ExpectationException or InvalidOperationException)
        {
            return $"    {e}";
        }
    }
}
