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
    /// <summary>By person.</summary>
    public required CostTotals Spent { get; init; }
    /// <summary>In the period of the same length that ended when this one began.</summary>
    public required CostLine Before { get; init; }
    /// <summary>Day by day where the team is, two weeks at the least, up to the end of the period.</summary>
    public required ImmutableArray<(DateOnly Day, decimal Amount)> Days { get; init; }
    /// <summary>The month in which the period ends, as it stands at the moment of the report.</summary>
    public required MonthSpend Month { get; init; }
    /// <summary>Of all teams, each with anything used in the period or the month, the dearest first.</summary>
    public ImmutableArray<TeamSpend> Teams { get; init; } = [];
    /// <summary>What GPUs did in the period; null where nothing is measured.</summary>
    public UtilizationLine? Use { get; init; }
    /// <summary>Likewise by person.</summary>
    public ImmutableArray<UtilizationLine> UseByPerson { get; init; } = [];
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

    public string Currency => Spent.Total.Currency;

    /// <summary>Whether nothing was used in it.</summary>
    public bool IsQuiet => Spent.IsEmpty;

    /// <summary>
    /// Of a day, the mean of a day in the week before it; null of other periods, and where nothing was used in that week. Days before the first use are no
    /// measure.
    /// </summary>
    public decimal? Usual
    {
        get
        {
            var week = Days.SkipWhile(day => day.Amount == 0).Where(day => day.Day < LastDay).TakeLast(Week).ToList();
            return Period.IsWholeDay && week.Count > 0 && week.Average(day => day.Amount) is > 0 and var mean ? mean : null;
        }
    }

    /// <summary>The month in which a period ends.</summary>
    public static Month MonthOf(CostPeriod period, TimeZoneInfo zone) => Metering.Month.Of(period.End.AddTicks(-1), zone);

    /// <summary>From when on a sheet must reach to make a report of a period from it.</summary>
    public static DateTimeOffset ReadFrom(CostPeriod period, TimeZoneInfo zone)
    {
        var days = CalendarDay.BeginOf(CalendarDay.Of(period.End.AddTicks(-1), zone).Date.AddDays(1 - LeastDays), zone);
        return new[] { days, period.Begin - (period.End - period.Begin), MonthOf(period, zone).Begin }.Min();
    }

    /// <param name="use">From <see cref="ReadFrom"/> until the period's end.</param>
    public SpendReport With(UtilizationSheet use, TimeZoneInfo zone)
    {
        var own = use.Within(Period.Begin, Period.End);
        return this with
        {
            Use = own.Total,
            UseByPerson = own.By(PersonOf),
            UseByDay = [.. use.ByDay(zone)],
            UseOfWeek = use.Within(CalendarDay.BeginOf(LastDay.AddDays(1 - Week), zone), Period.End).Total,
        };
    }

    /// <param name="sheet">Of the team or of all, from <see cref="ReadFrom"/> until now.</param>
    public static SpendReport Of(string title, CostPeriod period, CostSheet sheet, TimeZoneInfo zone, MonthSpend month)
    {
        var spent = sheet.Within(period.Begin, period.End);
        return new SpendReport
        {
            Title = title,
            Period = period,
            Spent = CostTotals.Of(spent, spent.By(PersonOf)),
            Before = sheet.Within(period.Begin - (period.End - period.Begin), period.Begin).Total,
            Days = [.. sheet.Within(sheet.Begin, period.End).AmountByDay(zone)],
            Month = month,
        };
    }

    /// <summary>Of all that several are of, which have no machine in common.</summary>
    /// <param name="parts">Of the same period and time zone; one at the least.</param>
    public static SpendReport Together(string title, MonthSpend month, IReadOnlyList<SpendReport> parts)
    {
        var (first, currency) = (parts[0], parts[0].Currency);
        return first with
        {
            Title = title,
            Month = month,
            Spent = CostSplit.Person.Together(currency, [.. parts.Select(part => part.Spent)]),
            Before = CostLine.Sum("", currency, parts.Select(part => part.Before)),
            Days = [.. first.Days.Select((day, i) => (day.Day, parts.Sum(part => part.Days[i].Amount)))],
            Use = first.Use is null ? null : UtilizationLine.Sum("", currency, parts.Select(part => part.Use).OfType<UtilizationLine>()),
            UseByPerson = UtilizationLine.ByName(parts.SelectMany(part => part.UseByPerson)),
            UseByDay = [.. first.UseByDay.Select((day, i) => (day.Day, UtilizationLine.Sum("", currency, parts.Select(part => part.UseByDay[i].Line))))],
            UseOfWeek = first.UseOfWeek is null
                ? null
                : UtilizationLine.Sum("", currency, parts.Select(part => part.UseOfWeek).OfType<UtilizationLine>()),
            Saved = first.Saved is { } saved ? saved with { Savings = [.. parts.SelectMany(part => part.Saved?.Savings ?? [])] } : null,
        };
    }

    private static string PersonOf(UsageRecord record) => Person.HandleOf(record.Owner);
}
