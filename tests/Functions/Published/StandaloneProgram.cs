using System.Diagnostics;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Functions.Published;

/// <summary>The published program with <c>--standalone</c>; killed when it is disposed of.</summary>
internal sealed class StandaloneProgram : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";

    private readonly Process _process;

    private StandaloneProgram(Process process) => _process = process;

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <param name="published">The folder.</param>
    public static async Task<StandaloneProgram> StartAsync(string published, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Path.Combine(published, "ChatOps.Functions"), "--standalone") { RedirectStandardOutput = true };
        foreach (var (name, value) in settings) start.Environment[name] = value;
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        var program = new StandaloneProgram(Process.Start(start) ?? throw new InvalidOperationException("It did not start."));
        var said = new List<string>();
        while (await program._process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            said.Add(line);
            if (line.IndexOf(Listening, StringComparison.Ordinal) is not (>= 0 and var at)) continue;
            program.Address = new Uri(line[(at + Listening.Length)..]);
            _ = program._process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            return program;
        }
        await program.DisposeAsync();
        throw new InvalidOperationException($"It ended:\n{string.Join('\n', said)}");
    }

    /// <summary>As systemd and Docker end it.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync(CancellationToken cancellationToken)
    {
        await Tool.RunAsync("kill", ["-TERM", $"{_process.Id}"], cancellationToken);
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
