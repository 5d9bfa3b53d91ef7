namespace ChatOps.Bot.Channels.Teams.Tokens;

/// <summary>Whether a token is good cannot be told now, because the keys could not be fetched. The activity is to be delivered again.</summary>
public sealed class NoSigningKeysException(Exception inner)
    : Exception("The keys that the Bot Connector signs with could not be fetched.", inner);
