namespace ChatOps.Bot.Channels.Teams.Connector;

/// <summary>The connector could not be reached, or did not do what it was asked for.</summary>
internal sealed class ConnectorException(string message, Exception? inner = null) : ChatException(message, inner);
