using ChatOps.Bot.Cards;

namespace ChatOps.Bot.Channels;

/// <summary>Shows a card that exists once, as an answer.</summary>
internal static class LatestCard
{
    /// <summary>
    /// The outbox shows this card too, perhaps a newer one already and in another program. So it is drawn from the state of the moment, and
    /// drawn again when it has been shown: what has not changed by then is not sent.
    /// </summary>
    /// <param name="putAsync">Shows what it is given to read, when it is its turn.</param>
    public static async Task ShowAsync(
        this CardViews views, Question question, string key, Card card, Func<Func<CancellationToken, Task<Card>>, Task> putAsync)
    {
        try
        {
            for (var i = 0; i < 2; i++) await putAsync(async token => await views.FindAsync(key, question.Person, token) ?? card);
        }
        catch (CardClaimedException)
        {
            // The outbox of another program is just showing it.
        }
    }
}
