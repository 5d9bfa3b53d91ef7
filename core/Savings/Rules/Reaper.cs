namespace ChatOps.Core.Savings.Rules;

/// <summary>What the reaper has ended would have gone on until its lease ended, or until somebody started or terminated it sooner.</summary>
internal static class Reaper
{
    public static IEnumerable<Saving> Of(SavingCase c)
    {
        foreach (var record in c.Records)
        {
            if (record is not { ReapedUntil: { } until, PerHour: { } price }) continue;
            var longest = record.To + SavingCase.Back;
            var end = new[] { until, longest, c.End }.Min();
            var begin = record.To > c.Begin ? record.To : c.Begin;
            if (end > begin && price.Amount > 0) yield return new Saving(SavingRule.Reaper, record.Team, begin, record.Name, price * (end - begin));
        }
    }
}
