using ChatOps.Bot.Cards;
using ChatOps.Core.People;
using Microsoft.Extensions.Logging;

namespace ChatOps.Bot;

/// <summary>The way to all admins at once.</summary>
internal static class Admins
{
    /// <summary>Shows each of them the card; one whom the chat does not reach holds up nobody else.</summary>
    /// <returns>Whether all of them were reached; else it is to be shown again.</returns>
    public static async Task<bool> ShowAdminsAsync(
        this IChannel channel, Policy policy, string key, Card card, ILogger log, CancellationToken cancellationToken)
    {
        if (!channel.IsConnected) return false;
        var areTold = true;
        foreach (var admin in policy.Admins) areTold &= await ShowAsync(channel, admin, key, card, log, cancellationToken);
        return areTold;
    }

    /// <summary>In each chat that the admin is in.</summary>
    /// <returns>False when there is none, or one of them failed.</returns>
    private static async Task<bool> ShowAsync(IChannel channel, string admin, string key, Card card, ILogger log, CancellationToken cancellationToken)
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
        return isTold && !hasFailed;
    }
}
