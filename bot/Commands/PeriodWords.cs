using ChatOps.Core.Metering;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Commands;

/// <summary>Whose something is and when: a word may be about when, in any order, or an option says since when.</summary>
/// <param name="Whose">In lower case; null where none was said.</param>
/// <param name="When">As <see cref="CostPeriod.IsWord"/> has them; null where none was said.</param>
/// <param name="Since">As <see cref="CostPeriod.Since"/> reads it; null where none was said.</param>
internal readonly record struct PeriodWords(string? Whose, string? When, string? Since)
{
    /// <summary>The option of commands that know it.</summary>
    public static Option SinceOption { get; } = new("since", OptionKind.Word, "A day as 2026-11-01, or how many days back as 14d.", Phrase: "since");

    /// <param name="whose">The argument that comes first, before "when".</param>
    /// <param name="more">Another word that may be about when.</param>
    /// <exception cref="UserError">One of them is about neither, or there are several times.</exception>
    public static PeriodWords Of(CommandWords words, string whose, string? more = null)
    {
        var (named, when) = TwoWords.Of(
            words.Word(whose), words.Word("when"), word => CostPeriod.IsWord(word) || word == more,
            tooMuch => $"I do not know when {tooMuch} is. Say one of {Listing.Or(more is null ? CostPeriod.Words : [.. CostPeriod.Words, more])}.");
        var since = words.Word("since");
        if (when is not null && since is not null) throw new UserError($"Say either {when} or since, not both.");
        return new PeriodWords(named, when, since);
    }

    /// <param name="otherwise">Where nothing was said; null for what <see cref="CostPeriod"/> takes for granted.</param>
    /// <exception cref="UserError">There is no such time, or it is still to come.</exception>
    public CostPeriod In(TimeZoneInfo zone, DateTimeOffset now, string? otherwise = null) =>
        Since is { } since ? CostPeriod.Since(since, now, zone) : CostPeriod.Of(When ?? otherwise, now, zone);
}
