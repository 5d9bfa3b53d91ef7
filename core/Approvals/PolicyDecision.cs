using System.Collections.Immutable;
using ChatOps.Core.Approvals.Rules;
using ChatOps.Core.Machines;
using ChatOps.Core.People;

namespace ChatOps.Core.Approvals;

/// <summary>The one place where the policy is decided: pure, so that it may be asked at any time, of anything, without doing it.</summary>
public static class PolicyDecision
{
    /// <summary>In the order in which people read them: what nobody can approve first.</summary>
    private static readonly ImmutableArray<Func<Question, IEnumerable<Finding>>> Rules =
    [
        Permits.Blueprint,
        Permits.Places,
        Permits.Spot,
        Quotas.Gpus,
        Quotas.Machines,
        Budgets.Month,
        Costs.Lease,
        Costs.Restricted,
        Costs.Amount,
    ];

    /// <param name="requester">E-mail of who asks, and so cannot approve.</param>
    /// <param name="usage">Of the team, as it is now, also of the machine that is asked about.</param>
    public static Decision Decide(string requester, Asked asked, Usage usage, Policy policy, DateTimeOffset now)
    {
        var (team, person) = (policy.LimitsOf(asked.Team, now), policy.LimitsOf(asked.Team, asked.Owner, now));
        ImmutableArray<Placement> allowed = [.. asked.Placements.Where(place => Permits.Allows(team, asked, place) && Permits.Allows(person, asked, place))];
        var within = allowed.IsEmpty ? asked : asked with { Placements = allowed };
        var question = new Question(within, usage.Besides(asked), policy, team, person, now) { IsNowhereAllowed = allowed.IsEmpty };
        ImmutableArray<Finding> findings = [.. Rules.SelectMany(rule => rule(question))];
        if (findings.Any(finding => finding.Says == Says.No)) return new Decision.Refused(findings);
        var asks = findings.Where(finding => finding.Says == Says.Ask).ToList();
        if (asks.Count == 0) return new Decision.Allowed(findings, allowed);
        var count = asks.Max(finding => finding.Approvers);
        var approvers = Approvers.First(policy, asked.Team, requester, count);
        return approvers.Length >= count
            ? new Decision.NeedsApproval(findings, allowed, approvers, count)
            : new Decision.Refused([.. findings, NobodyToAsk(asked.Team, count, approvers.Length, asks[0])]);
    }

    private static Finding NobodyToAsk(Team team, int count, int there, Finding why) => new(
        PolicyRule.Approvers,
        Says.No,
        $"{why.Text} It takes {Words.Plural.Of(count, "approval")}, and besides you there {(there == 1 ? "is 1 person" : $"are {there} people")} "
        + $"who could give one for {team.Name}. Ask the platform team for another manager in policy.yaml.");
}
