using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using ChatOps.Azure.Storage;
using ChatOps.Core.State;
using ChatOps.Core.Words;
using ChatOps.Sandbox.Loopback;

namespace ChatOps.Sandbox;

/// <summary>Microsoft's emulator of Azure Storage, on the loopback and in memory: gone with this process, however that ends.</summary>
public sealed partial class Azurite : IAsyncDisposable
{
    /// <summary>Nothing is ever written to its standard input; its end is the end of who started it.</summary>
    private const string EndWithTheStarter = "data:text/javascript,process.stdin.on('end',()=>process.exit()).resume()";

    private readonly Process _process;
    private IReadOnlyList<AzuriteAccount> _accounts = [];
    private int _given;

    [GeneratedRegex(@"^Azurite (?<service>\w+) service is successfully listening at (?<uri>\S+)$")]
    private static partial Regex Listening();

    private Azurite(Process process) => _process = process;

    /// <summary>For all who take names that nobody else has.</summary>
    public AzuriteAccount FirstAccount => _accounts[0];

    /// <summary>An account for one who takes plain names.</summary>
    /// <exception cref="InvalidOperationException">Each has been given to somebody.</exception>
    public AzuriteAccount NewAccount() => Interlocked.Increment(ref _given) is var given && given <= _accounts.Count
        ? _accounts[given - 1]
        : throw new InvalidOperationException($"All {_accounts.Count} accounts of the emulator are taken; start it with more.");

    /// <summary>A new world's tables: opened by their names, apart from those of every other world.</summary>
    public Func<string, ITable> NewTables()
    {
        var (service, world) = (new TableServiceClient(FirstAccount.Tables, FirstAccount.Credential), Guid.NewGuid().ToString("N"));
        return name => new AzureTable(service.GetTableClient(name + world));
    }

    /// <inheritdoc cref="StartAsync(string, AzuriteOptions, CancellationToken)"/>
    public static Task<Azurite> StartAsync(string root, CancellationToken cancellationToken) => StartAsync(root, new AzuriteOptions(), cancellationToken);

    /// <param name="root">The folder that <c>npm ci</c> was run in.</param>
    /// <exception cref="UserError">It is not installed.</exception>
    public static async Task<Azurite> StartAsync(string root, AzuriteOptions options, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Accounts, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Accounts, 1000);
        var script = Path.Combine(root, "node_modules", "azurite", "dist", "src", "azurite.js");
        if (!File.Exists(script)) throw new UserError("The emulator of Azure Storage is not installed. Run `npm ci` in the repository.");
        var names = Enumerable.Range(1, options.Accounts - 1).Select(number => string.Create(CultureInfo.InvariantCulture, $"chatops{number}"));
        var keys = names.Prepend("chatops").ToDictionary(name => name, _ => Convert.ToBase64String(RandomNumberGenerator.GetBytes(64)));
        var azurite = new Azurite(Start(script, keys, options.Authority));
        try
        {
            await azurite.ReadyAsync(keys, cancellationToken);
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

    private static Process Start(string script, Dictionary<string, string> keys, LoopbackAuthority? authority)
    {
        string[] ports = ["--blobPort", "0", "--queuePort", "0", "--tablePort", "0"];
        string[] tls = authority is null ? [] : ["--cert", authority.ServerFile, "--key", authority.KeyFile, "--oauth", "basic"];
        string[] silent = ["--inMemoryPersistence", "--disableTelemetry", "--silent"];
        var start = new ProcessStartInfo("node", ["--import", EndWithTheStarter, script, .. silent, .. ports, .. tls])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["AZURITE_ACCOUNTS"] = string.Join(';', keys.Select(account => $"{account.Key}:{account.Value}")) },
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
    private async Task ReadyAsync(Dictionary<string, string> keys, CancellationToken cancellationToken)
    {
        var (said, services) = (new List<string>(), new Dictionary<string, Uri>());
        while (await _process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            said.Add(line);
            if (Listening().Match(line) is not { Success: true } listening) continue;
            services[listening.Groups["service"].Value] = new Uri(listening.Groups["uri"].Value);
            if (!services.TryGetValue("Table", out var tables)) continue;
            _accounts = [.. keys.Select(account => new AzuriteAccount(account.Key, account.Value, services["Queue"], tables))];
            // What it says from now on is of no interest, but a full pipe would stop it.
            _process.BeginErrorReadLine();
            _ = _process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            return;
        }
        var error = await _process.StandardError.ReadToEndAsync(cancellationToken);
        throw new InvalidOperationException($"The emulator of Azure Storage did not start: {string.Join('\n', said)}\n{error}");
    }
}
