using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace ChatOps.Core.Actuals;

/// <summary>What Azure billed for one day, as it was when it was last asked.</summary>
/// <param name="Day">As UTC has it.</param>
public sealed record ActualDay(DateOnly Day, DateTimeOffset ReadAt, ImmutableArray<ActualCost> Costs)
{
    /// <summary>
    /// How long after a day's end its costs are taken for final: as long as Azure takes to close a month
    /// (https://learn.microsoft.com/azure/cost-management-billing/costs/understand-cost-mgt-data; as a rule they are there within 8 to 24 hours).
    /// </summary>
    public static readonly TimeSpan Settling = TimeSpan.FromHours(72);

    /// <summary>It was read late enough to count.</summary>
    [JsonIgnore] public bool IsSettled => ReadAt >= new DateTimeOffset(Day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero) + Settling;
}
