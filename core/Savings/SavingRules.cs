using System.Collections.Immutable;
using ChatOps.Core.Savings.Rules;

namespace ChatOps.Core.Savings;

/// <summary>
/// All of them. What one counts, no other does: between what a bigger size costs at list price and what was paid, the first step down is the
/// smaller size's and the second is spot capacity's; the reaper's is time that was not billed, at the price that was paid until then; and what
/// was denied is a machine, or a part of a lease, that never was.
/// </summary>
public static class SavingRules
{
    private static readonly ImmutableArray<Func<SavingCase, IEnumerable<Saving>>> All = [Reaper.Of, Spot.Of, SmallerSize.Of, Requests.Of];

    public static IEnumerable<Saving> Of(SavingCase c) => All.SelectMany(rule => rule(c));
}
