using ChatOps.Core.Metering;

namespace ChatOps.Core.Savings.Rules;

/// <summary>On spot capacity: what the same size costs without it, less what was paid. A launch that failed has saved nothing.</summary>
internal static class Spot
{
    public static IEnumerable<Saving> Of(SavingCase c) =>
        from record in c.Within
        where record is { Kind: UsageKind.Compute, Spot: true, Failed: false }
        let less = Difference.Of(record.ListPerHour, record.PerHour)
        where less is not null
        select new Saving(SavingRule.Spot, record.Team, record.From, record.Name, less.Value * record.Billed);
}
