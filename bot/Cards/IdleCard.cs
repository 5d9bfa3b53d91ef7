using System.Collections.Immutable;
using ChatOps.Core.Machines;
using ChatOps.Core.Orders;
using ChatOps.Core.People;
using ChatOps.Core.Reaping;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Cards;

/// <summary>Machines that run and do nothing, the dearest first.</summary>
public static class IdleCard
{
    /// <summary>So many can be stopped from the card.</summary>
    private const int MostButtons = 4;

    /// <param name="asked">What the rules say of each machine that runs.</param>
    /// <param name="team">Whose only; null for all that the viewer may see.</param>
    public static Card Build(ImmutableArray<(Case Case, Judgement Judgement)> asked, string? team, Person viewer, Clock clock)
    {
        var idle = IdleTime.IdleOf(asked).ToList();
        var unknown = asked.Count(one => one.Judgement.Of(RuleName.NoMetrics).Kind == VerdictKind.Keep);
        var rest = unknown == 0
            ? null
            : new CardElement.Text($"Of {Plural.Of(unknown, "machine")} too little is measured to tell. `why MACHINE` says more.", TextStyle.Subtle);
        if (idle.Count == 0)
        {
            var none = asked.Length switch
            {
                0 => "No machine runs that you may see",
                _ when unknown > 0 => "No machine is known to be idle",
                1 => "The one machine that runs is not idle",
                _ => $"None of the {asked.Length} machines that run is idle",
            };
            return new Card { Title = none, Tone = unknown == 0 ? Tone.Good : Tone.Plain }.Add(rest);
        }
        var title = $"{idle.Count} of {Plural.Of(asked.Length, "running machine")} {(idle.Count == 1 ? "is" : "are")} idle";
        var card = new Card { Title = title, Tone = Tone.Warning }
            .Add(new CardElement.Table(
                ["Machine", "Whose", "GPUs", "Idle for", "Per hour", "What happens next"],
                [.. idle.Select(one => Row(one.Case, one.Judgement, one.Since, clock))]))
            .Add(Together(idle.Select(one => one.Case.Machine)))
            .Add(rest);
        var own = idle.Select(one => one.Case.Machine).Where(machine => MachineOrders.MayChange(viewer, machine)).ToList();
        card = card with { Buttons = [.. own.Take(MostButtons).Select(Stop)] };
        var free = idle.Count(one => one.Judgement.Veto is null && own.Contains(one.Case.Machine));
        return free < 2 ? card : card.Add(new CardButton(
            $"Stop all {free}", team is null ? "stop-idle" : $"stop-idle {team}",
            Ask: "What runs on them ends. Their disks are kept, and Start brings each back. What somebody keeps goes on."));
    }

    public static Card NotMeasured() => new Card { Title = "Nothing is measured here" }
        .Add(new CardElement.Text("What is not known is not idle, and nothing is stopped for it. docs/metrics.md says how the platform team sets that up."));

    public static Card Unknown() => new Card { Title = "What the machines do cannot be read just now", Tone = Tone.Warning }
        .Add(new CardElement.Text("While that is so, nothing is stopped for being idle. Try again in a minute."));

    /// <param name="stopped">The dearest first.</param>
    public static Card Stopped(IReadOnlyList<Machine> stopped) => stopped.Count == 0
        ? new Card { Title = "No machine that you may stop is idle", Tone = Tone.Good }
        : new Card { Title = $"Stopping {Listing.And(stopped.Select(machine => machine.Name))}", Tone = Tone.Progress }
            .Add(new CardElement.Text("Their disks and what is on them are kept, and their owners are told. `start MACHINE` brings one back."));

    private static CardButton Stop(Machine machine) => MachineButtons.Stop(machine) with { Label = $"Stop {machine.Name}" };

    private static ImmutableArray<string> Row(Case c, Judgement judgement, DateTimeOffset since, Clock clock) =>
    [
        c.Machine.Name,
        Person.HandleOf(c.Machine.Owner),
        c.Machine.Size.Gpus,
        clock.Since(since),
        c.Machine.PerHour?.ToString() ?? "?",
        What(c, judgement, clock),
    ];

    private static string What(Case c, Judgement judgement, Clock clock) => judgement switch
    {
        { Veto: { } veto } => Within(veto.Reason),
        { Action: not null } when c.Idle.Warning is { } warning && warning.Then != VerdictKind.Warn =>
            $"{(warning.Then == VerdictKind.Delete ? "deleted" : "stops")} {clock.At(warning.EndsAt(c.Now))}",
        { Action.Kind: VerdictKind.Warn } => "its owner is told, no more",
        { Action: not null } => "its owner is warned first",
        _ => $"nothing before {Durations.Show(c.DueAfter)}",
    };

    /// <summary>A sentence as it stands in a cell; "GPU 2" stays what it is.</summary>
    private static string Within(string sentence) =>
        (sentence.Length > 1 && char.IsLower(sentence[1]) ? char.ToLowerInvariant(sentence[0]) + sentence[1..] : sentence).TrimEnd('.');

    private static CardElement.Text? Together(IEnumerable<Machine> machines)
    {
        var prices = machines.Select(machine => machine.PerHour).OfType<Money>().ToList();
        if (prices.Count == 0) return null;
        var together = new Money(prices.Sum(price => price.Amount), prices[0].Currency);
        return new CardElement.Text($"Together {together} per hour for nothing ({PriceWords.Note}).", TextStyle.Strong);
    }
}
