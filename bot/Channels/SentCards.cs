using System.Security.Cryptography;
using System.Text.Json.Serialization;
using ChatOps.Core.People;
using ChatOps.Core.State;

namespace ChatOps.Bot.Channels;

/// <summary>
/// The cards that exist once in their conversation. Which message a card is in is remembered, also when the program ends; and who is the
/// first to post one claims it before, so that two programs do not both.
/// </summary>
internal sealed class SentCards(ITable table, ICardWire wire, TimeProvider time)
{
    /// <summary>Whoever has claimed a card for so long and not posted it is gone.</summary>
    private static readonly TimeSpan Claimed = TimeSpan.FromMinutes(1);

    private readonly Rows<SentCard> _cards = new(table, CardsJson.Default.SentCard);

    /// <summary>Shows a card, in place of what is shown under its key.</summary>
    /// <param name="spot">Where it goes if it was not shown yet, and no thread was kept for it.</param>
    /// <exception cref="CardClaimedException">Somebody else is doing that.</exception>
    public async Task ShowAsync(Conversation conversation, string card, Spot spot, byte[] message, CancellationToken cancellationToken)
    {
        var key = Key(conversation, card);
        var digest = Convert.ToHexStringLower(SHA256.HashData(message));
        var read = await _cards.FindAsync(key, cancellationToken);
        if (read?.Value is { Activity: { } activity } sent)
        {
            // The chat said no id for it: it cannot be edited.
            if (activity.Length == 0 || sent.Digest == digest) return;
            if (await EditAsync(spot with { Conversation = sent.Conversation }, activity, message, cancellationToken))
            {
                await NoteAsync(key, read, sent with { Digest = digest }, cancellationToken);
                return;
            }
        }
        else if (read?.Value.ClaimedAt is { } at && (time.GetUtcNow() - at).Duration() < Claimed) throw new CardClaimedException();
        await PostAsync(key, read, spot with { Conversation = read?.Value.Conversation ?? spot.Conversation }, message, digest, cancellationToken);
    }

    /// <summary>Keeps a thread for a card that may be shown soon, by whomever.</summary>
    public Task KeepThreadAsync(Conversation conversation, string card, string thread, CancellationToken cancellationToken) =>
        _cards.ChangeAsync(Key(conversation, card), known => known ?? new SentCard { Conversation = thread }, cancellationToken);

    /// <summary>No such card came of it.</summary>
    public async Task FreeThreadAsync(Conversation conversation, string card, CancellationToken cancellationToken)
    {
        var key = Key(conversation, card);
        if (await _cards.FindAsync(key, cancellationToken) is { Value: { Activity: null, ClaimedAt: null } } kept)
            await _cards.RemoveAsync(key, kept, cancellationToken);
    }

    private async Task PostAsync(
        RowKey key, StoredRow<SentCard>? read, Spot spot, byte[] message, string digest, CancellationToken cancellationToken)
    {
        var claim = new SentCard { Conversation = spot.Conversation, ClaimedAt = time.GetUtcNow() };
        if (!await _cards.WriteAsync(key, read, claim, cancellationToken)) throw new CardClaimedException();
        try
        {
            var posted = await SendAsync(spot, message, cancellationToken);
            await _cards.ChangeAsync(key, _ => posted with { Digest = digest }, cancellationToken);
        }
        // Where it may be shown all the same, the claim stays, for its minute: shown twice is worse than shown late.
        catch (Exception e) when (e is ChatException { MayBeDone: false } or UnreachableConversationException or BusyConversationException)
        {
            await _cards.ChangeAsync(key, known => known == claim ? claim with { ClaimedAt = null } : known, cancellationToken);
            throw;
        }
    }

    /// <returns>False when there is no such message any more; nor is there where the thread is gone that it was in.</returns>
    private async Task<bool> EditAsync(Spot spot, string activity, byte[] message, CancellationToken cancellationToken)
    {
        try
        {
            return await wire.UpdateAsync(spot, activity, message, cancellationToken);
        }
        catch (UnreachableConversationException) when (spot.IsThread)
        {
            return false;
        }
    }

    /// <summary>A thread whose first message somebody has deleted takes no more; then it is shown below the conversation itself.</summary>
    private async Task<SentCard> SendAsync(Spot spot, byte[] message, CancellationToken cancellationToken)
    {
        try
        {
            return new SentCard { Conversation = spot.Conversation, Activity = await wire.SendAsync(spot, message, cancellationToken) };
        }
        catch (UnreachableConversationException) when (spot.IsThread)
        {
            return await SendAsync(spot.Whole, message, cancellationToken);
        }
    }

    /// <summary>
    /// Where somebody else has edited the same message meanwhile, nobody knows whose edit came last; then it is not known what is shown,
    /// and whoever shows the card next does so in any case.
    /// </summary>
    private async Task NoteAsync(RowKey key, StoredRow<SentCard> read, SentCard sent, CancellationToken cancellationToken)
    {
        if (!await _cards.WriteAsync(key, read, sent, cancellationToken))
            await _cards.ChangeAsync(key, known => known is null ? null : known with { Digest = null }, cancellationToken);
    }

    private static RowKey Key(Conversation conversation, string card) => RowKey.Of(conversation.Key, card);
}

/// <summary>The documents that rows of cards hold.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SentCard))]
internal sealed partial class CardsJson : JsonSerializerContext;
