using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using ChatOps.Azure.Storage;
using ChatOps.Core.State;
using ChatOps.Core.Words;

namespace ChatOps.Sandbox;

/// <summary>Microsoft's emulator of Azure Storage, on the loopback and in memory: gone with this process, however that ends.</summary>
public sealed partial class Azurite : IAsyncDisposable
{
    private const string Account = "chatops";

    /// <summary>Nothing is ever written to its standard input; its end is the end of who started it.</summary>
    private const string EndWithTheStarter = "data:text/javascript,process.stdin.on('end',()=>process.exit()).resume()";

    private readonly Process _process;

    [GeneratedRegex(@"^Azurite (?<service>\w+) service is successfully listening at (?<uri>\S+)$")]
    private static partial Regex Listening();

    private Azurite(Process process, StorageSharedKeyCredential credential) => (_process, Credential) = (process, credential);

    /// <summary>The only one that it knows.</summary>
    public StorageSharedKeyCredential Credential { get; }

    public Uri Tables { get; private set; } = new("http://127.0.0.1/");

    public Uri Queues { get; private set; } = new("http://127.0.0.1/");

    /// <summary>A new world's tables: opened by their names, apart from those of every other world.</summary>
    public Func<string, ITable> NewTables()
    {
        var (service, world) = (new TableServiceClient(Tables, Credential), Guid.NewGuid().ToString("N"));
        return name => new AzureTable(service.GetTableClient(name + world));
    }

    /// <param name="root">The folder that <c>npm ci</c> was run in.</param>
    /// <exception cref="UserError">It is not installed.</exception>
    public static async Task<Azurite> StartAsync(string root, CancellationToken cancellationToken)
    {
        var script = Path.Combine(root, "node_modules", "azurite", "dist", "src", "azurite.js");
        if (!File.Exists(script)) throw new UserError("The emulator of Azure Storage is not installed. Run `npm ci` in the repository.");
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(64));
        var process = Start(script, key);
        var azurite = new Azurite(process, new StorageSharedKeyCredential(Account, key));
        try
        {
            await azurite.ReadyAsync(cancellationToken);
            return azurite;
        }
        catch
        {
            await azurite.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static Process Start(string script, string key)
    {
        string[] ports = ["--blobPort", "0", "--queuePort", "0", "--tablePort", "0"];
        var start = new ProcessStartInfo("node", ["--import", EndWithTheStarter, script, "--inMemoryPersistence", "--disableTelemetry", "--silent", .. ports])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["AZURITE_ACCOUNTS"] = $"{Account}:{key}" },
        };
        try
        {
            return Process.Start(start) ?? throw new InvalidOperationException("Node.js did not start.");
        }
        catch (Win32Exception)
        {
            throw new UserError("The emulator of Azure Storage needs Node.js. Install Node 20 or later.");
        }
    }

    /// <summary>Reads what it says until it has said where its tables are, the last of its services to start.</summary>
    private async Task ReadyAsync(CancellationToken cancellationToken)
    {
        var said = new List<string>();
        while (await _process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            said.Add(line);
            if (Listening().Match(line) is not { Success: true } listening) continue;
            var uri = new Uri(string.Create(CultureInfo.InvariantCulture, $"{listening.Groups["uri"].Value}/{Account}"));
            if (listening.Groups["service"].Value == "Queue") Queues = uri;
            if (listening.Groups["service"].Value != "Table") continue;
            Tables = uri;
            // What it says from now on is of no interest, but a full pipe would stop it.
            _process.BeginErrorReadLine();
            _ = _process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            return;
        }
        var error = await _process.StandardError.ReadToEndAsync(cancellationToken);
        throw new InvalidOperationException($"The emulator of Azure Storage did not start: {string.Join('\n', said)}\n{error}");
    }
}
