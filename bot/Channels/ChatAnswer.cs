namespace ChatOps.Bot.Channels;

/// <summary>What is answered to a request of a chat.</summary>
/// <param name="Status">200; 400 for what cannot be read, 401 for what is not proven, 500 and more for what is to be delivered again.</param>
/// <param name="Json">The body, in UTF-8; empty for none.</param>
public sealed record ChatAnswer(int Status, ReadOnlyMemory<byte> Json = default);
