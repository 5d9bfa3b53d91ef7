using ChatOps.Bot.Cards;
using ChatOps.Core.Approvals;
using ChatOps.Core.People;
using Microsoft.Extensions.Logging;

namespace ChatOps.Bot;

/// <summary>
/// Brings the cards of requests up to date, in every conversation that has one, and tells those who asked how it ended: at least once,
/// each under its own key. What cannot be delivered stays for the next sweep.
/// </summary>
public sealed class RequestDelivery(
    ApprovalStore store, RequestViews views, IChannel channel, LivePolicy policy, TimeProvider time, ILogger<RequestDelivery> log)
{
    /// <summary>How long what is said of the past waits for who cannot be written to.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    /// <summary>Delivers what waits for any request: what no nudge has brought here.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        foreach (var id in await store.UndeliveredAsync(cancellationToken).ToListAsync(cancellationToken)) await DeliverAsync(id, cancellationToken);
    }

    public async Task DeliverAsync(RequestId id, CancellationToken cancellationToken)
    {
        if (!channel.IsConnected) return;
        foreach (var message in await store.OutboxAsync(id, cancellationToken).ToListAsync(cancellationToken))
        {
            try
            {
                if (await TryShowAsync(message, cancellationToken)) await store.DeliveredAsync(message, cancellationToken);
            }
            catch (Exception e) when (e is UnreachableConversationException or BusyConversationException)
            {
                Log.Unreachable(log, message.Key, e.Message);
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                Log.Undelivered(log, message.Key, e);
            }
        }
    }

    /// <returns>False when it is to be shown again.</returns>
    private async Task<bool> TryShowAsync(StoredRequestMessage message, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(message.Request, cancellationToken) is not { } request) return true;
        return message.Message.Notice switch
        {
            RequestNotice.CardsChanged => await ShowCardsAsync(request, cancellationToken),
            RequestNotice.Ended => await TellAsync(request, message, cancellationToken),
        };
    }

    /// <summary>
    /// Another program may have shown a newer card while this one was under way, and this one has then covered it up. So whoever
    /// has shown a card looks whether it still is the last word.
    /// </summary>
    private async Task<bool> ShowCardsAsync(ApprovalRequest request, CancellationToken cancellationToken)
    {
        var isShown = true;
        for (var shown = -1; shown != request.Seq; request = await store.FindAsync(request.Id, cancellationToken) ?? request)
        {
            shown = request.Seq;
            isShown = await ShowApproversAsync(request, cancellationToken);
            isShown &= await ShowAskerAsync(request, cancellationToken);
        }
        return isShown;
    }

    private async Task<bool> ShowAskerAsync(ApprovalRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await channel.PutAsync(request.Home, RequestCard.AskerKey(request.Id), views.ForAsker(request), cancellationToken);
            return true;
        }
        catch (UnreachableConversationException e)
        {
            // Where the bot was removed from, nobody misses the card; how it ends is told by a message.
            Log.Unreachable(log, RequestCard.AskerKey(request.Id), e.Message);
            return true;
        }
    }

    private async Task<bool> ShowApproversAsync(ApprovalRequest request, CancellationToken cancellationToken)
    {
        var (key, card) = (RequestCard.ApproverKey(request.Id), await views.ForApproversAsync(request, cancellationToken));
        var team = policy.Now.Team(request.Team);
        var isInChannel = request.AsksInChannel && team?.Channel is { } name
            && await channel.ShowInChannelAsync(name, key, card, log, cancellationToken);
        // Who is asked in the channel needs no second card; whoever is asked later, as an admin, does.
        var directly = isInChannel ? [.. request.Asked.Where(email => team?.Managers.Contains(email) != true)] : request.Asked;
        if (directly.IsEmpty) return true;
        var (isTold, hasFailed) = await channel.TryShowAsync(directly, key, card, log, cancellationToken);
        // A copy that could not be brought up to date may still have buttons.
        if (hasFailed) return false;
        // Once it has ended, nobody is waited for who has never seen it.
        return isTold || isInChannel || time.GetUtcNow() - (request.End?.At ?? time.GetUtcNow()) > LongestWait;
    }

    private async Task<bool> TellAsync(ApprovalRequest request, StoredRequestMessage message, CancellationToken cancellationToken)
    {
        // Who took it back knows.
        if (request.State == RequestState.Cancelled) return true;
        var card = RequestCard.Ended(request);
        try
        {
            await channel.PutAsync(Conversation.Direct(request.Home.Channel, request.Requester), message.Key, card, cancellationToken);
        }
        catch (UnreachableConversationException) when (!request.Home.IsDirect)
        {
            var whose = new CardElement.Text($"For {Person.HandleOf(request.Requester)}, who cannot be written to.", TextStyle.Subtle);
            await channel.PutAsync(request.Home, message.Key, card with { Body = card.Body.Insert(0, whose) }, cancellationToken);
        }
        catch (UnreachableConversationException e) when (time.GetUtcNow() - message.Message.At > LongestWait)
        {
            Log.Unreachable(log, message.Key, e.Message);
        }
        return true;
    }
}
