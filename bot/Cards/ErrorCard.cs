namespace ChatOps.Bot.Cards;

public static class ErrorCard
{
    /// <summary>A person's mistake, in the words of the one who noticed it.</summary>
    public static Card Mistake(string message) => new() { Title = message, Tone = Tone.Warning };

    /// <summary>A bug: nothing of its text, only what lets the platform team find it in the log.</summary>
    public static Card Bug(string reference) => new Card { Title = "That went wrong on our side", Tone = Tone.Bad }
        .Add(new CardElement.Text($"Look at `status` before you try again. If it happens again, tell the platform team this reference: {reference}"));
}
