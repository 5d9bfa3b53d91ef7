using System.Collections.Concurrent;
using ChatOps.Core.Words;
using ChatOps.Sandbox.Play;

namespace ChatOps.Tests.Crashes;

/// <summary>
/// The program is killed at every call to a port, and started again: in the end everything is as if that had not happened. Which
/// calls there are, the undisturbed play tells. <c>CRASHES=all dotnet test</c> also dies the deaths that
/// <see cref="Calls.Distinct"/> takes for the same as others; that takes minutes.
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
        var undisturbed = await _play.RunAsync(scenario, calls, redeliversLate: false, Cancellation);
        Assert.Contains(undisturbed.Lines, line => line.Contains(scenario.Ends, StringComparison.Ordinal));

        var deaths = (Environment.GetEnvironmentVariable("CRASHES") == "all" ? calls.All : calls.Distinct).ToList();
        var differences = new ConcurrentBag<(int Call, string Text)>();
        await Parallel.ForEachAsync(deaths, Cancellation, async (death, cancellationToken) =>
        {
            var call = calls.Made[death.Call - 1];
            // How a request comes again matters only to a death over a request.
            foreach (var late in call.IsOfRequest ? [false, true] : new[] { false })
                if (await DifferenceAsync(scenario, undisturbed, death, late, cancellationToken) is { } difference)
                    differences.Add((call.Number, $"  {death.At(call)}{(late ? ", delivered again late" : "")}:\n{difference}"));
        });

        Assert.NotEmpty(deaths);
        var told = string.Join('\n', differences.OrderBy(difference => difference.Call).Select(difference => difference.Text));
        Assert.True(differences.IsEmpty, $"{differences.Count} of {deaths.Count} deaths change what comes of it:\n{told}");
    }

    private async Task<string?> DifferenceAsync(
        CrashScenario scenario, EndState undisturbed, Death death, bool late, CancellationToken cancellationToken)
    {
        var calls = new Calls(death);
        try
        {
            var disturbed = await _play.RunAsync(scenario, calls, late, cancellationToken);
            return calls.HasKilled ? disturbed.DifferenceFrom(undisturbed) : "    The program never made that call.";
        }
        catch (Exception e) when (e is UserError or ExpectationException or InvalidOperationException)
        {
            return $"    {e}";
        }
    }
}
