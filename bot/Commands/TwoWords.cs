using ChatOps.Core.Words;

namespace ChatOps.Bot.Commands;

/// <summary>Two words of which one says whose, and one something else, in any order, or not at all. In lower case.</summary>
internal static class TwoWords
{
    /// <param name="isOther">Whether a word is not about whose.</param>
    /// <param name="problem">What is wrong where both are about whose, of the second one.</param>
    /// <exception cref="UserError">They are.</exception>
    public static (string? Whose, string? Other) Of(string? one, string? two, Func<string, bool> isOther, Func<string, string> problem)
    {
        List<string> said = [.. new[] { one, two }.OfType<string>().Select(word => word.ToLowerInvariant())];
        var other = said.Find(word => isOther(word));
        if (other is not null) said.Remove(other);
        return said is [_, var tooMuch] ? throw new UserError(problem(Echo.Name(tooMuch))) : (said.FirstOrDefault(), other);
    }
}
