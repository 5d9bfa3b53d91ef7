using System.Collections.Immutable;
using ChatOps.Core.Metering;

namespace ChatOps.Core.Approvals;

/// <summary>How a team stands with its budget for a month. Amounts are of the currency that the policy is written in.</summary>
/// <param name="Most">The budget itself.</param>
/// <param name="Spent">Until now.</param>
public sealed record Budget(Month Month, decimal Most, decimal Spent, Forecast Forecast)
{
    /// <summary>What managers are told of, in percent; at the last one new launches take an approval.</summary>
    public static ImmutableArray<int> Thresholds { get; } = [50, 80, 100];

    /// <summary>The highest threshold that is reached; 0 for none, as long as nothing is spent.</summary>
    public int Reached => Spent > 0 ? Thresholds.LastOrDefault(percent => Spent * 100 >= Most * percent) : 0;

    /// <summary>
    /// The threshold to tell of; null when there is none. What was told is to be written as <see cref="Reached"/>, told anew or not:
    /// once the budget is raised, it tells again of what is reached then.
    /// </summary>
    /// <param name="told">The highest that was told of and that was still reached the last time; 0 for none.</param>
    public int? Due(int told) => Reached > told ? Reached : null;
}
