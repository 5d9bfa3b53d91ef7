using System.Net;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace ChatOps.Bot.Channels;

/// <summary>
/// What is tried again, and how often: a few times within ten seconds. What does not succeed by then is somebody else's to try again:
/// the outbox's, or the chat's, which delivers anew what was not answered.
/// </summary>
internal static class ChatRetries
{
    private const int Retries = 3;
    private static readonly TimeSpan InAll = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(4);

    /// <summary>Whether a call that ended so can have done nothing: it did not even reach the chat.</summary>
    public static bool NeverArrived(Exception e) => e is HttpRequestException
    {
        HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError,
    };

    /// <param name="passes">Which statuses say that it may go well the next time, and that nothing was done.</param>
    /// <param name="isRepeatable">Whether it does no harm when it is done twice: what posts a message is not tried again when it may have been taken.</param>
    public static ResiliencePipeline<HttpResponseMessage> Create(
        TimeProvider time, Func<HttpStatusCode, bool> passes, bool isRepeatable) =>
        new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }
        .AddTimeout(new TimeoutStrategyOptions { Timeout = InAll })
        .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
        {
            MaxRetryAttempts = Retries,
            Delay = TimeSpan.FromSeconds(0.5),
            MaxDelay = LongestPause,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome switch
            {
                { Exception: HttpRequestException e } => isRepeatable || NeverArrived(e),
                { Result: { } answer } => passes(answer.StatusCode) && (PauseOf(answer, time) ?? TimeSpan.Zero) <= LongestPause,
                _ => false,
            }),
            DelayGenerator = arguments => ValueTask.FromResult(arguments.Outcome.Result is { } answer ? PauseOf(answer, time) : null),
            OnRetry = arguments =>
            {
                arguments.Outcome.Result?.Dispose();
                return ValueTask.CompletedTask;
            },
        })
        .Build();

    private static TimeSpan? PauseOf(HttpResponseMessage answer, TimeProvider time)
    {
        var pause = answer.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => (TimeSpan?)null,
        };
        return pause < TimeSpan.Zero ? TimeSpan.Zero : pause;
    }
}
