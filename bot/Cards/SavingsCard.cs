using System.Collections.Immutable;
using ChatOps.Core.Savings;

namespace ChatOps.Bot.Cards;

/// <summary>What was saved, and by what.</summary>
public static class SavingsCard
{
    /// <summary>Those that have saved most.</summary>
    private const int MostMachines = 5;

    /// <param name="whose">A team's title.</param>
    /// <param name="when">As it stands in a sentence: "this month".</param>
    public static Card Build(string whose, string when, SavingsSheet sheet)
    {
        if (sheet.Savings.IsEmpty)
        {
            return new Card { Title = $"{whose}: nothing was saved {when}" }
                .Add(new CardElement.Text("`idle` shows what nobody uses; `launch` with --spot and `resize` make machines cheaper.", TextStyle.Subtle));
        }
        return new Card { Title = $"{whose}: {sheet.Total} saved {when}" }
            .Add(new CardElement.Table(["Saved by", "Amount"], [.. sheet.ByRule.Select(line => ImmutableArray.Create(Long(line.Rule), $"{line.Amount}"))]))
            .Add(Machines(sheet))
            .Add(new CardElement.Text("By list price, an estimate: what would have been paid without it. Nothing is counted twice.", TextStyle.Subtle));
    }

    /// <summary>"$812.00 (reaper $510.00, spot $302.00)".</summary>
    internal static string Line(SavingsSheet sheet) =>
        $"{sheet.Total} ({string.Join(", ", sheet.ByRule.Select(line => $"{Short(line.Rule)} {line.Amount}"))})";

    private static CardElement.Table? Machines(SavingsSheet sheet) => sheet.ByMachine is { Length: > 0 } machines
        ? new CardElement.Table(
            ["Most on", "Saved"], [.. machines.Take(MostMachines).Select(line => ImmutableArray.Create(line.Machine, $"{line.Amount}"))])
        : null;

    private static string Long(SavingRule rule) => rule switch
    {
        SavingRule.Reaper => "Reaper: stopped when idle, until the lease would have ended",
        SavingRule.Spot => "Spot: spot capacity instead of the list price",
        SavingRule.SmallerSize => "Smaller size: resized to what costs less",
        SavingRule.Requests => "Requests: denied, expired, or approved for less",
    };

    private static string Short(SavingRule rule) => rule switch
    {
        SavingRule.Reaper => "reaper",
        SavingRule.Spot => "spot",
        SavingRule.SmallerSize => "smaller size",
        SavingRule.Requests => "requests",
    };
}
