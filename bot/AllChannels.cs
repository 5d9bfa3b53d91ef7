using System.Collections.Immutable;
using ChatOps.Bot.Cards;
using ChatOps.Core.Machines;
using ChatOps.Core.People;

namespace ChatOps.Bot;

/// <summary>All chats of the product at once: a card goes to the one that its conversation is in.</summary>
public sealed class AllChannels(ImmutableArray<IChannel> channels) : IChannel
{
    public string Name => string.Join(", ", Names);

    public IReadOnlyList<string> Names => [.. channels.Where(channel => channel.IsConnected).SelectMany(channel => channel.Names)];

    public bool IsConnected => channels.Any(channel => channel.IsConnected);

    public Task PutAsync(Conversation conversation, string key, Card card, CancellationToken cancellationToken) =>
        channels.FirstOrDefault(channel => channel.IsConnected && channel.Names.Contains(conversation.Channel)) is { } channel
            ? channel.PutAsync(conversation, key, card, cancellationToken)
            : throw new UnreachableConversationException($"No chat called {conversation.Channel} is connected.");

    public Task ChangedAsync(Machine machine, CancellationToken cancellationToken) =>
        Task.WhenAll(channels.Where(channel => channel.IsConnected).Select(channel => channel.ChangedAsync(machine, cancellationToken)));
}
