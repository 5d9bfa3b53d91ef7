using System.Collections.Immutable;
using System.Globalization;
using ChatOps.Core.Approvals;
using ChatOps.Core.Metering;
using ChatOps.Core.People;
using ChatOps.Core.Reports;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Cards;

/// <summary>What a manager wants to know of a team's spend without asking for each number.</summary>
public static class ReportCard
{
    /// <summary>Those who spent most.</summary>
    private const int MostPeople = 5;

    /// <summary>As many days as a chart still shows well.</summary>
    private const int MostDays = 31;

    public static Card Build(SpendReport report, Policy policy)
    {
        var (spent, when) = (report.Spent.Total, When(report));
        var card = new Card { Title = $"{report.Team.Title}: {(report.Spent.Records.IsEmpty ? "nothing was used" : CostCards.Amount(spent))} {when}" };
        if (report.IsQuiet) return card.Add(new CardElement.Text($"`report {report.Team.Name} today` shows what is used now.", TextStyle.Subtle));
        return card
            .Add(new CardElement.Facts([.. Facts(report)]))
            .Add(Days(report))
            .Add(People(report, policy))
            .Add(Failed(report))
            .Add(CostCards.Unpriced(spent))
            .Add(CostCards.Basis(report.Spent.Disks))
            .Add(new CardButton("By machine", $"cost {report.Team.Name} {report.Period.Word} by machine"))
            .Add(new CardButton("Idle now", $"idle {report.Team.Name}"));
    }

    /// <summary>"on Sun 22 Nov", "this week".</summary>
    private static string When(SpendReport report) => report.Period.Name == "yesterday"
        ? string.Create(CultureInfo.InvariantCulture, $"on {report.Days[^1].Day:ddd d MMM}")
        : report.Period.Name;

    private static IEnumerable<Fact> Facts(SpendReport report)
    {
        var (spent, before, currency) = (report.Spent.Total, report.Before.Total, report.Spent.Currency);
        yield return new Fact("Used", $"{CostCards.Hours(spent.GpuHours)} GPU hours on {Plural.Of(spent.Machines, "machine")}");
        yield return new Fact(report.IsOneDay ? "The day before" : "As long before", $"{before.Money}{Change(spent.Amount, before.Amount)}");
        if (report.Usual is { } usual) yield return new Fact("Mean of the week before", $"{new Money(usual, currency)} a day{Change(spent.Amount, usual)}");
        if (report.Budget is { } budget) yield return new Fact($"{budget.Month.First:MMMM}", Month(budget, currency));
    }

    private static string Month(Budget budget, string currency) =>
        $"{TextBar.Of(budget.Spent, budget.Most)} {new Money(budget.Spent, currency)} of {new Money(budget.Most, currency)}, "
        + $"on course for {new Money(budget.Forecast.Expected, currency)}";

    /// <summary>", 12 % more"; nothing where there is nothing to compare with.</summary>
    private static string Change(decimal now, decimal before)
    {
        if (before <= 0) return "";
        var percent = (int)Math.Round((now - before) * 100 / before, MidpointRounding.AwayFromZero);
        return percent switch { 0 => ", about as much", > 0 => $", {percent} % more now", _ => $", {-percent} % less now" };
    }

    /// <summary>From the first day with use.</summary>
    private static CardElement.Chart Days(SpendReport report)
    {
        var points = report.Days.TakeLast(MostDays).SkipWhile(day => day.Amount == 0).Select(day => new ChartPoint($"{day.Day:yyyy-MM-dd}", day.Amount));
        return new CardElement.Chart("Cost by day", ChartKind.Bar, report.Spent.Currency, [new ChartSeries("Cost", [.. points])]);
    }

    private static CardElement.Table? People(SpendReport report, Policy policy)
    {
        var lines = report.Spent.By(record => CostSplit.Person.NameOf?.Invoke(record, policy) ?? "");
        return lines.IsEmpty ? null : new CardElement.Table(
            ["Who spent most", "Cost", "GPU hours", "Machines"], [.. lines.Take(MostPeople).Select(Row)]);
    }

    private static ImmutableArray<string> Row(CostLine line) =>
        [line.Name, CostCards.Known(line), CostCards.Hours(line.GpuHours), line.Machines.ToString(CultureInfo.InvariantCulture)];

    private static CardElement.Text? Failed(SpendReport report) => report.Failed is { Machines: > 0 } failed
        ? new CardElement.Text($"{Plural.Of(failed.Machines, "launch")} failed, which cost {failed.Money}. `history MACHINE` says why.")
        : null;
}
