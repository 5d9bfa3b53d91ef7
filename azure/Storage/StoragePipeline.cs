using System.Globalization;
using Azure.Core;
using Azure.Core.Pipeline;

namespace ChatOps.Azure.Storage;

/// <summary>What tables and queues have in common on their way to Azure.</summary>
internal static class StoragePipeline
{
    private const string Scope = "https://storage.azure.com/.default";

    /// <param name="version">Of the service's protocol.</param>
    public static HttpPipeline Build(ClientOptions options, TokenCredential credential, string version) =>
        Build(options, new BearerTokenAuthenticationPolicy(credential, Scope), version);

    /// <param name="authentication">Runs before each try, because what it signs holds the time.</param>
    public static HttpPipeline Build(ClientOptions options, HttpPipelinePolicy authentication, string version) =>
        HttpPipelineBuilder.Build(new HttpPipelineOptions(options)
        {
            PerRetryPolicies = { new Headers(version), authentication },
            RequestFailedDetailsParser = new StorageErrors(),
        });

    /// <summary>A person may be waiting for the answer: few tries, soon after each other.</summary>
    public static void RetrySoon(RetryOptions retry)
    {
        retry.MaxRetries = 3;
        retry.Delay = TimeSpan.FromMilliseconds(200);
        retry.MaxDelay = TimeSpan.FromSeconds(2);
        retry.NetworkTimeout = TimeSpan.FromSeconds(10);
    }

    private sealed class Headers(string version) : HttpPipelineSynchronousPolicy
    {
        public override void OnSendingRequest(HttpMessage message)
        {
            message.Request.Headers.SetValue("x-ms-version", version);
            message.Request.Headers.SetValue("x-ms-date", TimeProvider.System.GetUtcNow().ToString("R", CultureInfo.InvariantCulture));
        }
    }
}
