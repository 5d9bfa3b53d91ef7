using Microsoft.Extensions.Logging;

namespace ChatOps.Bot.Channels.Teams;

/// <summary>What there is to say of Teams to the operator.</summary>
internal static partial class Log
{
    [LoggerMessage(210, LogLevel.Information, "The Bot Connector refused a {Method}: {Status} {Code}")]
    public static partial void Refused(ILogger logger, string method, int status, string code);

    [LoggerMessage(211, LogLevel.Warning, "An activity was refused: {Why}")]
    public static partial void BadActivity(ILogger logger, string why);

    [LoggerMessage(212, LogLevel.Warning, "Activity {Activity} could not be answered now; Teams delivers it again")]
    public static partial void NotAnswered(ILogger logger, string activity, Exception exception);

    [LoggerMessage(213, LogLevel.Error, "Activity {Activity} broke; reference {Reference}")]
    public static partial void Broken(ILogger logger, string activity, string reference, Exception exception);

    [LoggerMessage(214, LogLevel.Information, "{Person} is refused in Teams: {Why}")]
    public static partial void Nobody(ILogger logger, string person, string why);

    [LoggerMessage(215, LogLevel.Warning, "Who is in conversation {Conversation} could not be read; people in it are known when they say something")]
    public static partial void NoRoster(ILogger logger, string conversation, Exception exception);

    [LoggerMessage(216, LogLevel.Information, "The bot was {What} conversation {Conversation}")]
    public static partial void Installed(ILogger logger, string what, string conversation);

    [LoggerMessage(217, LogLevel.Debug, "Nobody could be told in {Conversation}: {Why}")]
    public static partial void Unreachable(ILogger logger, string conversation, string why);

    [LoggerMessage(218, LogLevel.Warning, "An answer to {Activity} could not be posted; what it says is shown for a moment instead")]
    public static partial void NotPosted(ILogger logger, string activity, Exception exception);

    [LoggerMessage(219, LogLevel.Warning, "The press {Activity} takes longer than Teams waits; it goes on")]
    public static partial void Late(ILogger logger, string activity);
}
