using System.Collections.Immutable;
using System.Globalization;
using ChatOps.Core.Metering;
using ChatOps.Core.People;
using ChatOps.Core.Utilization;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Cards;

/// <summary>What GPUs did for what they cost.</summary>
public static class UtilizationCards
{
    /// <summary>Machines of each kind that something is to be done about.</summary>
    public const int MostTold = 3;

    /// <summary>What more there is, is one line.</summary>
    private const int MostLines = 12;

    /// <summary>As many days as a chart still shows well.</summary>
    private const int MostDays = 31;

    /// <summary>Hours; less is no news.</summary>
    private const double ALittle = 0.1;

    private static readonly (string Why, string Try) OnDisk =
        ("its cores waited for disks", "more loader workers, prefetching, and few large binary files in place of many small ones");

    private static readonly (string Why, string Try) OnCores = (
        "all of its cores were busy",
        "binary formats that need no decoding, prefetching what was prepared, and mixed precision, so that less is handed over");

    /// <param name="whose">A team's title, a person's handle, or a machine's name.</param>
    public static Card Of(string whose, CostPeriod period, UtilizationSheet sheet, CostSplit split, Policy policy, Clock clock)
    {
        var total = sheet.Total;
        if (total.On <= 0)
        {
            return new Card { Title = $"{whose}: no GPU was on {period.Name}" }
                .Add(new CardElement.Text("`launch` gets you a machine; `catalog` shows what there is and what it costs.", TextStyle.Subtle));
        }
        var card = new Card { Title = $"{whose}: {Headline(total)} {period.Name}" }
            .Add(Unknown(sheet, clock))
            .Add(new CardElement.Facts([.. Facts(total)]))
            .Add(Table(sheet, split, policy));
        foreach (var text in Starving(sheet).Concat(Oversized(sheet))) card = card.Add(text);
        return card
            .Add(total.Unpriced > 0 ? new CardElement.Text($"Of {Hours(total.Unpriced)} GPU hours no price is known; they are in no amount.") : null)
            .Add(new CardElement.Text(
                "In use is a GPU on which anything ran within five minutes. List prices of compute, without disks. docs/utilization.md says more.",
                TextStyle.Subtle));
    }

    public static Card NotMeasured() => new Card { Title = "Nothing is measured here" }
        .Add(new CardElement.Text("So it is not known what GPUs do. docs/metrics.md says how the platform team sets that up; `cost` tells what they cost."));

    /// <summary>"62 % of 120 GPU hours, $12.40 for idle ones": on a report.</summary>
    internal static string Share(UtilizationLine use) => use switch
    {
        { On: <= 0 } => "no GPU was on",
        { UsedShare: null } total => $"not known of {Hours(total.On)} GPU hours",
        { } total => $"{Percent(total.UsedShare)} of {Hours(total.Sums.Measured)} measured GPU hours, {Cost(total.IdleCost, total)} paid for idle ones",
    };

    /// <summary>Null where too little is known to compare.</summary>
    internal static CardElement.Chart? ByDay(ImmutableArray<(DateOnly Day, UtilizationLine Line)> days)
    {
        var points = days.Where(day => day.Line.UsedShare is not null).TakeLast(MostDays)
            .Select(day => new ChartPoint($"{day.Day:yyyy-MM-dd}", (decimal)Math.Round((day.Line.UsedShare ?? 0) * 100))).ToImmutableArray();
        return points.Length < 2 ? null : new CardElement.Chart("Utilization by day", ChartKind.Bar, "%", [new ChartSeries("In use", points)]);
    }

    private static string Headline(UtilizationLine total) => total.UsedShare is { } share
        ? $"{Percent(share)} of GPU hours in use, {Cost(total.IdleCost, total)} paid for idle ones,"
        : $"nothing is known of {Hours(total.On)} GPU hours";

    private static CardElement.Text? Unknown(UtilizationSheet sheet, Clock clock) => sheet.UnknownFrom is { } from
        ? new CardElement.Text($"What machines did since {clock.Time(from)} cannot be read just now, and counts as not known. Try again in a minute.")
        : null;

