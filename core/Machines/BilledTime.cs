using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ChatOps.Core.Words;

namespace ChatOps.Core.Machines;

/// <summary>Compute time that was billed at one price.</summary>
/// <param name="Billed">How much of the time between the two; less than all of it once several were folded into one.</param>
/// <param name="PerHour">List price; null when none is known.</param>
/// <param name="Place">Of which size and where; null in rows of an older version.</param>
/// <param name="IsRecorded">It is in the ledger, stretch by stretch.</param>
public sealed record BilledTime(
    DateTimeOffset From, DateTimeOffset To, TimeSpan Billed, Money? PerHour, Placement? Place = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsRecorded = false)
{
    /// <summary>The clocks that are farthest behind UTC, and those farthest ahead of it.</summary>
    private static readonly (TimeSpan Behind, TimeSpan Ahead) Farthest = (TimeSpan.FromHours(12), TimeSpan.FromHours(14));

    /// <summary>Of spot capacity: list price of the same size without it.</summary>
    public Money? ListPerHour { get; init; }
    /// <summary>When it had been resized for this: list price, without spot capacity, of the size that it had before.</summary>
    public Money? BeforePerHour { get; init; }
    /// <summary>Where the reaper has ended it: how long it would have gone on, by its lease or until somebody ended or started it.</summary>
    public DateTimeOffset? ReapedUntil { get; init; }

    [JsonIgnore] public Money? Cost => PerHour * Billed;

    /// <summary>Billed without a break.</summary>
    public static BilledTime Whole(DateTimeOffset from, DateTimeOffset to, Money? perHour, Placement? place = null) =>
        new(from, to, to - from, perHour, place);

    public static TimeSpan LengthOf(IEnumerable<BilledTime> times) => times.Aggregate(TimeSpan.Zero, (sum, time) => sum + time.Billed);

    /// <summary>Null when no price is known for any of it.</summary>
    public static Money? CostOf(IEnumerable<BilledTime> times)
    {
        var costs = times.Select(time => time.Cost).OfType<Money>().ToList();
        return costs is [var first, ..] ? first with { Amount = costs.Sum(cost => cost.Amount) } : null;
    }

    /// <summary>Those that the ledger has now, as few as can be, so that a machine that is started a thousand times has no thousand of them.</summary>
    public static ImmutableArray<BilledTime> Recorded(IEnumerable<BilledTime> times) => times.Aggregate(
        ImmutableArray<BilledTime>.Empty,
        (all, next) => all is [.., var last] && last.With(next.AsRecorded()) is { } both
            ? all.SetItem(all.Length - 1, both)
            : all.Add(next.AsRecorded()));

    /// <summary>
    /// This and the next one as one. Null where a month may begin between them in some time zone, or the price or the place is
    /// another: then they are told apart.
    /// </summary>
    public BilledTime? With(BilledTime next) =>
        PerHour == next.PerHour && Place == next.Place && MonthOf(From - Farthest.Behind) == MonthOf(next.To + Farthest.Ahead)
            ? this with { To = next.To, Billed = Billed + next.Billed }
            : null;

    /// <summary>What it might have cost is the ledger's to tell from then on.</summary>
    private BilledTime AsRecorded() => this with { IsRecorded = true, ListPerHour = null, BeforePerHour = null, ReapedUntil = null };

    private static (int, int) MonthOf(DateTimeOffset at) => (at.UtcDateTime.Year, at.UtcDateTime.Month);
}
