using Azure.Core;

namespace ChatOps.Azure.Storage;

public sealed class QueueClientOptions : ClientOptions
{
    internal const string Version = "2021-12-02";

    public QueueClientOptions() => StoragePipeline.RetrySoon(Retry);
}
