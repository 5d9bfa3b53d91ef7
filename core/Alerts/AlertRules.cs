using System.Collections.Immutable;
using System.Globalization;
using ChatOps.Core.Reports;
using ChatOps.Core.Words;

namespace ChatOps.Core.Alerts;

/// <summary>What the report of a day that is over is looked at for. docs/costs.md says the same.</summary>
public static class AlertRules
{
    /// <summary>In the policy's currency: less is no news, however much more it is than usual.</summary>
    public const decimal LeastSpike = 100;

    /// <summary>As often as the mean of the same weekday.</summary>
    public const int Spike = 3;

    /// <summary>The part of their measured hours in which GPUs are to be in use.</summary>
    public const double LeastUse = 0.5;

    /// <summary>GPU hours of a week: of less, a mean says little.</summary>
    public const double LeastHours = 40;

    /// <summary>The part of a day's launches that may fail.</summary>
    public const double MostFailures = 0.05;

    /// <summary>One may be anybody's mistake.</summary>
    public const int LeastFailures = 2;

    /// <summary>Before so much of a month has passed, nobody knows where it is heading.</summary>
    private static readonly TimeSpan Foreseeable = TimeSpan.FromDays(3);

    private static readonly ImmutableArray<Func<SpendReport, Alert?>> All = [SpendSpike, LowUse, ForecastOver, FailedLaunches];

    public static IEnumerable<Alert> Of(SpendReport day) => All.Select(rule => rule(day)).OfType<Alert>();

    private static Alert? SpendSpike(SpendReport day)
    {
        var spent = day.Spent.Total;
        // Days before the first use are no measure.
        var same = day.Days.SkipWhile(one => one.Amount == 0).Where(one => one.Day < day.LastDay && one.Day.DayOfWeek == day.LastDay.DayOfWeek).ToList();
        if (same.Count == 0 || spent.Amount <= LeastSpike || spent.Amount <= Spike * same.Average(one => one.Amount)) return null;
        var usual = new Money(same.Average(one => one.Amount), spent.Currency);
        var days = same.Count == 1 ? $"the {day.LastDay.DayOfWeek} before" : $"the {same.Count} {day.LastDay.DayOfWeek}s before";
        return new Alert(
            $"spike-{day.LastDay:yyyy-MM-dd}",
            $"{day.Title} spent far more than usual {day.Period.Name}",
            $"{spent.Money}, where {days} came to {usual}{(same.Count > 1 ? " on average" : "")}.",
            "Look whether what has cost most is still needed, and stop what is not.",
            $"cost {day.Whose} {day.Period.Word} by machine");
    }

    /// <summary>Once a month: it does not change from day to day.</summary>
    private static Alert? LowUse(SpendReport day) =>
        day.UseOfWeek is { UsedShare: { } share } week && week.Sums.Measured >= LeastHours && share < LeastUse
            ? new Alert(
                $"low-use-{day.LastDay:yyyy-MM}",
                $"{day.Title} uses less than half of what it pays for",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"In the week up to {day.LastDay:ddd d MMM} its GPUs were in use for {share * 100:0} % of {week.Sums.Measured:#,0} measured hours; "
                    + $"the others cost {new Money(week.IdleCost, week.Currency)}."),
                "Stop what is idle, ask for shorter leases, or have the reaper stop it, and sooner: `idle` in policy.yaml.",
                $"utilization {day.Whose} since {day.LastDay.AddDays(-6):yyyy-MM-dd}")
            : null;

    private static Alert? ForecastOver(SpendReport day)
    {
        var month = day.Month;
        if (month is not { Most: { } most, Forecast.Expected: var expected } || month.Spent >= most || expected <= most) return null;
        if (day.Period.End - month.Month.Begin < Foreseeable) return null;
        var currency = day.Currency;
        return new Alert(
            $"forecast-{month.Month.Name}",
            string.Create(CultureInfo.InvariantCulture, $"{day.Title} is on course to spend more than its budget for {month.Month.First:MMMM}"),
            $"{new Money(expected, currency)} of {new Money(most, currency)} if it goes on like this; {new Money(month.Spent, currency)} is spent.",
            "Once all of it is spent, launches, starts and extensions take an approval. "
            + "Stop what is idle, use spot capacity, or raise `monthlyBudget` in policy.yaml.",
            $"cost {day.Whose} {month.Month.Name} by person");
    }

    private static Alert? FailedLaunches(SpendReport day) =>
        day.Launches is { Failed: >= LeastFailures } launches && launches.Failed > launches.Count * MostFailures
            ? new Alert(
                $"failures-{day.LastDay:yyyy-MM-dd}",
                $"{launches.Failed} of {Plural.Of(launches.Count, "launch")} of {day.Title} failed {day.Period.Name}",
                $"That cost {day.Spent.Failed.Money}, and whoever launched them has waited in vain.",
                "`history MACHINE` says why each has failed: no capacity, a blueprint's software, or a check that did not pass.",
                $"cost {day.Whose} {day.Period.Word} by machine")
            : null;
}