    private static IEnumerable<Fact> Facts(UtilizationLine total)
    {
        yield return new Fact("On", $"{Hours(total.On)} GPU hours on {Plural.Of(total.Machines, "machine")}");
        if (total.UsedShare is not null)
        {
            var mean = total.Mean is { } known ? $", at {Percent(known)} on average" : "";
            yield return new Fact("In use", $"{Hours(total.Sums.Used)} GPU hours{mean}");
            yield return new Fact("Idle", $"{Hours(total.Sums.Idle)} GPU hours, {Cost(total.IdleCost, total)}");
        }
        if (total.Unmeasured >= ALittle)
            yield return new Fact("Not known", $"{Hours(total.Unmeasured)} GPU hours, neither in use nor idle");
    }

    private static CardElement.Table? Table(UtilizationSheet sheet, CostSplit split, Policy policy)
    {
        var lines = sheet.By(record => split.NameOf?.Invoke(record, policy) ?? "");
        if (lines.Length < 2) return null;
        var rows = lines.Take(MostLines).Select(line => Row(line.Name, line));
        if (lines.Length > MostLines)
        {
            var hidden = lines.Skip(MostLines).Select(line => line.Name).ToHashSet();
            var rest = sheet.Where(record => hidden.Contains(split.NameOf?.Invoke(record, policy) ?? "")).Total;
            rows = rows.Append(Row($"{hidden.Count} more", rest));
        }
        return new CardElement.Table([split.Title, "On (h)", "In use (h)", "Idle (h)", "Mean in use", "Idle cost"], [.. rows]);
    }

    private static ImmutableArray<string> Row(string name, UtilizationLine line) =>
    [
        name,
        Hours(line.On),
        line.UsedShare is null ? "?" : Hours(line.Sums.Used),
        line.UsedShare is null ? "?" : Hours(line.Sums.Idle),
        line.Mean is { } mean ? Percent(mean) : "–",
        line.UsedShare is null ? "?" : Cost(line.IdleCost, line),
    ];

    private static IEnumerable<CardElement.Text> Starving(UtilizationSheet sheet)
    {
        var starving = sheet.Starving.ToList();
        if (starving.Count == 0) yield break;
        yield return new CardElement.Text("Starving: GPUs in use that wait for the rest of their machine", TextStyle.Strong);
        foreach (var one in starving.Take(MostTold))
        {
            var (why, tries) = one.IsOnDisk ? OnDisk : OnCores;
            var lost = one.Lost is { } money ? $"; {money} lost" : "";
            yield return new CardElement.Text(
                $"{Named(one.Machine)}: {Hours(one.Hours)} GPU hours at {Percent(one.Mean)} while {why}{lost}. Try {tries}.");
        }
        if (starving.Count > MostTold) yield return new CardElement.Text($"And {Plural.Of(starving.Count - MostTold, "machine")} more.");
    }

    private static IEnumerable<CardElement.Text> Oversized(UtilizationSheet sheet)
    {
        if (sheet.Oversized.IsEmpty) yield break;
        yield return new CardElement.Text("Bigger than needed for the last seven days", TextStyle.Strong);
        foreach (var one in sheet.Oversized.Take(MostTold))
        {
            var next = one.IsOffered
                ? $"`resize {one.Machine.Name} --size {one.Cheaper.Name}` makes it that."
                : "Its blueprint does not come as that; `catalog` shows what does.";
            yield return new CardElement.Text(
                $"{Named(one.Machine)}: never above {Percent(one.MaxUtilization)} of a GPU and {Percent(one.MaxMemory)} of its memory. "
                + $"{one.Cheaper.Name} ({one.Cheaper.Gpus}) would have done, and saves about {one.SavedPerMonth} a month. {next}");
        }
        if (sheet.Oversized.Length > MostTold) yield return new CardElement.Text($"And {Plural.Of(sheet.Oversized.Length - MostTold, "machine")} more.");
        yield return new CardElement.Text("What they need of their own memory and cores is not looked at, nor how fast another GPU is.", TextStyle.Subtle);
    }

    private static string Named(NamedMachine machine) => $"{machine.Name} ({Person.HandleOf(machine.Owner)})";

    private static string Cost(decimal amount, UtilizationLine line) =>
        amount == 0 && line.Unpriced > 0 && line.Paid == 0 ? "?" : new Money(amount, line.Currency).ToString();

    private static string Hours(double hours) => CostCards.Hours(hours);

    private static string Percent(double? share) => string.Create(CultureInfo.InvariantCulture, $"{Math.Round((share ?? 0) * 100)} %");
}
