using ChatOps.Core.Metering;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Commands;

/// <summary>Two words of which one may be about when: they may come in any order, or not at all.</summary>
/// <param name="Whose">In lower case; null where none was said.</param>
/// <param name="When">As <see cref="CostPeriod.IsWord"/> has them; null where none was said.</param>
internal readonly record struct PeriodWords(string? Whose, string? When)
{
    /// <exception cref="UserError">One of them is about neither.</exception>
    public static PeriodWords Of(string? one, string? other)
    {
        List<string> said = [.. new[] { one, other }.OfType<string>().Select(word => word.ToLowerInvariant())];
        var when = said.Find(CostPeriod.IsWord);
        if (when is not null) said.Remove(when);
        if (said is [_, var tooMuch]) throw new UserError($"I do not know when {Echo.Name(tooMuch)} is. Say one of {Listing.Or(CostPeriod.Words)}.");
        return new PeriodWords(said.FirstOrDefault(), when);
    }
}
