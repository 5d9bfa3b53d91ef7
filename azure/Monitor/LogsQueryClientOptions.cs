using Azure.Core;

namespace ChatOps.Azure.Monitor;

public sealed class LogsQueryClientOptions : ClientOptions
{
    public LogsQueryClientOptions()
    {
        // Nobody waits for the answer. Whoever asks too often is told for how long to wait, and does.
        Retry.MaxRetries = 3;
        // A little longer than the service may take, so that it is the service that gives up.
        Retry.NetworkTimeout = LogsQueryClient.ServerTimeout + TimeSpan.FromSeconds(20);
    }
}
