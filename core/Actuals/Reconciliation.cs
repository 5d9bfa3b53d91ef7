using System.Collections.Immutable;
using ChatOps.Core.Metering;

namespace ChatOps.Core.Actuals;

/// <summary>A month of estimates beside what Azure billed for it, by team and day. Months and days are UTC's, as Azure's are.</summary>
/// <param name="Untagged">Billed for what has no team's tag, on days that are settled.</param>
/// <param name="OtherCurrency">In which something was billed that cannot be compared; null for none.</param>
/// <param name="SettledUntil">The last day that is settled; null for none yet.</param>
public sealed record Reconciliation(
    Month Month, string Currency, ImmutableArray<TeamReconciliation> Teams, decimal Untagged, string? OtherCurrency, DateOnly? SettledUntil)
{
    /// <param name="sheet">Of that month at least, as far as it has come, of all teams that it is about.</param>
    /// <param name="team">The only one that it is about; null for all.</param>
    public static Reconciliation Of(Month month, CostSheet sheet, IReadOnlyCollection<ActualDay> actuals, string? team)
    {
        var estimated = new Dictionary<(string Team, DateOnly Day), decimal>();
        foreach (var (day, part) in sheet.Within(month.Begin, month.End).ByDay(TimeZoneInfo.Utc))
            foreach (var line in part.By(record => record.Team)) estimated[(line.Name, day)] = line.Amount;
        var costs = actuals.SelectMany(day => day.Costs).Where(cost => team is null || cost.Team is null || cost.Team == team).ToList();
        var billed = costs.Where(cost => cost.Currency == sheet.Currency).ToLookup(cost => (cost.Team, cost.Day), cost => cost.Amount);
        var settled = actuals.Where(day => day.IsSettled).Select(day => day.Day).ToHashSet();
        var names = team is { } one ? [one] : estimated.Keys.Select(key => key.Team).Union(costs.Select(cost => cost.Team).OfType<string>());
        return new Reconciliation(
            month,
            sheet.Currency,
            [.. names.Order(StringComparer.Ordinal).Select(name => new TeamReconciliation(name, DaysOf(name)))],
            settled.Sum(day => billed[(null, day)].Sum()),
            costs.Find(cost => cost.Currency != sheet.Currency)?.Currency,
            settled.Count > 0 ? settled.Max() : null);

        ImmutableArray<ReconciledDay> DaysOf(string name) =>
        [
            .. Days(month).Select(day => new ReconciledDay(
                day, estimated.GetValueOrDefault((name, day)), billed[(name, day)].Sum(), settled.Contains(day))).Where(day => !day.IsEmpty),
        ];
    }

    /// <summary>Where a bill is not as it was estimated. None where it cannot be compared.</summary>
    public IEnumerable<Deviation> Deviations => OtherCurrency is null ? Teams.SelectMany(team => team.Deviations) : [];

    private static IEnumerable<DateOnly> Days(Month month)
    {
        for (var day = month.First; day.Month == month.First.Month; day = day.AddDays(1)) yield return day;
    }
}

/// <param name="Team">Its name; it need not be in the policy any more, or ever have been.</param>
/// <param name="Days">Those on which anything was used or billed.</param>
public sealed record TeamReconciliation(string Team, ImmutableArray<ReconciledDay> Days)
{
    /// <summary>Of all days that are settled, as if they were one.</summary>
    public ReconciledDay? Settled => Sum(Days.Where(day => day.IsSettled));

    /// <summary>Each run of days that are off to the same side. A day on which nothing was used or billed does not end one.</summary>
    public IEnumerable<Deviation> Deviations
    {
        get
        {
            var run = ImmutableArray<ReconciledDay>.Empty;
            foreach (var day in Days)
            {
                if (run is [.., var last] && !(day.IsOff && day.Difference > 0 == last.Difference > 0))
                {
                    yield return new Deviation(Team, run);
                    run = [];
                }
                if (day.IsOff) run = run.Add(day);
            }
            if (!run.IsEmpty) yield return new Deviation(Team, run);
        }
    }

    /// <returns>Null of none.</returns>
    internal static ReconciledDay? Sum(IEnumerable<ReconciledDay> days) => days.Aggregate(
        (ReconciledDay?)null,
        (sum, day) => sum is null ? day : day with { Estimated = sum.Estimated + day.Estimated, Actual = sum.Actual + day.Actual });
}

/// <param name="Estimated">By list price; what has no known price is not in it.</param>
/// <param name="Actual">What Azure has billed so far.</param>
/// <param name="IsSettled">Nothing more is to be expected.</param>
public sealed record ReconciledDay(DateOnly Day, decimal Estimated, decimal Actual, bool IsSettled)
{
    /// <summary>As a part of the estimate, more than which is told.</summary>
    private const decimal MostShare = 0.05m;

    /// <summary>In the policy's currency; less is nothing to be told of, whatever part it is.</summary>
    private const decimal MostAmount = 5;

    /// <summary>More than estimated where it is above zero.</summary>
    public decimal Difference => Actual - Estimated;

    /// <summary>Null where nothing was estimated.</summary>
    public decimal? Percent => Estimated == 0 ? null : Difference / Estimated * 100;

    public bool IsOff => IsSettled && Math.Abs(Difference) > MostAmount && Math.Abs(Difference) > Estimated * MostShare;

    public bool IsEmpty => Estimated == 0 && Actual == 0;
}

/// <summary>Days of a team on which Azure billed another amount than was estimated, all more or all less.</summary>
public sealed record Deviation(string Team, ImmutableArray<ReconciledDay> Days)
{
    public DateOnly First => Days[0].Day;

    public DateOnly Last => Days[^1].Day;

    public ReconciledDay Total => TeamReconciliation.Sum(Days) ?? throw new InvalidOperationException("It has no days.");
}
