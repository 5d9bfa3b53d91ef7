using Microsoft.Extensions.Logging;

namespace ChatOps.Bot;

/// <summary>What the bot has to say to the operator.</summary>
internal static partial class Log
{
    private static readonly Func<ILogger, string, IDisposable?> RequestScope = LoggerMessage.DefineScope<string>("request {Request}");

    /// <summary>Everything that is logged while a request is answered says which.</summary>
    public static IDisposable? Answering(ILogger logger, string request) => RequestScope(logger, request);

    [LoggerMessage(200, LogLevel.Error, "Request {Request} by {Person} broke; reference {Reference}")]
    public static partial void Broken(ILogger logger, string request, string person, string reference, Exception exception);

    [LoggerMessage(201, LogLevel.Error, "Message {Key} could not be delivered; it is tried again")]
    public static partial void Undelivered(ILogger logger, string key, Exception exception);

    [LoggerMessage(202, LogLevel.Debug, "Message {Key} waits: {Reason}")]
    public static partial void Unreachable(ILogger logger, string key, string reason);

    [LoggerMessage(203, LogLevel.Error, "Request {Request} by {Person} is answered, but could not be written into the audit")]
    public static partial void Unaudited(ILogger logger, string request, string person, Exception exception);
}
