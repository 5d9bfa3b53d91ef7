using System.Text.Json.Serialization;
using ChatOps.Core.Words;

namespace ChatOps.Core.Savings;

/// <summary>Something that would have cost more without the product.</summary>
/// <param name="At">When it began, cut where the question begins.</param>
/// <param name="Machine">Name of the machine that cost less; null where there is none, and in sums.</param>
/// <param name="Amount">More than nothing, by list price.</param>
public sealed record Saving(SavingRule Rule, string Team, DateTimeOffset At, string? Machine, Money Amount);

/// <summary>What has saved it, in the order in which it is told.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SavingRule>))]
public enum SavingRule { Reaper, Spot, SmallerSize, Requests }
