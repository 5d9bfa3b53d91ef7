using System.Collections.Immutable;
using System.Globalization;
using ChatOps.Core.Actuals;
using ChatOps.Core.People;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Cards;

/// <summary>What was estimated, beside what Azure billed for it.</summary>
public static class ActualCards
{
    /// <summary>A month's days, or as many teams as a person looks through.</summary>
    private const int MostRows = 31;

    /// <summary>Tells the admins of days on which a team's bill is not as it was estimated.</summary>
    public static Card Off(Deviation off, string currency, Policy policy)
    {
        var total = off.Total;
        return new Card { Title = $"Azure bills {TitleOf(off.Team, policy)} {Change(total, currency)} for {Span(off.First, off.Last)}", Tone = Tone.Warning }
            .Add(Days(off.Days, currency))
            .Add(new CardElement.Text(total.Difference > 0
                ? "Look in Azure's cost analysis, by the tag chatops-team, for what the product did not build or has no price for. "
                    + "Or prices have risen since machines were launched: `catalog` has today's."
                : "If your agreement has discounts or reservations, that is why: estimates are list prices. "
                    + "If not, look in Azure's cost analysis for costs without the tag chatops-team."))
            .Add(new CardButton("The month", $"reconcile {off.Team} {Month(off.First)}"));
    }

    /// <summary>What is left of that once Azure has corrected it.</summary>
    public static Card Settled(ToldDeviation told, Policy policy) => new Card
    {
        Title = $"Azure bills {TitleOf(told.Team, policy)} as estimated for {Span(told.First, told.Last)} after all",
        Tone = Tone.Good,
    }.Add(new CardElement.Text("It has corrected its costs. There is nothing to do."));

    /// <summary>One team, day by day.</summary>
    public static Card OfTeam(Team team, Reconciliation all)
    {
        if (all.OtherCurrency is { } other) return Incomparable(team.Title, all, other);
        if (all.Teams is not [{ Days: [_, ..] days } only]) return Nothing(team.Title, all);
        return new Card { Title = Title(team.Title, only.Settled, all) }
            .Add(Days(days, all.Currency))
            .Add(Basis(all));
    }

    /// <summary>All teams, each by what is settled of it.</summary>
    public static Card OfAll(Reconciliation all, Policy policy)
    {
        if (all.OtherCurrency is { } other) return Incomparable(policy.Organisation, all, other);
        var settled = all.Teams.Where(team => team.Settled is not null).ToList();
        if (settled.Count == 0) return Nothing(policy.Organisation, all);
        var rows = settled.Select(team => (Title: TitleOf(team.Team, policy), Sum: team.Settled)).OfType<(string Title, ReconciledDay Sum)>()
            .OrderByDescending(row => Math.Abs(row.Sum.Difference)).ToList();
        var sum = new ReconciledDay(all.Month.First, rows.Sum(row => row.Sum.Estimated), rows.Sum(row => row.Sum.Actual), IsSettled: true);
        return new Card { Title = Title(policy.Organisation, sum, all) }
            .Add(new CardElement.Table(
                ["Team", "Estimated", "Azure", "Difference"],
                [.. rows.Take(MostRows).Select(row => Row(row.Title, row.Sum, all.Currency))]))
            .Add(rows.Count > MostRows ? new CardElement.Text($"And {rows.Count - MostRows} more teams, whose bills differ less.") : null)
            .Add(all.Untagged > 0
                ? new CardElement.Text(
                    $"Besides {new Money(all.Untagged, all.Currency)} for what has no tag chatops-team: the first hour of disks, and what is no machine.")
                : null)
            .Add(Basis(all));
    }

    private static Card Nothing(string whose, Reconciliation all) => new Card { Title = $"{whose}: nothing can be compared yet in {all.Month.First:MMMM yyyy}" }
        .Add(new CardElement.Text(
            "Azure's costs are read once a day, and count three days after a day's end. `cost` shows estimates at once.", TextStyle.Subtle));

    private static Card Incomparable(string whose, Reconciliation all, string other) =>
        new Card { Title = $"{whose}: Azure bills in {other}, and the policy reckons in {all.Currency}" }
            .Add(new CardElement.Text(
                $"They are not compared. The platform team can set `currency` of the policy to {other}; docs/prices.md says what that changes."));

    private static string Title(string whose, ReconciledDay? settled, Reconciliation all) => settled is { } sum
        ? $"{whose}: Azure bills {Change(sum, all.Currency)} in {all.Month.First:MMMM yyyy}"
        : $"{whose}: nothing is settled yet of {all.Month.First:MMMM yyyy}";

    private static CardElement.Table Days(ImmutableArray<ReconciledDay> days, string currency) => new(
        ["Day", "Estimated", "Azure", "Difference"],
        [.. days.TakeLast(MostRows).Select(day => Row(day.Day.ToString("ddd d MMM", CultureInfo.InvariantCulture), day, currency))]);

    private static ImmutableArray<string> Row(string name, ReconciledDay day, string currency) => day.IsSettled
        ? [name, $"{new Money(day.Estimated, currency)}", $"{new Money(day.Actual, currency)}", Signed(day, currency)]
        : [name, $"{new Money(day.Estimated, currency)}", day.Actual == 0 ? "–" : $"{new Money(day.Actual, currency)} so far", "not settled yet"];

    private static CardElement.Text Basis(Reconciliation all)
    {
        var until = all.SettledUntil is { } last ? $"Settled until {last.ToString("ddd d MMM", CultureInfo.InvariantCulture)}. " : "";
        return new CardElement.Text(
            $"{until}Days are UTC's. Estimates are list prices, disks included; Azure's are what your agreement makes of them.", TextStyle.Subtle);
    }

    /// <summary>"7.3 % more than estimated"; where nothing was estimated, an amount.</summary>
    private static string Change(ReconciledDay sum, string currency) => sum switch
    {
        { Percent: { } percent } when Math.Round(percent, 1) == 0 => "what was estimated",
        { Percent: { } percent } => $"{Number(Math.Abs(percent))} % {(percent > 0 ? "more" : "less")} than estimated",
        _ => $"{new Money(sum.Actual, currency)}, where nothing was estimated,",
    };

    /// <summary>"+$3.20 (+6.4 %)".</summary>
    private static string Signed(ReconciledDay day, string currency)
    {
        if (Math.Round(day.Difference, 2) == 0) return "none";
        var sign = day.Difference < 0 ? "−" : "+";
        var share = day.Percent is { } percent ? $" ({sign}{Number(Math.Abs(percent))} %)" : "";
        return $"{sign}{new Money(Math.Abs(day.Difference), currency)}{share}";
    }

    private static string Number(decimal value) => value.ToString("#,0.0", CultureInfo.InvariantCulture);

    private static string Span(DateOnly first, DateOnly last) => first == last
        ? first.ToString("ddd d MMM", CultureInfo.InvariantCulture)
        : $"{first.ToString("ddd d MMM", CultureInfo.InvariantCulture)} to {last.ToString("ddd d MMM", CultureInfo.InvariantCulture)}";

    private static string Month(DateOnly day) => day.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private static string TitleOf(string team, Policy policy) => policy.Team(team)?.Title ?? team;
}
