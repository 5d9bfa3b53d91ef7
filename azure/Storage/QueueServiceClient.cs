using Azure.Core;
using Azure.Core.Pipeline;

namespace ChatOps.Azure.Storage;

/// <summary>
/// The queues of a storage account. Together with <see cref="QueueClient"/> it is the part of Azure.Storage.Queues that this
/// product uses, under the same names, over Azure.Core's pipeline, until that package can be had.
/// </summary>
public sealed class QueueServiceClient
{
    private readonly Uri _endpoint;
    private readonly HttpPipeline _pipeline;

    /// <param name="endpoint"><c>https://ACCOUNT.queue.core.windows.net</c>.</param>
    public QueueServiceClient(Uri endpoint, TokenCredential credential, QueueClientOptions? options = null)
        : this(endpoint, StoragePipeline.Build(options ?? new(), credential, QueueClientOptions.Version)) { }

    /// <param name="endpoint">The emulator's: <c>http://127.0.0.1:PORT/ACCOUNT</c>.</param>
    public QueueServiceClient(Uri endpoint, StorageSharedKeyCredential credential, QueueClientOptions? options = null)
        : this(endpoint, StoragePipeline.Build(options ?? new(), new QueueSharedKeyPolicy(credential), QueueClientOptions.Version)) { }

    private QueueServiceClient(Uri endpoint, HttpPipeline pipeline) => (_endpoint, _pipeline) = (endpoint, pipeline);

    /// <param name="queueName">Small letters, digits and single hyphens between them, 3 to 63.</param>
    public QueueClient GetQueueClient(string queueName) => new(_endpoint, _pipeline, queueName);
}
