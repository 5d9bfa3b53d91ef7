namespace ChatOps.Bot.Channels.Slack.Api;

/// <summary>Slack could not be reached, or did not do what it was asked for.</summary>
internal class SlackException(string message, Exception? inner = null) : ChatException(message, inner);

/// <summary>The workspace does not take these blocks. Nothing was shown.</summary>
internal sealed class InvalidBlocksException(string message) : SlackException(message);
