using ChatOps.Core.Words;

namespace ChatOps.Core.Savings.Rules;

internal static class Difference
{
    /// <summary>How much less the second is; null where it is not, one of them is not known, or their currencies are not the same.</summary>
    public static Money? Of(Money? more, Money? less) =>
        more is { } before && less is { } after && before.Currency == after.Currency && before.Amount > after.Amount
            ? before with { Amount = before.Amount - after.Amount }
            : null;
}
