using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Infra;

/// <summary>systemd itself says what it thinks of our unit.</summary>
public sealed class SystemdUnitTests : IDisposable
{
    private const string Program = "/opt/gpu-chatops/ChatOps.Functions";

    /// <summary>Tenths; 100 is a service without any protection.</summary>
    private const int MostExposure = 15;

    private static readonly string Unit = File.ReadAllText(Repository.At("infra", "standalone", "gpu-chatops.service"));

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Is_accepted()
    {
        var ended = await VerifyAsync(Unit);

        // Other units of this machine may be spoken of as well.
        Assert.True(ended.ExitCode == 0 && !ended.Everything.Contains("gpu-chatops", StringComparison.Ordinal), ended.Everything);
    }

    // Otherwise the test above would also pass with a tool that accepts anything.
    [Fact]
    public async Task A_slip_of_the_pen_is_found()
    {
        var ended = await VerifyAsync(Unit.Replace("RestartSec=", "RestartSecs=", StringComparison.Ordinal));

        Assert.Matches("gpu-chatops.*RestartSecs", ended.Everything);
    }

    [Fact]
    public async Task May_do_little_to_its_machine()
    {
        var ended = await AnalyzeAsync("security", "--offline=true", $"--threshold={MostExposure}", Write(Unit));

        Assert.True(ended.ExitCode == 0, ended.Everything);
    }

    [Fact]
    public async Task A_unit_that_may_do_anything_is_found()
    {
        var ended = await AnalyzeAsync("security", "--offline=true", $"--threshold={MostExposure}", Write($"[Service]\nExecStart={Program}\n"));

        Assert.NotEqual(0, ended.ExitCode);
    }

    // Tried by hand: .NET does not start with either. Whoever hardens the unit further shall not find out in production.
    [Fact]
    public void Leaves_the_program_what_it_cannot_start_without() =>
        Assert.DoesNotMatch("(?m)^(MemoryDenyWriteExecute=|SystemCallFilter=~.*@resources)", Unit);

    /// <summary>systemd looks whether the program is there, which it is not where this is built.</summary>
    private Task<Ended> VerifyAsync(string unit)
    {
        Assert.Contains($"ExecStart={Program} ", unit, StringComparison.Ordinal);
        return AnalyzeAsync("verify", "--man=no", "--recursive-errors=no", Write(unit.Replace(Program, "/bin/true", StringComparison.Ordinal)));
    }

    private string Write(string unit) => _folder.Write("gpu-chatops.service", unit);

    private static async Task<Ended> AnalyzeAsync(params string[] arguments)
    {
        Tool.Needs("systemd-analyze", "systemd");
        return await Tool.RunAsync("systemd-analyze", [.. arguments], TestContext.Current.CancellationToken);
    }
}
