using ChatOps.Bot.Cards;
using ChatOps.Core.Machines;
using ChatOps.Core.People;

namespace ChatOps.Bot;

/// <summary>The port to a chat: where cards that nobody asked for just now are put.</summary>
public interface IChannel
{
    /// <summary>Which chat it is, as in <see cref="Conversation.Channel"/>.</summary>
    string Name { get; }

    /// <summary>Each chat that it is, where it is several.</summary>
    IReadOnlyList<string> Names => [Name];

    /// <summary>False where there is no chat yet: then nothing is tried, and what there is to tell waits.</summary>
    bool IsConnected => true;

    /// <summary>
    /// Shows the card in the conversation. One that was shown under this key before is edited in place, so that showing it
    /// twice is harmless.
    /// </summary>
    /// <exception cref="UnreachableConversationException">Nobody can be told there at present.</exception>
    Task PutAsync(Conversation conversation, string key, Card card, CancellationToken cancellationToken);

    /// <summary>A machine has changed, wherever it was launched: for a chat that shows more of it than its card.</summary>
    Task ChangedAsync(Machine machine, CancellationToken cancellationToken) => Task.CompletedTask;
}
