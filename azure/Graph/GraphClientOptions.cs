using Azure.Core;

namespace ChatOps.Azure.Graph;

public sealed class GraphClientOptions : ClientOptions
{
    public GraphClientOptions()
    {
        // Nobody waits for the answer. Whoever asks too often is told for how long to wait, and does.
        Retry.MaxRetries = 3;
        Retry.NetworkTimeout = TimeSpan.FromSeconds(30);
    }
}
