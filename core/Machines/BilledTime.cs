using System.Text.Json.Serialization;
using ChatOps.Core.Words;

namespace ChatOps.Core.Machines;

/// <summary>Compute time that was billed at one price.</summary>
/// <param name="Billed">How much of the time between the two; less than all of it once several were folded into one.</param>
/// <param name="PerHour">List price; null when none is known.</param>
public sealed record BilledTime(DateTimeOffset From, DateTimeOffset To, TimeSpan Billed, Money? PerHour)
{
    /// <summary>The clocks that are farthest behind UTC, and those farthest ahead of it.</summary>
    private static readonly (TimeSpan Behind, TimeSpan Ahead) Farthest = (TimeSpan.FromHours(12), TimeSpan.FromHours(14));

    [JsonIgnore] public Money? Cost => PerHour * Billed.TotalHours;

    /// <summary>Billed without a break.</summary>
    public static BilledTime Whole(DateTimeOffset from, DateTimeOffset to, Money? perHour) => new(from, to, to - from, perHour);

    public static TimeSpan LengthOf(IEnumerable<BilledTime> times) => times.Aggregate(TimeSpan.Zero, (sum, time) => sum + time.Billed);

    /// <summary>Null when no price is known for any of it.</summary>
    public static Money? CostOf(IEnumerable<BilledTime> times)
    {
        var costs = times.Select(time => time.Cost).OfType<Money>().ToList();
        return costs is [var first, ..] ? first with { Amount = costs.Sum(cost => cost.Amount) } : null;
    }

    /// <summary>
    /// This and the next one as one, so that a machine that is started a thousand times has no thousand of them. Null where a month
    /// may begin between them in some time zone, or the price is another: then they are told apart.
    /// </summary>
    public BilledTime? With(BilledTime next) => PerHour == next.PerHour && MonthOf(From - Farthest.Behind) == MonthOf(next.To + Farthest.Ahead)
        ? this with { To = next.To, Billed = Billed + next.Billed }
        : null;

    /// <summary>What of it lies between two moments.</summary>
    public BilledTime Within(DateTimeOffset begin, DateTimeOffset end)
    {
        var (from, to) = (From > begin ? From : begin, To < end ? To : end);
        return from < to ? new BilledTime(from, to, Billed * ((to - from) / (To - From)), PerHour) : new BilledTime(begin, begin, TimeSpan.Zero, PerHour);
    }

    private static (int, int) MonthOf(DateTimeOffset at) => (at.UtcDateTime.Year, at.UtcDateTime.Month);
}
