using System.Collections.Immutable;
using System.Globalization;
using ChatOps.Core.Audit;
using ChatOps.Core.People;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Cards;

/// <summary>The audit as people read it, and what came of verifying it.</summary>
public static class AuditCards
{
    /// <summary>As many as a person reads; the rest is counted.</summary>
    private const int MostRows = 25;

    private const int LongestCell = 120;

    /// <summary>In letters: what every chat shows in one message.</summary>
    private const int LongestExport = 10_000;

    /// <param name="entries">Newest first.</param>
    public static Card List(IReadOnlyList<SealedEntry> entries, DateTimeOffset since, Clock clock)
    {
        if (entries.Count == 0) return new Card { Title = $"Nothing is in the audit since {Time(since, clock)} that you may see" };
        var card = new Card { Title = $"Audit since {Time(since, clock)} ({Entries(entries.Count)})" }
            .Add(new CardElement.Table(["When", "Who", "What", "On", "Outcome"], [.. entries.Take(MostRows).Select(one => Row(one.Entry, clock))]));
        if (entries.Count > MostRows)
            card = card.Add(new CardElement.Text($"… and {entries.Count - MostRows} more. `audit export` writes them out.", TextStyle.Subtle));
        return card.Add(Zone(clock));
    }

    /// <param name="entries">Newest first.</param>
    public static Card Export(IReadOnlyList<SealedEntry> entries, DateTimeOffset since, AuditFormat format, Clock clock)
    {
        var (lines, letters) = (new List<string>(), 0);
        foreach (var line in entries.Select(one => AuditExport.Line(one, format)))
        {
            letters += line.Length + 1;
            if (letters > LongestExport) break;
            lines.Add(line);
        }
        lines.Reverse();
        var card = new Card { Title = $"Audit since {Time(since, clock)} ({Entries(entries.Count)})" }
            .Add(new CardElement.Code(string.Join('\n', [.. AuditExport.Header(format), .. lines])));
        if (lines.Count == entries.Count) return card;
        var days = Math.Ceiling((clock.Now - since).TotalDays).ToString(CultureInfo.InvariantCulture);
        var verb = $"ChatOps.Functions audit export --since {days}d --as {(format == AuditFormat.Csv ? "csv" : "jsonl")}";
        return card.Add(new CardElement.Text(
            $"Not shown, because a chat takes no more: the oldest {Entries(entries.Count - lines.Count)}. "
            + $"Ask for less by --since, --by or --team; whoever runs the product gets all with: {verb}",
            TextStyle.Subtle));
    }

    public static Card Unbroken(AuditVerdict.Unbroken verdict, Clock clock)
    {
        if (verdict is not { From: { } from, To: { } to }) return new Card { Title = "The audit has no entry yet" };
        return new Card { Title = $"The audit is unbroken: {Entries(verdict.Entries)}", Tone = Tone.Good }
            .Add(new CardElement.Facts([new Fact("From", Time(from, clock)), new Fact("To", Time(to, clock)), new Fact("Last hash", verdict.Hash)]))
            .Add(new CardElement.Text("Keep the hash where nobody who can write to the storage can: it shows later that nothing was written anew.",
                TextStyle.Subtle))
            .Add(Zone(clock));
    }

    public static Card Broken(AuditVerdict.Broken verdict) => new Card { Title = "The audit is broken", Tone = Tone.Bad }
        .Add(new CardElement.Text(verdict.Where))
        .Add(new CardElement.Text("What comes before it is as it was written. Find out who can write to the storage, and compare with a backup or an export."));

    /// <summary>To the second, and with its date, whatever day it is.</summary>
    internal static string Time(DateTimeOffset at, Clock clock) =>
        TimeZoneInfo.ConvertTime(at, clock.Zone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    internal static CardElement.Text Zone(Clock clock) => new($"Times are those of {clock.Zone.Id}.", TextStyle.Subtle);

    private static ImmutableArray<string> Row(AuditEntry entry, Clock clock) =>
    [
        Time(entry.At, clock),
        entry.Who is { } who ? Person.HandleOf(who) : "",
        entry.Action,
        entry.On ?? "",
        Echo.Of(entry.Reason is { } reason && reason != entry.Outcome ? $"{entry.Outcome}: {reason}" : entry.Outcome, LongestCell),
    ];

    private static string Entries(long count) => count == 1 ? "1 entry" : string.Create(CultureInfo.InvariantCulture, $"{count:N0} entries");
}
