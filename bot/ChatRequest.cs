using ChatOps.Bot.Cards;
using ChatOps.Core.People;
using ChatOps.Core.Words;

namespace ChatOps.Bot;

/// <summary>Something a verified person said, typed or by a button.</summary>
/// <param name="Id">The channel's identity of the message; the same one delivered twice acts once.</param>
public sealed record ChatRequest(string Id, Person Person, Conversation Conversation, string Text);

/// <summary>The answer to one request.</summary>
/// <param name="Audience">A mistake is nobody else's business.</param>
/// <param name="Key">A card that exists once and is edited in place (a machine's) has a key; any other is a message of its own.</param>
public sealed record Reply(Card Card, Audience Audience, string? Key = null)
{
    /// <summary>Whether the machine's own card says it too, or will in a moment: where a button of that card was pressed, nothing need be added.</summary>
    public bool IsOnCard { get; init; }

    public static Reply ToAll(Card card, string? key = null) => new(card, Audience.Conversation, key);

    /// <summary>An order to a machine was taken.</summary>
    public static Reply Ordered(Card card) => ToAll(card) with { IsOnCard = true };

    public static Reply Private(Card card) => new(card, Audience.Person);

    public static Reply Mistaken(UserError mistake) =>
        Private(ErrorCard.Mistake(mistake.Message)) with { Mistake = new Mistake(mistake.Message, mistake.Field) };

    /// <summary>What the person did wrong, so that a form can say it where it was filled in; null when nothing is.</summary>
    public Mistake? Mistake { get; init; }
}

/// <param name="Field">Of the form; null where it is in none.</param>
public sealed record Mistake(string Message, string? Field);

public enum Audience { Conversation, Person }
