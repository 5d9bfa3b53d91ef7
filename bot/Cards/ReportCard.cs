using System.Collections.Immutable;
using System.Globalization;
using ChatOps.Core.Metering;
using ChatOps.Core.Reports;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Cards;

/// <summary>What a manager wants to know of a team's spend, or an admin of the whole organisation's, without asking for each number.</summary>
public static class ReportCard
{
    /// <summary>Those who spent most.</summary>
    private const int MostPeople = 5;

    private const int MostTeams = 12;

    /// <summary>As many days as a chart still shows well.</summary>
    private const int MostDays = 31;

    /// <summary>Days in the charts of a day, so that Slack draws them too.</summary>
    private const int TwoWeeks = 14;

    public static Card Build(SpendReport report)
    {
        var (spent, whose) = (report.Spent.Total, report.Whose);
        if (report.IsQuiet) return new Card { Title = $"{report.Title}: nothing was used {report.Period.Name}{SoFar(report)}" };
        return new Card { Title = $"{report.Title}: {CostCards.Amount(spent)} {report.Period.Name}" }
            .Add(new CardElement.Facts([.. Facts(report)]))
            .Add(Days(report))
            .Add(Teams(report))
            .Add(UtilizationCards.ByDay([.. report.UseByDay.TakeLast(Shown(report))]))
            .Add(People(report))
            .Add(Failed(report))
            .Add(CostCards.Unpriced(spent))
            .Add(CostCards.Basis(report.Spent.Disks))
            .Add(new CardButton("By person", $"cost {whose} {report.Period.Word} by person"))
            .Add(new CardButton("By machine", $"cost {whose} {report.Period.Word} by machine"))
            .Add(report.Use is null ? null : new CardButton("Utilization", $"utilization {whose} {report.Period.Word}"))
            .Add(new CardButton("Idle now", report.Team is { } team ? $"idle {team.Name}" : "idle"));
    }

    private static IEnumerable<Fact> Facts(SpendReport report)
    {
        var (spent, before, currency) = (report.Spent.Total, report.Before, report.Currency);
        yield return new Fact("Used", $"{CostCards.Hours(spent.GpuHours)} GPU hours on {Plural.Of(spent.Machines, "machine")}");
        if (report.Use is { } use) yield return new Fact("In use", UtilizationCards.Share(use));
        yield return new Fact(report.Period.IsWholeDay ? "The day before" : "As long before", $"{before.Money}{Change(spent.Amount, before.Amount)}");
        if (report.Usual is { } usual) yield return new Fact("Mean of the week before", $"{new Money(usual, currency)} a day{Change(spent.Amount, usual)}");
        if (report.Saved is { Savings.IsEmpty: false } saved)
            yield return new Fact(string.Create(CultureInfo.InvariantCulture, $"Saved in {report.LastDay:MMMM}"), SavingsCard.Line(saved));
        if (report.Launches is { Count: > 0 } launches) yield return new Fact("Launches", LaunchWords.Of(launches));
        yield return new Fact(Name(report.Month), Month(report.Month, currency));
    }

    /// <summary>", $413.27 in November so far".</summary>
    private static string SoFar(SpendReport report) => report.Month is { Spent: > 0 and var spent } month
        ? $", {new Money(spent, report.Currency)} in {Name(month)}{(month.Forecast is null ? "" : " so far")}"
        : "";

    private static string Name(MonthSpend month) => $"{month.Month.First:MMMM}";

    private static string Month(MonthSpend month, string currency)
    {
        var spent = new Money(month.Spent, currency);
        var against = month.Most is { } most ? $"{TextBar.Of(month.Spent, most)} {spent} of {new Money(most, currency)}" : $"{spent}";
        return month.Forecast is { } forecast ? $"{against}, on course for {new Money(forecast.Expected, currency)}" : against;
    }

    /// <summary>", 12 % more"; nothing where there is nothing to compare with.</summary>
    private static string Change(decimal now, decimal before)
    {
        if (before <= 0) return "";
        var percent = (int)Math.Round((now - before) * 100 / before, MidpointRounding.AwayFromZero);
        return percent switch { 0 => ", about as much", > 0 => $", {percent} % more now", _ => $", {-percent} % less now" };
    }

    private static int Shown(SpendReport report) => report.Period.IsWholeDay ? TwoWeeks : MostDays;

    /// <summary>From the first day with use.</summary>
    private static CardElement.Chart Days(SpendReport report)
    {
        var points = report.Days.TakeLast(Shown(report)).SkipWhile(day => day.Amount == 0).Select(day => new ChartPoint($"{day.Day:yyyy-MM-dd}", day.Amount));
        return new CardElement.Chart("Cost by day", ChartKind.Bar, report.Currency, [new ChartSeries("Cost", [.. points])]);
    }

    private static CardElement.Table? Teams(SpendReport report) => report.Teams.IsEmpty ? null : new CardElement.Table(
        ["Team", "Cost", "GPU hours", Name(report.Month), "Budget"], [.. report.Teams.Take(MostTeams).Select(team => Row(team, report.Currency))]);

    private static ImmutableArray<string> Row(TeamSpend team, string currency) =>
    [
        team.Title,
        CostCards.Known(team.Spent),
        CostCards.Hours(team.Spent.GpuHours),
        $"{new Money(team.Month.Spent, currency)}",
        team.Month.Most is { } most ? $"{TextBar.Of(team.Month.Spent, most)} of {new Money(most, currency)}" : "–",
    ];

    private static CardElement.Table? People(SpendReport report)
    {
        if (report.IsQuiet) return null;
        var idle = report.Use is null ? null : report.UseByPerson.ToDictionary(line => line.Name, line => new Money(line.IdleCost, line.Currency));
        ImmutableArray<string> columns = ["Who spent most", "Cost", "GPU hours", "Machines"];
        return new CardElement.Table(
            idle is null ? columns : columns.Add("of it for idle GPUs"),
            [.. report.Spent.Lines.Take(MostPeople)
                .Select(line => idle is null ? Row(line) : Row(line).Add(idle.TryGetValue(line.Name, out var cost) ? $"{cost}" : "–"))]);
    }

    private static ImmutableArray<string> Row(CostLine line) =>
        [line.Name, CostCards.Known(line), CostCards.Hours(line.GpuHours), line.Machines.ToString(CultureInfo.InvariantCulture)];

    private static CardElement.Text? Failed(SpendReport report) => report.Spent.Failed is { Machines: > 0 } failed
        ? new CardElement.Text($"{Plural.Of(failed.Machines, "launch")} failed, which cost {failed.Money}. `history MACHINE` says why.")
        : null;
}
