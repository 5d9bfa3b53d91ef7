using System.Collections.Immutable;
using ChatOps.Core.Approvals;
using ChatOps.Core.People;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Cards;

/// <summary>What a person and their teams use of what they may have.</summary>
public static class QuotaCard
{
    private const decimal Near = 0.8m;

    /// <param name="asker">Who asked; a channel reads it too.</param>
    /// <param name="teams">Of which teams, by name.</param>
    /// <param name="quotas">The teams', and the person's own in each.</param>
    public static Card Build(Person asker, IEnumerable<string> teams, IReadOnlyCollection<Quota> quotas)
    {
        var card = new Card { Title = $"Quota of {asker.Handle}", Tone = ToneOf(quotas) };
        if (quotas.Count == 0) return card.Add(new CardElement.Text($"Nothing is limited for {Listing.And(teams)}."));
        return card
            .Add(new CardElement.Table(
                ["Whose", "What", "Used"],
                [.. quotas.Select(quota => ImmutableArray.Create(quota.Scope, quota.What, Used(quota)))]))
            .Add(new CardElement.Text(
                "What goes over a limit takes an approval."
                    + (quotas.Any(quota => quota.Currency is not null)
                        ? " Money is estimated by list prices: what is spent with its disks, what is planned without."
                        : ""),
                TextStyle.Subtle));
    }

    private static Tone ToneOf(IReadOnlyCollection<Quota> quotas)
    {
        if (quotas.Any(quota => quota.Used >= quota.Most)) return Tone.Bad;
        return quotas.Any(quota => quota.Used >= quota.Most * Near) ? Tone.Warning : Tone.Good;
    }

    private static string Used(Quota quota) => $"{TextBar.Of(quota.Used, quota.Most)} {quota.Show(quota.Used)} of {quota.Show(quota.Most)}";
}
