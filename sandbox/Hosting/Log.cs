using Microsoft.Extensions.Logging;

namespace ChatOps.Sandbox.Hosting;

/// <summary>What the Functions host would write to its log.</summary>
internal static partial class Log
{
    [LoggerMessage(400, LogLevel.Warning, "Queue {Queue}: message {Message} was not handled, attempt {Attempt}; it is tried again")]
    public static partial void NotHandled(ILogger logger, string queue, string message, long attempt, Exception exception);

    [LoggerMessage(401, LogLevel.Error, "Queue {Queue}: message {Message} was given up after {Attempts} attempts; it lies in {Poison}")]
    public static partial void Poisoned(ILogger logger, string queue, string message, long attempts, string poison, Exception? exception);

    [LoggerMessage(402, LogLevel.Warning, "Queue {Queue} could not be worked on; it is tried again")]
    public static partial void Unreachable(ILogger logger, string queue, Exception exception);

    [LoggerMessage(403, LogLevel.Warning, "Timer {Function} failed; it runs again at its next time")]
    public static partial void TimerFailed(ILogger logger, string function, Exception exception);

    [LoggerMessage(404, LogLevel.Error, "The handler (process {Process}) exited by itself with {Code}")]
    public static partial void HandlerCrashed(ILogger logger, int process, int code);

    [LoggerMessage(405, LogLevel.Error, "The handler did not start again")]
    public static partial void HandlerNotStarted(ILogger logger, Exception exception);

    [LoggerMessage(406, LogLevel.Critical, "{Message}")]
    public static partial void HostShutDown(ILogger logger, string message);

    [LoggerMessage(407, LogLevel.Information, "{Function} {Invocation}: {Line}")]
    public static partial void Said(ILogger logger, string function, Guid invocation, string line);

    [LoggerMessage(408, LogLevel.Error, "Queue {Queue}: message {Message} failed {Attempts} times and stays where it is; nobody is called for it again")]
    public static partial void Left(ILogger logger, string queue, string message, long attempts, Exception exception);
}
