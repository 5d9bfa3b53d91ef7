using ChatOps.Bot.Cards;
using ChatOps.Core.People;

namespace ChatOps.Bot.Channels.Teams;

/// <summary>Cards that are shown in Teams: each exists once in its conversation and is edited in place.</summary>
public sealed class TeamsChannel : IChannel
{
    public string Name => TeamsChat.ChannelName;

    public Task PutAsync(Conversation conversation, string key, Card card, CancellationToken cancellationToken) => throw new NotImplementedException();
}
