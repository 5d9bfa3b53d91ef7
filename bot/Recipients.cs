using ChatOps.Bot.Cards;
using ChatOps.Core.People;
using Microsoft.Extensions.Logging;

namespace ChatOps.Bot;

/// <summary>The way to several people at once, each in their own conversation with the bot.</summary>
internal static class Recipients
{
    /// <summary>Shows each of them the card; one whom the chat does not reach holds up nobody else.</summary>
    /// <param name="emails">Nobody counts as told.</param>
    /// <returns>
    /// False when it is to be shown again: something failed, or nobody has been told. Who cannot be written to is not waited for once
    /// another knows: they may never come.
    /// </returns>
    public static async Task<bool> ShowAsync(
        this IChannel channel, IReadOnlyCollection<string> emails, string key, Card card, ILogger log, CancellationToken cancellationToken) =>
        await channel.TryShowAsync(emails, key, card, log, cancellationToken) is (IsTold: true, HasFailed: false);

    /// <summary>The same, for whoever can do without having told anybody, but not with a card that is left as it was.</summary>
    /// <returns>Whether anybody has been told, and whether something failed that may go well the next time.</returns>
    public static async Task<(bool IsTold, bool HasFailed)> TryShowAsync(
        this IChannel channel, IReadOnlyCollection<string> emails, string key, Card card, ILogger log, CancellationToken cancellationToken)
    {
        if (!channel.IsConnected) return (false, false);
        var (isTold, hasFailed) = (emails.Count == 0, false);
        foreach (var email in emails)
        {
            var shown = await ShowAsync(channel, email, key, card, log, cancellationToken);
            (isTold, hasFailed) = (isTold || shown.IsTold, hasFailed || shown.HasFailed);
        }
        return (isTold, hasFailed);
    }

    /// <summary>Shows the card in the channel of that name, in each chat that has it.</summary>
    /// <returns>False where none has, or the bot is in none of them.</returns>
    /// <exception cref="BusyConversationException">One of them is to be tried again.</exception>
    public static async Task<bool> ShowInChannelAsync(
        this IChannel channel, string name, string key, Card card, ILogger log, CancellationToken cancellationToken)
    {
        var isShown = false;
        foreach (var chat in channel.Names)
        {
            try
            {
                await channel.PutAsync(new Conversation(chat, name, IsDirect: false), key, card, cancellationToken);
                isShown = true;
            }
            catch (UnreachableConversationException e)
            {
                Log.Unreachable(log, key, e.Message);
            }
        }
        return isShown;
    }

    /// <summary>In each chat that the person is in.</summary>
    private static async Task<(bool IsTold, bool HasFailed)> ShowAsync(
        IChannel channel, string email, string key, Card card, ILogger log, CancellationToken cancellationToken)
    {
        var (isTold, hasFailed) = (false, false);
        foreach (var name in channel.Names)
        {
            try
            {
                await channel.PutAsync(Conversation.Direct(name, email), key, card, cancellationToken);
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
