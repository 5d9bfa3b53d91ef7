using System.Collections.Immutable;
using ChatOps.Core.Machines;
using ChatOps.Core.Orders;
using ChatOps.Core.People;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Cards;

/// <summary>Tells admins which messages were given up, what that means, and what somebody has done about it.</summary>
public static class PoisonCard
{
    /// <summary>As many as a person reads; the rest is counted.</summary>
    private const int MostRows = 20;

    /// <param name="messages">One gets a card of its own with all that is known of it, several a table, none a word of comfort.</param>
    public static Card Build(IReadOnlyList<PoisonMessage> messages, Clock clock) => messages switch
    {
        [] => new Card { Title = "No message waits to be replayed", Tone = Tone.Good },
        [var only] => One(only, clock),
        _ => Several(messages, clock),
    };

    /// <summary>The answer to <c>replay ID</c>.</summary>
    public static Card Ended(EndedPoison ended, Clock clock)
    {
        var (message, end) = (ended.Message, ended.End);
        if (!ended.IsNew) return new Card { Title = $"{message.Id} was {Done(end)} {By(end, clock)}" };
        return end.Fate == PoisonFate.Dropped
            ? new Card { Title = $"{message.Id} is off the list", Tone = Tone.Good }
            : new Card { Title = $"Replaying {message.Id}: {What(message)}", Tone = Tone.Progress }
                .Add(new CardElement.Text("If it fails again, you are told."));
    }

    /// <summary>The answer to <c>replay all</c>.</summary>
    public static Card Ended(EndedTogether ended)
    {
        var isDrop = ended.Fate == PoisonFate.Dropped;
        var (done, tone) = isDrop ? ("Dropped", Tone.Good) : ("Replaying", Tone.Progress);
        var card = ended switch
        {
            { Done: > 0 } => new Card { Title = $"{done} {Plural.Of(ended.Done, "message")}", Tone = tone },
            { IsCutShort: true } => new Card { Title = "No message could be replayed", Tone = Tone.Warning },
            _ => new Card { Title = isDrop ? "There was nothing to drop" : "There was nothing to replay" },
        };
        if (ended.IsCutShort)
            card = card.Add(new CardElement.Text($"{Waiting(ended.Left)}, which could not be queued just now. Say `replay all` again in a minute."));
        else if (ended.Left > 0) card = card.Add(new CardElement.Text($"{Waiting(ended.Left)}. Say it once more for the next ones."));
        if (ended.Nameless > 0)
            card = card.Add(new CardElement.Text($"{Waiting(ended.Nameless)} that can only be dropped. `replay` lists what is left."));
        return card;
    }

    private static Card One(PoisonMessage message, Clock clock)
    {
        var card = new Card { Title = $"{Stands(message.End)}: {What(message)}", Tone = message.End is null ? Tone.Warning : Tone.Good }
            .Add(new CardElement.Facts([.. Facts(message, clock)]))
            .Add(message.Text == message.Machine?.Value ? null : new CardElement.Code(message.Text, "It says:"));
        if (message.End is not null) return card;
        return card.Add(new CardElement.Text(Means([message])))
            .Add(message.Machine is null ? null : new CardButton("Replay", $"replay {message.Id}", ButtonStyle.Primary))
            .Add(new CardButton("Drop", $"replay {message.Id} --drop"));
    }

    private static Card Several(IReadOnlyCollection<PoisonMessage> messages, Clock clock)
    {
        var waiting = messages.Where(message => message.End is null).ToList();
        var sorted = messages
            .OrderBy(message => message.End is not null)
            .ThenBy(message => message.FirstAt)
            .ThenBy(message => message.Id, StringComparer.Ordinal);
        var card = new Card
        {
            Title = waiting.Count == 0 ? $"{messages.Count} messages were given up, none is left" : $"{Plural.Of(waiting.Count, "message")} given up",
            Tone = waiting.Count == 0 ? Tone.Good : Tone.Warning,
        }.Add(new CardElement.Table(["ID", "Asked to", "Given up", "Now"], [.. sorted.Take(MostRows).Select(message => Row(message, clock))]));
        if (messages.Count > MostRows) card = card.Add(new CardElement.Text($"… and {messages.Count - MostRows} more.", TextStyle.Subtle));
        if (waiting.Count == 0) return card;
        return card.Add(new CardElement.Text($"{Means(waiting)} `replay ID` and `replay ID --drop` are for one of them."))
            .Add(waiting.All(message => message.Machine is null) ? null : new CardButton("Replay all", "replay all", ButtonStyle.Primary))
            .Add(new CardButton("Drop all", "replay all --drop"));
    }

    private static IEnumerable<Fact> Facts(PoisonMessage message, Clock clock)
    {
        yield return new Fact("ID", message.Id);
        yield return new Fact("Given up", GivenUp(message, clock));
        if (message.End is { } end) yield return new Fact(Stands(end), By(end, clock));
    }

    private static ImmutableArray<string> Row(PoisonMessage message, Clock clock) =>
        [message.Id, What(message), GivenUp(message, clock), message.End is { } end ? $"{Done(end)} {By(end, clock)}" : "waits for you"];

    /// <summary>What its queue is for, and whose it is.</summary>
    private static string What(PoisonMessage message) => (message.Kind, message.MachineName ?? (message.Machine is { } id ? $"machine {id}" : null)) switch
    {
        (NudgeKind.Look, { } machine) => $"look at {machine}",
        (NudgeKind.Look, null) => "look at a machine, without naming one",
        (NudgeKind.Deliver, { } machine) => $"deliver the messages of {machine}",
        (NudgeKind.Deliver, null) => "deliver a machine's messages, without naming it",
    };

    private static string GivenUp(PoisonMessage message, Clock clock)
    {
        var (first, last) = (clock.Time(message.FirstAt), clock.Time(message.LastAt));
        if (message.Times == 1) return last;
        return first == last ? $"{message.Times} times, {last}" : $"{message.Times} times, {first} to {last}";
    }

    private static string Stands(PoisonEnd? end) => end is null ? "Given up" : end.Fate switch
    {
        PoisonFate.Replayed => "Replayed",
        PoisonFate.Dropped => "Dropped",
    };

    private static string Done(PoisonEnd end) => Stands(end).ToLowerInvariant();

    private static string By(PoisonEnd end, Clock clock) => $"by {Person.HandleOf(end.By)} ({clock.Time(end.At)})";

    /// <summary>The sweep does all that a nudge does, to every machine that is due (docs/adr/0001, docs/adr/0004).</summary>
    private static string Means(IReadOnlyCollection<PoisonMessage> waiting) => waiting.All(message => message.Machine is null)
        ? "It failed each time. Nothing is lost: what names no machine of ours is nobody's, and can only be dropped."
        : "It failed each time. Nothing is lost: every minute the sweep looks at each machine that is due and delivers what waits. "
            + "If that fails too, the log says why; replay when the cause is mended.";

    private static string Waiting(int count) => count == 1 ? "1 message is left" : $"{count} messages are left";
}
