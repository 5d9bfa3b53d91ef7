using System.Collections.Immutable;
using ChatOps.Core.Approvals;
using ChatOps.Core.Metering;

namespace ChatOps.Core.Savings;

/// <summary>All that is known of a span of time for the rules to judge by.</summary>
/// <param name="Records">What was used in it, from <see cref="Back"/> before it to <see cref="Ahead"/> after it, or until now.</param>
/// <param name="Requests">Of the same time: those that ended in it, and those that they may have been asked for again by.</param>
/// <param name="Begin">What was saved from then on counts.</param>
/// <param name="End">Not in the future.</param>
public sealed record SavingCase(ImmutableArray<UsageRecord> Records, ImmutableArray<EndedRequest> Requests, DateTimeOffset Begin, DateTimeOffset End)
{
    /// <summary>No longer ago than that is anything ended that still saves something; no lease counts for longer.</summary>
    public static readonly TimeSpan Back = TimeSpan.FromDays(31);

    /// <summary>After that it is settled whether somebody has got what they had been denied.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromDays(3);

    /// <summary>What was billed in it.</summary>
    public IEnumerable<UsageRecord> Within => Records.Select(record => record.Within(Begin, End)).OfType<UsageRecord>();
}
