using System.CommandLine;
using Azure.Core.Pipeline;
using ChatOps.Azure.Storage;
using ChatOps.Core.State;
using ChatOps.Sandbox;

namespace ChatOps.Bench;

/// <summary>Where the tables of a run are; what it has made goes with it.</summary>
internal sealed class BenchStore : IAsyncDisposable
{
    private readonly string? _folder;
    private readonly Azurite? _azurite;

    private BenchStore(string name, Func<string, ITable> table, string? folder = null, Azurite? azurite = null, CallCounter? calls = null) =>
        (Name, Table, _folder, _azurite, Calls) = (name, table, folder, azurite, calls);

    public string Name { get; }

    /// <summary>Opens a table by its name.</summary>
    public Func<string, ITable> Table { get; }

    /// <summary>Of those over HTTP; null where there are none.</summary>
    public CallCounter? Calls { get; }

    public static Option<string> Option()
    {
        var option = new Option<string>("--store") { Description = "Where the rows are.", DefaultValueFactory = _ => "sqlite" };
        option.AcceptOnlyFromAmong("sqlite", "tables");
        return option;
    }

    public static async Task<BenchStore> OpenAsync(string? kind, CancellationToken cancellationToken)
    {
        if (kind == "tables")
        {
            var azurite = await Azurite.StartAsync(BenchFolders.Root, cancellationToken);
            var (account, calls) = (azurite.FirstAccount, new CallCounter(new HttpClientTransport()));
            var service = new TableServiceClient(account.Tables, account.Credential, new TableClientOptions { Transport = calls });
            return new BenchStore("Azure Tables (Azurite)", name => new AzureTable(service.GetTableClient(name)), azurite: azurite, calls: calls);
        }
        var folder = Directory.CreateTempSubdirectory("chatops-bench-").FullName;
        return new BenchStore("SQLite", name => new SqliteTable(Path.Combine(folder, "state.db"), name), folder);
    }

    public async ValueTask DisposeAsync()
    {
        if (_azurite is not null) await _azurite.DisposeAsync();
        if (_folder is not null) Directory.Delete(_folder, recursive: true);
    }
}
