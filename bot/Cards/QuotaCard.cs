using System.Collections.Immutable;
using ChatOps.Core.People;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Cards;

/// <summary>What a person and their teams use of what they may have.</summary>
public static class QuotaCard
{
    private const decimal Near = 0.8m;

    /// <param name="asker">Who asked; a channel reads it too.</param>
    /// <param name="groups">The person's own in each team, and the teams'.</param>
    public static Card Build(Person asker, ImmutableArray<QuotaGroup> groups)
    {
        var rows = groups.SelectMany(group => group.Rows).ToList();
        var card = new Card { Title = $"Quota of {asker.Handle}", Tone = ToneOf(rows) };
        if (rows.Count == 0) return card.Add(new CardElement.Text($"Nothing is limited for {Listing.And(groups.Select(group => group.Whose))}."));
        return card
            .Add(new CardElement.Table(["Whose", "What", "Used"],
                [.. groups.SelectMany(group => group.Rows.Select(row => ImmutableArray.Create(group.Whose, row.What, Used(row))))]))
            .Add(new CardElement.Text(
                "What goes over a limit takes an approval." + (rows.Any(row => row.Unit is not null) ? " Money is list prices, without disks." : ""),
                TextStyle.Subtle));
    }

    private static Tone ToneOf(IEnumerable<QuotaRow> rows)
    {
        var limited = rows.Where(row => row.Most is not null).ToList();
        if (limited.Any(row => row.Used >= row.Most)) return Tone.Bad;
        return limited.Any(row => row.Used >= row.Most * Near) ? Tone.Warning : Tone.Good;
    }

    private static string Used(QuotaRow row)
    {
        var used = row.Most is { } most
            ? $"{TextBar.Of(row.Used, most, row.Expected ?? 0)} {Show(row.Used, row.Unit)} of {Show(most, row.Unit)}"
            : $"{Show(row.Used, row.Unit)}, without a limit";
        if (row.Expected is { } expected) used += $", about {Show(expected, row.Unit)} by the month's end";
        return row.Note is { } note ? $"{used}; {note}" : used;
    }

    private static string Show(decimal amount, string? unit) => unit is null ? $"{amount:0.##}" : new Money(amount, unit).ToString();
}

/// <param name="Whose">"scientist in Computer Vision", "Computer Vision".</param>
public sealed record QuotaGroup(string Whose, ImmutableArray<QuotaRow> Rows);

/// <param name="What">"A100* GPUs", "machines", "budget of November".</param>
/// <param name="Most">Null for no limit.</param>
/// <param name="Unit">The currency (ISO 4217) of an amount; null where things are counted.</param>
public sealed record QuotaRow(string What, decimal Used, decimal? Most, string? Unit = null)
{
    /// <summary>By the end of the month; null where there is no forecast.</summary>
    public decimal? Expected { get; init; }
    /// <summary>What else there is to say, such as until when an exception holds.</summary>
    public string? Note { get; init; }
}
