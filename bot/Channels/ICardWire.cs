namespace ChatOps.Bot.Channels;

/// <summary>The port to a chat through which cards are posted and edited. Each call may throw a <see cref="ChatException"/>.</summary>
internal interface ICardWire
{
    /// <param name="message">JSON in UTF-8, as the chat takes it.</param>
    /// <returns>The new message's id; empty where the chat says none.</returns>
    /// <exception cref="UnreachableConversationException">The bot is not there, or its thread is gone.</exception>
    Task<string> SendAsync(Spot spot, ReadOnlyMemory<byte> message, CancellationToken cancellationToken);

    /// <returns>False when there is no such message: somebody may have deleted it.</returns>
    /// <exception cref="UnreachableConversationException">The bot is not there.</exception>
    Task<bool> UpdateAsync(Spot spot, string id, ReadOnlyMemory<byte> message, CancellationToken cancellationToken);
}
