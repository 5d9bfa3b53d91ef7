namespace ChatOps.Bot;

/// <summary>
/// Nobody can be told there at present: the person has not met the bot in this chat yet, or the bot was removed from the conversation. It
/// is no fault; what there is to tell waits until the bot is added.
/// </summary>
public sealed class UnreachableConversationException(string message, Exception? inner = null) : Exception(message, inner);
