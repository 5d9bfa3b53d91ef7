using ChatOps.Core.Metering;

namespace ChatOps.Core.Savings.Rules;

/// <summary>
/// Resized to what costs less: the size before, less the new one, both without spot capacity, for as long as the start lasts that it was resized
/// for. The next start is a choice of its own.
/// </summary>
internal static class SmallerSize
{
    public static IEnumerable<Saving> Of(SavingCase c) =>
        from record in c.Within
        where record.Kind == UsageKind.Compute
        let less = Difference.Of(record.BeforePerHour, record.Spot ? record.ListPerHour : record.PerHour)
        where less is not null
        select new Saving(SavingRule.SmallerSize, record.Team, record.From, record.Name, less.Value * record.Billed);
}
