using ChatOps.Core.Words;

namespace ChatOps.Bot.Commands;

/// <summary>What several commands read in the same way about requests.</summary>
internal static class RequestWords
{
    private const int LongestReason = 200;

    public static readonly Option Reason = new("reason", OptionKind.Word, "Why; whoever it concerns reads it.");

    /// <summary>Opens the form that asks why: what a button says, so that the answer cannot be taken for the order itself.</summary>
    public static readonly Option Ask = new("ask", OptionKind.Flag, "If it takes an approval: say why in a form.");

    /// <summary>Whether that form is opened: not once it says why.</summary>
    public static bool AsksWhy(CommandWords words) => words.Flag(Ask.Name) && words.Word(Reason.Name) is null;

    /// <summary>Null where nobody said.</summary>
    /// <exception cref="UserError">It is too long to be read.</exception>
    public static string? ReasonOf(CommandWords words)
    {
        if ((words.Word("reason") ?? words.Word("why"))?.Trim() is not { Length: > 0 } reason) return null;
        if (reason.Length > LongestReason)
            throw new UserError($"That reason has {reason.Length} characters; I keep {LongestReason}. Say it in fewer words.", "reason");
        return Echo.Of(reason, LongestReason);
    }
}
