using ChatOps.Bot.Cards;
using ChatOps.Core.People;
using Microsoft.Extensions.Logging;

namespace ChatOps.Bot;

/// <summary>The way to all admins at once.</summary>
internal static class Admins
{
    /// <summary>Shows each of them the card; one whom the chat does not reach holds up nobody else.</summary>
    /// <returns>
    /// False when it is to be shown again: something failed, or nobody has been told. Who cannot be written to is not waited for once
    /// another knows: they may never come.
    /// </returns>
    public static async Task<bool> ShowAdminsAsync(
        this IChannel channel, Policy policy, string key, Card card, ILogger log, CancellationToken cancellationToken)
    {
        if (!channel.IsConnected) return false;
        var (isTold, hasFailed) = (policy.Admins.IsEmpty, false);
        foreach (var admin in policy.Admins)
        {
            var shown = await ShowAsync(channel, admin, key, card, log, cancellationToken);
            (isTold, hasFailed) = (isTold || shown.IsTold, hasFailed || shown.HasFailed);
        }
        return isTold && !hasFailed;
    }

    /// <summary>In each chat that the admin is in.</summary>
    private static async Task<(bool IsTold, bool HasFailed)> ShowAsync(
        IChannel channel, string admin, string key, Card card, ILogger log, CancellationToken cancellationToken)
    {
        var (isTold, hasFailed) = (false, false);
        foreach (var name in channel.Names)
        {
            try
            {
                await channel.PutAsync(Conversation.Direct(name, admin), key, card, cancellationToken);
                isTold = true;
            }
            catch (UnreachableConversationException e)
            {
                Log.Unreachable(log, key, e.Message);
            }
            catch (BusyConversationException e)
            {
                Log.Unreachable(log, key, e.Message);
                hasFailed = true;
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                Log.Undelivered(log, key, e);
                hasFailed = true;
            }
        }
        return (isTold, hasFailed);
    }
}
