using Azure.Core;

namespace ChatOps.Azure.Storage;

public sealed class TableClientOptions : ClientOptions
{
    /// <summary>The first that takes Entra's tokens.</summary>
    internal const string Version = "2020-12-06";

    public TableClientOptions() => StoragePipeline.RetrySoon(Retry);
}
