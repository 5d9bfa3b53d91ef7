using System.Collections.Immutable;
using ChatOps.Core.Approvals;
using ChatOps.Core.Metering;
using ChatOps.Core.People;

namespace ChatOps.Core.Reports;

/// <summary>What a team has spent in a period, and what there is to compare it with.</summary>
/// <param name="Before">The period of the same length that ended when this one began.</param>
/// <param name="Usual">Of a day, the mean of a day in the week before it; null of other periods, and where nothing was used in that week.</param>
/// <param name="Days">Day by day where the team is, two weeks at the least, up to the end of the period.</param>
/// <param name="Budget">Of this month, as it stands at the moment of the report; null where the team has none.</param>
public sealed record SpendReport(
    Team Team, CostPeriod Period, CostSheet Spent, CostSheet Before, decimal? Usual, ImmutableArray<(DateOnly Day, decimal Amount)> Days, Budget? Budget)
{
    /// <summary>How far back the days go at the least.</summary>
    private const int LeastDays = 14;

    private const int Week = 7;

    /// <summary>Whether nothing was used at all, in it and before it.</summary>
    public bool IsQuiet => Spent.Records.IsEmpty && Days.All(day => day.Amount == 0);

    /// <summary>Whether it is of a whole day, and not of what has passed of one.</summary>
    public bool IsOneDay => Period.Word == "yesterday";

    /// <summary>How many machines were launched in vain, and what that has cost.</summary>
    public CostLine Failed => (Spent with { Records = Spent.Records.RemoveAll(record => !record.Failed) }).Total;

    /// <summary>From when on a sheet must reach to make a report of a period from it.</summary>
    public static DateTimeOffset ReadFrom(CostPeriod period, TimeZoneInfo zone)
    {
        var days = CalendarDay.BeginOf(CalendarDay.Of(period.End.AddTicks(-1), zone).Date.AddDays(1 - LeastDays), zone);
        var before = period.Begin - (period.End - period.Begin);
        return days < before ? days : before;
    }

    /// <param name="sheet">Of the team, from <see cref="ReadFrom"/> to the period's end.</param>
    public static SpendReport Of(Team team, CostPeriod period, CostSheet sheet, TimeZoneInfo zone, Budget? budget)
    {
        var days = sheet.ByDay(zone).Select(day => (day.Day, day.Sheet.Total.Amount)).ToImmutableArray();
        var first = CalendarDay.Of(period.Begin, zone).Date;
        var week = days.Where(day => day.Day < first && day.Day >= first.AddDays(-Week)).Sum(day => day.Amount);
        var before = period.Begin - (period.End - period.Begin);
        var report = new SpendReport(
            team, period, sheet.Within(period.Begin, period.End), sheet.Within(before, period.Begin), Usual: null, days, budget);
        return report.IsOneDay && week > 0 ? report with { Usual = week / Week } : report;
    }
}
