using System.Collections.Immutable;
using ChatOps.Core.Words;

namespace ChatOps.Core.Savings;

/// <summary>What was saved between two moments, and by what. Nothing is rounded in it.</summary>
/// <param name="Currency">The policy's. What was priced in another is not in it.</param>
public sealed record SavingsSheet(DateTimeOffset Begin, DateTimeOffset End, string Currency, ImmutableArray<Saving> Savings)
{
    public Money Total => Sum(Savings);

    /// <summary>Those that have saved something, in their order.</summary>
    public ImmutableArray<(SavingRule Rule, Money Amount)> ByRule =>
        [.. Savings.GroupBy(saving => saving.Rule).OrderBy(group => group.Key).Select(group => (group.Key, Sum(group)))];

    /// <summary>Machines by name, the one that has saved most first. Without what is known as a sum only, and what never became a machine.</summary>
    public ImmutableArray<(string Machine, Money Amount)> ByMachine =>
    [
        .. Savings.Where(saving => saving.Machine is not null).GroupBy(saving => saving.Machine ?? "")
            .Select(group => (group.Key, Sum(group))).OrderByDescending(line => line.Item2.Amount).ThenBy(line => line.Key, StringComparer.Ordinal),
    ];

    private Money Sum(IEnumerable<Saving> savings) => new(savings.Sum(saving => saving.Amount.Amount), Currency);
}
