using System.Collections.Immutable;
using ChatOps.Core.Metering;
using ChatOps.Core.People;
using ChatOps.Core.Savings;
using ChatOps.Core.Utilization;

namespace ChatOps.Core.Reports;

/// <summary>What a team, or the whole organisation, has spent in a period, and what there is to compare it with.</summary>
public sealed record SpendReport
{
    /// <summary>How far back the days go at the least.</summary>
    private const int LeastDays = 14;

    private const int Week = 7;

    /// <summary>Null where it is of all teams.</summary>
    public Team? Team { get; init; }
    /// <summary>Of the team, or the organisation's.</summary>
    public required string Title { get; init; }
    public required CostPeriod Period { get; init; }
    public required CostSheet Spent { get; init; }
    /// <summary>The period of the same length that ended when this one began.</summary>
    public required CostSheet Before { get; init; }
    /// <summary>Of a day, the mean of a day in the week before it; null of other periods, and where nothing was used in that week.</summary>
    public decimal? Usual { get; init; }
    /// <summary>Day by day where the team is, two weeks at the least, up to the end of the period.</summary>
    public required ImmutableArray<(DateOnly Day, decimal Amount)> Days { get; init; }
    /// <summary>The month in which the period ends, as it stands at the moment of the report.</summary>
    public required MonthSpend Month { get; init; }
    /// <summary>Of all teams, each with anything used in the period or the month, the dearest first.</summary>
    public ImmutableArray<TeamSpend> Teams { get; init; } = [];
    /// <summary>What GPUs did in the period; null where nothing is measured.</summary>
    public UtilizationSheet? Use { get; init; }
    /// <summary>Likewise on each of <see cref="Days"/>.</summary>
    public ImmutableArray<(DateOnly Day, UtilizationLine Line)> UseByDay { get; init; } = [];
    /// <summary>Likewise on the last seven of them.</summary>
    public UtilizationLine? UseOfWeek { get; init; }
    /// <summary>What was saved in the month of the period's end, up to there.</summary>
    public SavingsSheet? Saved { get; init; }
    /// <summary>How long launches of the period took.</summary>
    public LaunchTimes? Launches { get; init; }

    /// <summary>Whose it is, as it is typed.</summary>
    public string Whose => Team?.Name ?? "all";

    public DateOnly LastDay => Days[^1].Day;

    /// <summary>Whether nothing was used in it.</summary>
    public bool IsQuiet => Spent.Records.IsEmpty;

    /// <summary>How many machines were launched in vain, and what that has cost.</summary>
    public CostLine Failed => (Spent with { Records = Spent.Records.RemoveAll(record => !record.Failed) }).Total;

    /// <summary>The month in which a period ends.</summary>
    public static Month MonthOf(CostPeriod period, TimeZoneInfo zone) => Metering.Month.Of(period.End.AddTicks(-1), zone);

    /// <summary>From when on a sheet must reach to make a report of a period from it.</summary>
    public static DateTimeOffset ReadFrom(CostPeriod period, TimeZoneInfo zone)
    {
        var days = CalendarDay.BeginOf(CalendarDay.Of(period.End.AddTicks(-1), zone).Date.AddDays(1 - LeastDays), zone);
        return new[] { days, period.Begin - (period.End - period.Begin), MonthOf(period, zone).Begin }.Min();
    }

    /// <param name="use">From <see cref="ReadFrom"/> until the period's end.</param>
    public SpendReport With(UtilizationSheet use, TimeZoneInfo zone) => this with
    {
        Use = use.Within(Period.Begin, Period.End),
        UseByDay = [.. use.ByDay(zone)],
        UseOfWeek = use.Within(CalendarDay.BeginOf(LastDay.AddDays(1 - Week), zone), Period.End).Total,
    };

    /// <param name="sheet">Of the team or of all, from <see cref="ReadFrom"/> until now.</param>
    public static SpendReport Of(string title, CostPeriod period, CostSheet sheet, TimeZoneInfo zone, MonthSpend month)
    {
        var days = sheet.Within(sheet.Begin, period.End).ByDay(zone).Select(day => (day.Day, day.Sheet.Total.Amount)).ToImmutableArray();
        var first = CalendarDay.Of(period.Begin, zone).Date;
        var week = days.Where(day => day.Day < first && day.Day >= first.AddDays(-Week)).Sum(day => day.Amount);
        return new SpendReport
        {
            Title = title,
            Period = period,
            Spent = sheet.Within(period.Begin, period.End),
            Before = sheet.Within(period.Begin - (period.End - period.Begin), period.Begin),
            Usual = period.IsWholeDay && week > 0 ? week / Week : null,
            Days = days,
            Month = month,
        };
    }
}
