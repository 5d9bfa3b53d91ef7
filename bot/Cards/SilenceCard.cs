using System.Collections.Immutable;
using ChatOps.Core.People;
using ChatOps.Core.Reaping;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Cards;

/// <summary>What the admins are told of machines that are not measured.</summary>
public static class SilenceCard
{
    private const int MostRows = 10;

    public static Card Build(ImmutableArray<Silent> silent, Clock clock)
    {
        if (silent.IsEmpty) return new Card { Title = "All running machines are heard of again", Tone = Tone.Good };
        var rows = silent.OrderBy(one => one.Since).Take(MostRows).Select(one => Row(one, clock));
        var more = silent.Length > MostRows ? $" And {silent.Length - MostRows} more." : "";
        return new Card { Title = $"Nothing is heard of {Plural.Of(silent.Length, "running machine")}", Tone = Tone.Warning }
            .Add(new CardElement.Table(["Machine", "Whose", "Silent for"], [.. rows]))
            .Add(new CardElement.Text("What is not known is not idle: they run until their leases end. "
                + $"On a machine, `systemctl status gpu-agent` says what is wrong; docs/metrics.md has the usual causes.{more}", TextStyle.Subtle));
    }

    public static Card Unreadable(DateTimeOffset since, Clock clock) =>
        new Card { Title = $"The metrics have not been readable since {clock.Time(since)}", Tone = Tone.Bad }
            .Add(new CardElement.Text("No machine is stopped for being idle while that is so. The program's log says what Log Analytics answers."));

    public static Card Readable(DateTimeOffset since, Clock clock) =>
        new Card { Title = "The metrics can be read again", Tone = Tone.Good }
            .Add(new CardElement.Text($"They could not since {clock.Time(since)}. Nothing was stopped for being idle meanwhile."));

    private static ImmutableArray<string> Row(Silent one, Clock clock) =>
        [one.Machine.Name, Person.HandleOf(one.Machine.Owner), clock.Since(one.Since)];
}
