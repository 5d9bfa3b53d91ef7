using ChatOps.Azure.Storage;
using ChatOps.Core.State;
using ChatOps.Tests.Core.State;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Azure.Storage;

/// <summary>The contract, against Azurite.</summary>
public sealed class AzureTableTests(Azurite azurite) : TableContract, IAsyncLifetime
{
    private readonly string _name = Azurite.NewName();
    private TableServiceClient? _service;

    public async ValueTask InitializeAsync() => _service = await azurite.TablesAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected override ITable Open() => new AzureTable(_service?.GetTableClient(_name) ?? throw new InvalidOperationException("Azurite was not started."));
}
