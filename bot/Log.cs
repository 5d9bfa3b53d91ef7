using Microsoft.Extensions.Logging;

namespace ChatOps.Bot;

/// <summary>What the bot has to say to the operator.</summary>
internal static partial class Log
{
    [LoggerMessage(200, LogLevel.Error, "Request {Request} by {Person} broke; reference {Reference}")]
    public static partial void Broken(ILogger logger, string request, string person, string reference, Exception exception);

    [LoggerMessage(201, LogLevel.Error, "Message {Key} could not be delivered; it stays in the outbox")]
    public static partial void Undelivered(ILogger logger, string key, Exception exception);
}
