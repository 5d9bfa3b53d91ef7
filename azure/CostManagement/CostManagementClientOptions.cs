using Azure.Core;

namespace ChatOps.Azure.CostManagement;

public sealed class CostManagementClientOptions : ClientOptions
{
    /// <param name="delay">Before it is asked again where it does not say itself for how long to wait; null for a second.</param>
    public CostManagementClientOptions(TimeSpan? delay = null)
    {
        RetryPolicy = new CostRetries(delay ?? TimeSpan.FromSeconds(1));
        Retry.NetworkTimeout = TimeSpan.FromSeconds(60);
    }
}
