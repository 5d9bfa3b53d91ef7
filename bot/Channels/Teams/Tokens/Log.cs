using Microsoft.Extensions.Logging;

namespace ChatOps.Bot.Channels.Teams.Tokens;

/// <summary>What there is to say of tokens, without any part of one.</summary>
internal static partial class Log
{
    [LoggerMessage(230, LogLevel.Warning, "An activity was refused for its token: {Reason}")]
    public static partial void Refused(ILogger logger, string reason);

    [LoggerMessage(231, LogLevel.Warning, "The keys that the Bot Connector signs with could not be fetched; it is tried again")]
    public static partial void KeysNotFetched(ILogger logger, Exception exception);
}
