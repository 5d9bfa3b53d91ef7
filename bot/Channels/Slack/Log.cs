using Microsoft.Extensions.Logging;

namespace ChatOps.Bot.Channels.Slack;

/// <summary>What there is to say of Slack to the operator. No address to answer at is in it: whoever has one may speak as the bot.</summary>
internal static partial class Log
{
    [LoggerMessage(240, LogLevel.Information, "Slack refused {Method}: {Code}")]
    public static partial void Refused(ILogger logger, string method, string code);

    [LoggerMessage(241, LogLevel.Warning, "A request was refused: {Why}")]
    public static partial void BadRequest(ILogger logger, string why);

    [LoggerMessage(242, LogLevel.Warning, "Request {Request} could not be answered now")]
    public static partial void NotAnswered(ILogger logger, string request, Exception exception);

    [LoggerMessage(243, LogLevel.Error, "Request {Request} broke; reference {Reference}")]
    public static partial void Broken(ILogger logger, string request, string reference, Exception exception);

    [LoggerMessage(244, LogLevel.Information, "{Person} is refused in Slack: {Why}")]
    public static partial void Nobody(ILogger logger, string person, string why);

    [LoggerMessage(245, LogLevel.Debug, "Nobody could be told in {Conversation}: {Why}")]
    public static partial void Unreachable(ILogger logger, string conversation, string why);

    [LoggerMessage(246, LogLevel.Information, "Request {Request} takes longer than Slack waits; it goes on")]
    public static partial void Late(ILogger logger, string request);

    [LoggerMessage(247, LogLevel.Error, "Slack lets the bot do nothing in workspace {Workspace}: {Code}. Look at its token and its scopes")]
    public static partial void Denied(ILogger logger, string workspace, string code);

    [LoggerMessage(248, LogLevel.Warning, "Workspace {Workspace} does not take all blocks; {Level} ones are sent for a day")]
    public static partial void Lowered(ILogger logger, string workspace, Rendering.BlockKitLevel level);

    [LoggerMessage(249, LogLevel.Information, "Event {Event} comes again, the {Number}. time")]
    public static partial void Again(ILogger logger, string @event, string number);

    [LoggerMessage(250, LogLevel.Warning, "The Home of {Person} could not be drawn; it is the next time that something changes")]
    public static partial void NoHome(ILogger logger, string person, Exception exception);
}
