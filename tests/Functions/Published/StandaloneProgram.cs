using System.Collections.Concurrent;
using System.Diagnostics;
using ChatOps.Sandbox.Hosting;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Functions.Published;

/// <summary>The published program with <c>--standalone</c>; it ends with this process, or when it is disposed of.</summary>
internal sealed class StandaloneProgram : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";

    private readonly Process _process;
    private readonly DeathWatch _watch;
    private readonly ConcurrentQueue<string> _said = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private StandaloneProgram(Process process)
    {
        (_process, _watch) = (process, DeathWatch.Over(process));
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>All that it has said.</summary>
    public string Output => string.Join('\n', _said);

    /// <param name="published">The folder.</param>
    /// <param name="settings">Of this process it has no others but what it needs to start.</param>
    public static async Task<StandaloneProgram> StartAsync(string published, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Path.Combine(published, "ChatOps.Functions"), "--standalone")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in settings) start.Environment[name] = value;
        // Where .NET is, when it is not where it usually is.
        if (Environment.GetEnvironmentVariable("DOTNET_ROOT") is { } root) start.Environment["DOTNET_ROOT"] = root;
        start.Environment["HOME"] = Path.GetTempPath();
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        var program = new StandaloneProgram(Process.Start(start) ?? throw new InvalidOperationException("It did not start."));
        if (await Task.WhenAny(program._address.Task, program._process.WaitForExitAsync(cancellationToken)) == program._address.Task)
        {
            program.Address = await program._address.Task;
            return program;
        }
        await program.DisposeAsync();
        throw new InvalidOperationException($"It ended:\n{program.Output}");
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
        _watch.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Hear(string? line)
    {
        if (line is null) return;
        _said.Enqueue(line);
        if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at) _address.TrySetResult(new Uri(line[(at + Listening.Length)..]));
    }
}
