using ChatOps.Bot.Cards;
using ChatOps.Bot.Rendering;
using ChatOps.Core.People;

namespace ChatOps.Bot.Channels.Teams;

/// <summary>Cards that are shown in Teams: each exists once in its conversation and is edited in place.</summary>
public sealed class TeamsChannel : IChannel
{
    private readonly TeamsPlaces _places;
    private readonly TeamsPeople _people;
    private readonly SentCards _sent;
    private readonly LivePolicy _policy;
    private readonly Turns _turns = new();

    internal TeamsChannel(TeamsPlaces places, TeamsPeople people, SentCards sent, LivePolicy policy) =>
        (_places, _people, _sent, _policy) = (places, people, sent, policy);

    public string Name => TeamsChat.ChannelName;

    /// <summary>Cards of one conversation are shown one after the other, so that the one that was given last is what is seen.</summary>
    public Task PutAsync(Conversation conversation, string key, Card card, CancellationToken cancellationToken) =>
        PutAsync(conversation, key, _ => Task.FromResult(card), cancellationToken);

    /// <param name="read">The card as it is by then, read when it is its turn: what waits with an older one would show that last.</param>
    internal async Task PutAsync(Conversation conversation, string key, Func<CancellationToken, Task<Card>> read, CancellationToken cancellationToken)
    {
        using var turn = await _turns.TakeAsync(conversation.Key, cancellationToken);
        var spot = await _places.FindAsync(conversation, cancellationToken);
        var card = await read(cancellationToken);
        var message = CardMessage.Write(await DrawAsync(conversation, key, card, viewer: null, cancellationToken), card);
        try
        {
            await _sent.ShowAsync(conversation, key, spot, message, cancellationToken);
        }
        catch (UnreachableConversationException)
        {
            await _places.LoseAsync(conversation, spot, cancellationToken);
            throw;
        }
    }

    /// <summary>
    /// As it is shown to all, or to one. Where several people see it of whom not all may press its buttons, it has none, and the clients of
    /// those who may are told to ask for a view of their own.
    /// </summary>
    /// <param name="viewer">Null for all.</param>
    internal async Task<byte[]> DrawAsync(Conversation conversation, string key, Card card, Person? viewer, CancellationToken cancellationToken)
    {
        var place = new AdaptivePlace { Key = key };
        if (conversation.IsDirect || card.Pressers is not { } pressers || card.Buttons.IsEmpty) return AdaptiveCardRenderer.Render(card, place);
        var viewers = await _people.TeamsIdsAsync(pressers.Emails(_policy.Now), cancellationToken);
        return AdaptiveCardRenderer.Render(
            card, place with { HasButtons = viewer is not null && pressers.Include(viewer), Viewers = [.. viewers] });
    }

    /// <summary>A card that is not edited. Nobody could ask for a view of it, so that it has its buttons for all.</summary>
    internal static byte[] Draw(Card card) => AdaptiveCardRenderer.Render(card, new AdaptivePlace());
}
