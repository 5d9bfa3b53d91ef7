using Azure.Identity;
using ChatOps.Azure.Storage;
using ChatOps.Core.State;
using ChatOps.Tests.Tools;
using Emulator = ChatOps.Sandbox.Azurite;

[assembly: AssemblyFixture(typeof(Azurite))]

namespace ChatOps.Tests.Tools;

/// <summary>The test run's own Azurite, started by the first test that asks for it. Tests share it: each takes names of its own.</summary>
public sealed class Azurite : IAsyncDisposable
{
    /// <summary>Set to anything, it makes the tests of tables and queues use the storage that the program's own settings name.</summary>
    public const string UseSettings = "CHATOPS_TEST_STORAGE";

    /// <summary>The program's own; not asked for anything where there is a connection string.</summary>
    private static readonly DefaultAzureCredential Credential = new();

    private readonly Lazy<Task<Emulator>> _started = new(StartAsync);

    /// <summary>A name that no other test has.</summary>
    public static string NewName() => $"t{Guid.NewGuid():N}";

    /// <param name="options">Null for those of production.</param>
    public async Task<TableServiceClient> TablesAsync(TableClientOptions? options = null, StorageSharedKeyCredential? credential = null)
    {
        var storage = await StorageAsync();
        return credential is null ? storage.OpenTables(options) : new TableServiceClient(storage.Tables, credential, options);
    }

    public async Task<QueueServiceClient> QueuesAsync(QueueClientOptions? options = null) => (await StorageAsync()).OpenQueues(options);

    /// <summary>The tables of a world of its own.</summary>
    public async Task<Func<string, ITable>> NewTablesAsync() => (await _started.Value).NewTables();

    public async ValueTask DisposeAsync()
    {
        if (_started.IsValueCreated) await (await _started.Value).DisposeAsync();
    }

    private async Task<StorageConnection> StorageAsync() => StorageConnection.Open(await SettingsAsync(), Credential);

    private async Task<StorageSettings> SettingsAsync()
    {
        if (Environment.GetEnvironmentVariable(UseSettings) is null)
            return new StorageSettings { ConnectionString = (await _started.Value).FirstAccount.ConnectionString };
        return new StorageSettings
        {
            ConnectionString = Environment.GetEnvironmentVariable(StorageSettings.Name),
            AccountName = Environment.GetEnvironmentVariable(StorageSettings.AccountNameSetting),
            QueueServiceUri = Environment.GetEnvironmentVariable(StorageSettings.QueueServiceUriSetting),
            TableServiceUri = Environment.GetEnvironmentVariable(StorageSettings.TableServiceUriSetting),
        };
    }

    private static async Task<Emulator> StartAsync()
    {
        await Node.InstalledAsync(CancellationToken.None);
        return await Emulator.StartAsync(Repository.Root, CancellationToken.None);
    }
}
