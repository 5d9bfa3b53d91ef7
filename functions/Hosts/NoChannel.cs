using ChatOps.Bot;
using ChatOps.Bot.Cards;
using ChatOps.Core.People;

namespace ChatOps.Functions.Hosts;

/// <summary>Until a chat is connected. What is not delivered stays, and is delivered once there is one.</summary>
internal sealed class NoChannel : IChannel
{
    public string Name => "none";

    public bool IsConnected => false;

    public Task PutAsync(Conversation conversation, string key, Card card, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("No chat is connected.");
}
