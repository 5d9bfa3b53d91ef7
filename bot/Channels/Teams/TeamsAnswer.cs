namespace ChatOps.Bot.Channels.Teams;

/// <summary>What is answered to a request of the Bot Connector.</summary>
/// <param name="Status">200; 400 for what is no activity, 401 for a token that is not good, 500 for what is to be delivered again.</param>
/// <param name="Json">The body, in UTF-8; empty for none. An invoke is answered with one.</param>
public sealed record TeamsAnswer(int Status, ReadOnlyMemory<byte> Json = default);
