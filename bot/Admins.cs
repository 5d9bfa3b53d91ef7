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
        foreach (var admin in policy.Admins)
        {
            try
            {
                await channel.PutAsync(Conversation.Direct(channel.Name, admin), key, card, cancellationToken);
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                Log.Undelivered(log, key, e);
                areTold = false;
            }
        }
        return areTold;
    }
}
