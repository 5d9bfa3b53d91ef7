using ChatOps.Core.State;

namespace ChatOps.Bot.Cards;

/// <summary>Tells the admins that the policy's file is broken, and that it is no longer.</summary>
public static class PolicyCard
{
    /// <summary>As many as a person mends at once; the rest is counted.</summary>
    private const int MostProblems = 10;

    /// <param name="inForceSince">Since when the policy is in force that stays so.</param>
    public static Card Broken(PolicyTrouble trouble, DateTimeOffset inForceSince, Clock clock)
    {
        var more = trouble.Problems.Length - MostProblems;
        return new Card { Title = "The policy file is broken", Tone = Tone.Bad }
            .Add(new CardElement.Code(string.Join('\n', trouble.Problems.Take(MostProblems)), "What is wrong:"))
            .Add(more > 0 ? new CardElement.Text($"… and {more} more.", TextStyle.Subtle) : null)
            .Add(new CardElement.Text($"The policy of {clock.Time(inForceSince)} stays in force. Mend the file: it is looked at each minute."));
    }

    public static Card Mended(PolicyTrouble trouble, Clock clock) => new Card { Title = "The policy file is mended", Tone = Tone.Good }
        .Add(new CardElement.Text($"It was broken from {clock.Time(trouble.Since)} on. What it says now is in force."));
}
