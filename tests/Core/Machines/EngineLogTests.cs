using ChatOps.Core.Machines;
using ChatOps.Sandbox;
using ChatOps.Tests.Tools;
using Microsoft.Extensions.Logging;

namespace ChatOps.Tests.Core.Machines;

public sealed class EngineLogTests : IDisposable
{
    private readonly World _world = new();
    private readonly StringWriter _log = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _world.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task Every_line_of_one_look_says_which_machine_and_which_look()
    {
        _world.Cloud.Before = (_, _) => throw new CloudFaultException(new CloudFault(FaultKind.Transient, "InternalServerError", "Sorry.", RequestId: "0HN1"));

        await LookAsync(await _world.LaunchAsync());

        var lines = Lines();
        Assert.Equal(2, lines.Length);
        Assert.All(lines, line => Assert.Matches(@"\[machine a1b2c3d4e5f60718, look [0-9a-f]{8}\]$", line));
        Assert.Single(lines.Select(line => line[line.IndexOf('[', StringComparison.Ordinal)..]).Distinct());
        Assert.Contains("(request 0HN1)", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_looks_can_be_told_apart()
    {
        var id = await _world.LaunchAsync();

        await LookAsync(id);
        await LookAsync(id);

        Assert.Equal(2, Lines().Select(line => line[line.IndexOf('[', StringComparison.Ordinal)..]).Distinct().Count());
    }

    private Task LookAsync(MachineId id)
    {
        var log = LineLogs.To(_log, LogLevel.Information).CreateLogger<Engine>();
        var pace = new EnginePace(1, Waits.Soon);
        var engine = new Engine(_world.Store, _world.Ledger, _world.Cloud, Situations.Catalog, SomePrices.Live, pace, _world.Time, log);
        return engine.LookAsync(id, Cancellation);
    }

    private string[] Lines() => _log.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
