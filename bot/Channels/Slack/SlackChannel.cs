using ChatOps.Bot.Cards;
using ChatOps.Bot.Channels.Slack.Api;
using ChatOps.Core.Machines;
using ChatOps.Core.People;

namespace ChatOps.Bot.Channels.Slack;

/// <summary>Cards that are shown in Slack: each exists once in its conversation and is edited in place.</summary>
public sealed class SlackChannel : IChannel
{
    private readonly SlackPlaces _places;
    private readonly SentCards _sent;
    private readonly SlackDrawing _drawing;
    private readonly SlackHomes _homes;
    private readonly Turns _turns = new();

    internal SlackChannel(SlackPlaces places, SentCards sent, SlackDrawing drawing, SlackHomes homes) =>
        (_places, _sent, _drawing, _homes) = (places, sent, drawing, homes);

    public string Name => SlackChat.ChannelName;

    /// <summary>Cards of one conversation are shown one after the other, so that the one that was given last is what is seen.</summary>
    public Task PutAsync(Conversation conversation, string key, Card card, CancellationToken cancellationToken) =>
        PutAsync(conversation, key, _ => Task.FromResult(card), cancellationToken);

    /// <summary>The Homes of those whom it concerns.</summary>
    public Task ChangedAsync(Machine machine, CancellationToken cancellationToken) => _homes.RefreshAsync(machine, cancellationToken);

    /// <param name="read">The card as it is by then, read when it is its turn: what waits with an older one would show that last.</param>
    internal async Task PutAsync(Conversation conversation, string key, Func<CancellationToken, Task<Card>> read, CancellationToken cancellationToken)
    {
        using var turn = await _turns.TakeAsync(conversation.Key, cancellationToken);
        var spot = await _places.FindAsync(conversation, cancellationToken);
        var card = await read(cancellationToken);
        try
        {
            await _drawing.SendAsync(spot.Server, card, key, message =>
                _sent.ShowAsync(conversation, key, spot, SlackMessage.Write(message), cancellationToken));
        }
        catch (UnreachableConversationException)
        {
            await _places.LoseAsync(conversation, spot, cancellationToken);
            throw;
        }
    }
}
