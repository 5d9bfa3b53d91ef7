using System.Collections.Immutable;
using System.Globalization;
using ChatOps.Core.Machines;
using ChatOps.Core.Metering;
using ChatOps.Core.People;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Cards;

/// <summary>What machines have cost.</summary>
public static class CostCards
{
    /// <summary>What more there is, is one line.</summary>
    private const int MostLines = 12;

    /// <summary>As many days as a chart still shows well.</summary>
    private const int MostDays = 31;

    /// <param name="whose">A team's title, or a person's handle.</param>
    public static Card Of(string whose, CostPeriod period, CostTotals totals, CostSplit split)
    {
        var (total, lines, isByDay) = (totals.Total, totals.Lines, split == CostSplit.Day);
        if (totals.IsEmpty)
        {
            return new Card { Title = $"{whose}: nothing was used {period.Name}" }
                .Add(new CardElement.Text("`launch` gets you a machine; `catalog` shows what there is and what it costs.", TextStyle.Subtle));
        }
        var shown = isByDay ? lines[Math.Max(0, lines.Length - MostDays)..] : lines[..Math.Min(MostLines, lines.Length)];
        return new Card { Title = $"{whose}: {Amount(total)} {period.Name}" }
            .Add(Chart(shown, split, total.Currency))
            .Add(Table(shown, split, totals.Disks))
            .Add(Rest(lines, shown, isByDay))
            .Add(Unpriced(total))
            .Add(Basis(totals.Disks));
    }

    /// <summary>Of one machine since it was launched.</summary>
    public static Card OfMachine(Machine machine, CostSheet sheet, Clock clock)
    {
        var total = sheet.Total;
        ImmutableArray<Fact> facts =
        [
            new Fact("Whose", $"{Person.HandleOf(machine.Owner)} ({MachineCard.Charged(machine)})"),
            new Fact("Since", clock.Time(machine.LaunchedAt)),
            new Fact("Compute", $"{(IsUnknown(total) ? "?" : new Money(total.Compute, sheet.Currency))} for {Hours(total.GpuHours)} GPU hours"),
            .. total.Disks > 0 ? [new Fact("Disks", $"{new Money(total.Disks, sheet.Currency)}")] : Array.Empty<Fact>(),
            new Fact("Now", Now(machine)),
        ];
        var days = sheet.ByDay(clock.Zone).Select(day => new ChartPoint($"{day.Day:yyyy-MM-dd}", day.Sheet.Total.Amount)).TakeLast(MostDays).ToImmutableArray();
        return new Card { Title = $"{machine.Name}: {Amount(total)} since it was launched" }
            .Add(new CardElement.Facts(facts))
            .Add(days.Count(day => day.Value > 0) > 1 ? Chart("By day", days, sheet.Currency) : null)
            .Add(Unpriced(total))
            .Add(Basis(CostTotals.Of(sheet, []).Disks));
    }

    private static string Now(Machine machine) => machine switch
    {
        { IsGone: true } => "it is gone and costs nothing",
        { BilledSince: null } => PriceWords.DisksPerDay(machine) is { } disks ? $"stopped: its disks cost {disks}" : "stopped: nothing but its disks",
        { PerHour: { } price } => $"{price} per hour",
        _ => "its price is not known",
    };

    /// <summary>Null where there is nothing to compare.</summary>
    private static CardElement.Chart? Chart(ImmutableArray<CostLine> lines, CostSplit split, string currency)
    {
        var points = lines.Where(line => split == CostSplit.Day || line.Amount > 0).Select(line => new ChartPoint(line.Name, line.Amount)).ToImmutableArray();
        return points.Count(point => point.Value > 0) < 2 ? null : Chart($"Cost by {split.Title.ToLowerInvariant()}", points, currency);
    }

    private static CardElement.Chart Chart(string title, ImmutableArray<ChartPoint> points, string currency) =>
        new(title, ChartKind.Bar, currency, [new ChartSeries("Cost", points)]);

    private static CardElement.Table Table(ImmutableArray<CostLine> lines, CostSplit split, DisksKnown disks)
    {
        (string Title, Func<CostLine, string> Of, bool IsShown)[] columns =
        [
            (split.Title, line => split == CostSplit.Day ? Day(line.Name) : line.Name, true),
            ("Cost", Known, true),
            ("of it disks", line => line.Disks > 0 ? new Money(line.Disks, line.Currency).ToString() : "–", disks != DisksKnown.None),
            ("GPU hours", line => Hours(line.GpuHours), true),
            ("Machines", line => line.Machines.ToString(CultureInfo.InvariantCulture), split != CostSplit.Machine),
        ];
        var shown = columns.Where(column => column.IsShown).ToList();
        var rows = lines.Select(line => shown.Select(column => column.Of(line)).ToImmutableArray());
        return new CardElement.Table([.. shown.Select(column => column.Title)], [.. rows]);
    }

    internal static CardElement.Text Basis(DisksKnown disks)
    {
        var about = disks switch
        {
            DisksKnown.All => "disks included",
            DisksKnown.Some => "disks included as far as their price is known",
            DisksKnown.None => "without disks, whose price is not known",
        };
        return new CardElement.Text($"By the list price of when each was launched, {about}. An estimate: the bill may say otherwise.", TextStyle.Subtle);
    }

    private static string Day(string date) =>
        DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture).ToString("ddd d MMM", CultureInfo.InvariantCulture);

    private static CardElement.Text? Rest(ImmutableArray<CostLine> lines, ImmutableArray<CostLine> shown, bool isByDay)
    {
        if (lines.Length == shown.Length) return null;
        var hidden = isByDay ? lines[..(lines.Length - shown.Length)] : lines[shown.Length..];
        var money = new Money(hidden.Sum(line => line.Amount), hidden[0].Currency);
        return new CardElement.Text($"And {hidden.Length} more, together {money}.");
    }

    internal static CardElement.Text? Unpriced(CostLine total) => total.Unpriced > TimeSpan.Zero
        ? new CardElement.Text($"Not in it: {Durations.Show(total.Unpriced)} of machines whose price is not known.")
        : null;

    internal static string Known(CostLine line) => IsUnknown(line) ? "?" : line.Money.ToString();

    private static bool IsUnknown(CostLine line) => line.Unpriced > TimeSpan.Zero && line.Amount == 0;

    internal static string Amount(CostLine total) => IsUnknown(total) ? $"{Hours(total.GpuHours)} GPU hours of unknown price" : total.Money.ToString();

    internal static string Hours(double hours) => hours.ToString(hours < 10 ? "0.#" : "#,0", CultureInfo.InvariantCulture);
}
