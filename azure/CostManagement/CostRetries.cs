using System.Globalization;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace ChatOps.Azure.CostManagement;

/// <summary>
/// Asks again a moment later. Whoever asks too often is told for how long to wait by one header for each thing that is counted; the longest counts.
/// What takes longer than it can be waited for fails, and is asked again with the next reading.
/// </summary>
/// <param name="delay">Where nothing is said.</param>
internal sealed class CostRetries(TimeSpan delay) : RetryPolicy(Most, new Waits(delay))
{
    private const int Most = 2;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private static readonly string[] Headers =
    [
        "Retry-After",
        "x-ms-ratelimit-microsoft.costmanagement-qpu-retry-after",
        "x-ms-ratelimit-microsoft.costmanagement-entity-retry-after",
        "x-ms-ratelimit-microsoft.costmanagement-tenant-retry-after",
        "x-ms-ratelimit-microsoft.costmanagement-clienttype-retry-after",
    ];

    /// <summary>How long an answer asks to wait.</summary>
    internal static TimeSpan Asked(Response response) => Headers.Max(name =>
        response.Headers.TryGetValue(name, out var value) && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : TimeSpan.Zero);

    protected override bool ShouldRetry(HttpMessage message, Exception? exception) => IsSoon(message) && base.ShouldRetry(message, exception);

    protected override ValueTask<bool> ShouldRetryAsync(HttpMessage message, Exception? exception) =>
        IsSoon(message) ? base.ShouldRetryAsync(message, exception) : new(false);

    private static bool IsSoon(HttpMessage message) => !message.HasResponse || Asked(message.Response) <= Longest;

    private sealed class Waits(TimeSpan delay) : DelayStrategy
    {
        protected override TimeSpan GetNextDelayCore(Response? response, int retryNumber) =>
            response is not null && Asked(response) is var asked && asked > delay ? asked : delay;
    }
}
