using ChatOps.Azure.Storage;
using ChatOps.Core.State;
using ChatOps.Tests.Tools;
using Emulator = ChatOps.Sandbox.Azurite;

[assembly: AssemblyFixture(typeof(Azurite))]

namespace ChatOps.Tests.Tools;

/// <summary>The test run's own Azurite, started by the first test that asks for it. Tests share it: each takes names of its own.</summary>
public sealed class Azurite : IAsyncDisposable
{
    private readonly Lazy<Task<Emulator>> _started = new(StartAsync);

    /// <summary>A name that no other test has.</summary>
    public static string NewName() => $"t{Guid.NewGuid():N}";

    /// <param name="options">Null for those of production.</param>
    public async Task<TableServiceClient> TablesAsync(TableClientOptions? options = null, StorageSharedKeyCredential? credential = null)
    {
        var azurite = await _started.Value;
        return new TableServiceClient(azurite.Tables, credential ?? azurite.Credential, options ?? new TableClientOptions());
    }

    public async Task<QueueServiceClient> QueuesAsync(QueueClientOptions? options = null)
    {
        var azurite = await _started.Value;
        return new QueueServiceClient(azurite.Queues, azurite.Credential, options ?? new QueueClientOptions());
    }

    /// <summary>The tables of a world of its own.</summary>
    public async Task<Func<string, ITable>> NewTablesAsync() => (await _started.Value).NewTables();

    public async ValueTask DisposeAsync()
    {
        if (_started.IsValueCreated) await (await _started.Value).DisposeAsync();
    }

    private static async Task<Emulator> StartAsync()
    {
        await Node.InstalledAsync(CancellationToken.None);
        return await Emulator.StartAsync(Repository.Root, CancellationToken.None);
    }
}
