using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using ChatOps.Core.Words;

namespace ChatOps.Sandbox.Playground;

/// <summary>
/// Microsoft 365 Agents Playground: Microsoft's own emulator of the Teams client, a page in the browser. Gone with this process, however
/// that ends.
/// </summary>
internal sealed partial class PlaygroundProcess : IAsyncDisposable
{
    /// <summary>
    /// Run before it. Nothing is ever written to its standard input; its end is the end of who started it. And it would listen to the whole
    /// network, where anybody could speak as the person that it shows.
    /// </summary>
    private const string Manners = """
        import net from 'node:net';
        process.stdin.on('end', () => process.exit()).resume();
        const listen = net.Server.prototype.listen;
        net.Server.prototype.listen = function (port, ...rest) { return listen.call(this, port, '127.0.0.1', ...rest); };
        """;

    /// <summary>How long it may take to say where it listens.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;

    [GeneratedRegex(@"^Listening on (?<port>\d+)$")]
    private static partial Regex Listening();

    private PlaygroundProcess(Process process, int port) => (_process, Address) = (process, new Uri($"http://localhost:{port}"));

    /// <summary>Of its page.</summary>
    public Uri Address { get; }

    /// <summary>Its script; null where it is not installed.</summary>
    /// <param name="root">The folder that <c>npm ci</c> was run in.</param>
    public static string? Script(string root) =>
        Path.Combine(root, "node_modules", "@microsoft", "m365agentsplayground", "cli.js") is var script && File.Exists(script) ? script : null;

    /// <param name="folder">Where its settings are, <c>.m365agentsplayground.yml</c>, and its log is written.</param>
    /// <param name="port">Where it listens if that is free; 0 for anywhere.</param>
    /// <param name="messages">Where it posts activities.</param>
    /// <exception cref="UserError">It did not start.</exception>
    public static async Task<PlaygroundProcess> StartAsync(string script, string folder, int port, Uri messages, CancellationToken cancellationToken)
    {
        string[] options = ["--app-endpoint", $"{messages}", "--channel-id", "msteams", "--port", $"{port}", "--disable-telemetry", "true"];
        var start = new ProcessStartInfo("node", ["--import", $"data:text/javascript,{Uri.EscapeDataString(Manners)}", script, "start", .. options])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["TEAMSAPPTESTER_BROWSER"] = "none" },
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException("Node.js did not start.");
        var complaint = "";
        process.ErrorDataReceived += (_, said) => complaint = string.IsNullOrWhiteSpace(said.Data) ? complaint : said.Data.Trim();
        process.BeginErrorReadLine();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            if (await PortAsync(process, limit.Token) is { } listens) return new PlaygroundProcess(process, listens);
            // So that its last words have been heard.
            await process.WaitForExitAsync(limit.Token);
            throw NotStarted("it ended");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await EndAsync(process);
            throw NotStarted($"it said nothing of its port in {Patience.TotalSeconds:0} s");
        }
        catch
        {
            await EndAsync(process);
            throw;
        }

        UserError NotStarted(string why) => new(
            $"Microsoft 365 Agents Playground did not start: {why}.{(complaint.Length > 0 ? $" Its last words: {complaint}." : "")} "
            + $"{Path.Combine(folder, "devTools", "m365agentsplayground.log")} may say more.");
    }

    public async ValueTask DisposeAsync() => await EndAsync(_process);

    /// <summary>It chooses another port than the one asked for where that is taken, and says which.</summary>
    /// <returns>Null when it ended before.</returns>
    private static async Task<int?> PortAsync(Process process, CancellationToken cancellationToken)
    {
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (Listening().Match(line) is not { Success: true } listening) continue;
            // What it says from now on is of no interest, but a full pipe would stop it.
            _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            return int.Parse(listening.Groups["port"].ValueSpan, CultureInfo.InvariantCulture);
        }
        return null;
    }

    private static async Task EndAsync(Process process)
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
