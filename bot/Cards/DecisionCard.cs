using System.Collections.Immutable;
using System.Diagnostics;
using ChatOps.Core.Approvals;
using ChatOps.Core.Orders;
using ChatOps.Core.People;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Cards;

/// <summary>What the policy would say, rule by rule, without anything being done.</summary>
public static class DecisionCard
{
    /// <param name="said">The launch that it is about, as it would be typed.</param>
    public static Card Build(LaunchPlan plan, Decision decision, string said)
    {
        var what = $"{plan.Blueprint.Ref} for {Durations.Show(plan.Lease)}, charged to {plan.Team.Name}";
        var card = decision switch
        {
            Decision.Allowed => new Card { Title = $"Yes: {what}", Tone = Tone.Good },
            Decision.NeedsApproval needs => new Card { Title = $"With {Plural.Of(needs.Count, "approval")}: {what}", Tone = Tone.Warning }
                .Add(new CardElement.Text($"{Listing.And(needs.Approvers.Select(Person.HandleOf))} would be asked.")),
            Decision.Refused => new Card { Title = $"No: {what}", Tone = Tone.Bad },
            _ => throw new UnreachableException(),
        };
        card = decision.Findings.IsEmpty
            ? card.Add(new CardElement.Text($"The policy sets {plan.Team.Name} no limits.", TextStyle.Subtle))
            : card.Add(new CardElement.Table(["Rule", "Says", "Because"], [.. decision.Findings.Select(Row)]));
        return decision is Decision.Refused ? card : card.Add(new CardButton("Launch", said, ButtonStyle.Primary));
    }

    private static ImmutableArray<string> Row(Finding finding) => [Name(finding.Rule), Says(finding.Says), finding.Text];

    private static string Says(Says says) => says switch
    {
        Core.Approvals.Says.Fine => "fine",
        Core.Approvals.Says.Ask => "approval",
        Core.Approvals.Says.No => "no",
    };

    /// <summary>As policy.yaml has it.</summary>
    private static string Name(PolicyRule rule) => rule switch
    {
        PolicyRule.Blueprints => "blueprints",
        PolicyRule.Regions => "regions",
        PolicyRule.DearestSize => "dearestPerHour",
        PolicyRule.SpotOutsideHours => "spotOutsideHours",
        PolicyRule.TeamGpus or PolicyRule.PersonGpus => "gpus",
        PolicyRule.TeamMachines or PolicyRule.PersonMachines => "machines",
        PolicyRule.TeamBudget or PolicyRule.PersonBudget => "monthlyBudget",
        PolicyRule.LongestLease => "longestLease",
        PolicyRule.Restricted => "restricted",
        PolicyRule.Cost => "oneAbove, twoAbove",
        PolicyRule.Approvers => "managers",
    };
}
