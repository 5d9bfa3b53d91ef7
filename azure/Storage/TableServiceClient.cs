using Azure.Core;
using Azure.Core.Pipeline;

namespace ChatOps.Azure.Storage;

/// <summary>
/// The tables of a storage account. Together with <see cref="TableClient"/> it is the part of Azure.Data.Tables that this
/// product uses, under the same names, over Azure.Core's pipeline, until that package can be had.
/// </summary>
public sealed class TableServiceClient
{
    private readonly Uri _endpoint;
    private readonly HttpPipeline _pipeline;

    /// <param name="endpoint"><c>https://ACCOUNT.table.core.windows.net</c>.</param>
    public TableServiceClient(Uri endpoint, TokenCredential credential, TableClientOptions? options = null)
        : this(endpoint, StoragePipeline.Build(options ?? new(), credential, TableClientOptions.Version)) { }

    /// <param name="endpoint">The emulator's: <c>http://127.0.0.1:PORT/ACCOUNT</c>.</param>
    public TableServiceClient(Uri endpoint, StorageSharedKeyCredential credential, TableClientOptions? options = null)
        : this(endpoint, StoragePipeline.Build(options ?? new(), new TableSharedKeyPolicy(credential), TableClientOptions.Version)) { }

    private TableServiceClient(Uri endpoint, HttpPipeline pipeline) => (_endpoint, _pipeline) = (endpoint, pipeline);

    /// <param name="tableName">Letters and digits, a letter first, 3 to 63.</param>
    public TableClient GetTableClient(string tableName) => new(_endpoint, _pipeline, tableName);
}
