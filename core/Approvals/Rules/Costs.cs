using ChatOps.Core.Words;

namespace ChatOps.Core.Approvals.Rules;

/// <summary>What takes an approval whatever else is free: long leases, restricted blueprints, and what is expensive.</summary>
internal static class Costs
{
    public static IEnumerable<Finding> Lease(Question question)
    {
        foreach (var scope in question.Scopes)
        {
            if (scope.Limits.LongestLease is not { } longest || question.Asked.Kind is AskedKind.Resize) continue;
            var isFine = question.Asked.Lease <= longest;
            yield return new Finding(PolicyRule.LongestLease, isFine ? Says.Fine : Says.Ask,
                $"{scope.Name} may have a machine for {Durations.Show(longest)} in one go; this is {Durations.Show(question.Asked.Lease)}.");
        }
    }

    public static IEnumerable<Finding> Restricted(Question question)
    {
        if (question.Asked.Kind == AskedKind.Launch && question.Policy.Approvals.Restricts(question.Asked.Blueprint))
            yield return new Finding(PolicyRule.Restricted, Says.Ask, $"{question.Asked.Blueprint} is restricted: each launch takes an approval.");
    }

    public static IEnumerable<Finding> Amount(Question question)
    {
        var (rules, cost) = (question.Policy.Approvals, question.Asked.Cost);
        if ((rules.OneAbove ?? rules.TwoAbove) is not { } free) yield break;
        if (cost is not { } known)
            yield return new Finding(PolicyRule.Cost, Says.Ask,
                $"What costs more than {question.Money(free)} takes an approval, and what this costs is not known.");
        else if (known > rules.TwoAbove)
            yield return Of(question, known, rules.TwoAbove.Value, Says.Ask, 2);
        else if (known > rules.OneAbove)
            yield return Of(question, known, rules.OneAbove.Value, Says.Ask, 1);
        else
            yield return Of(question, known, free, Says.Fine, rules.OneAbove is null ? 2 : 1);
    }

    private static Finding Of(Question question, decimal cost, decimal above, Says says, int approvers) => new(
        PolicyRule.Cost,
        says,
        $"What costs more than {question.Money(above)} takes {Plural.Of(approvers, "approval")}; this costs about {question.Money(cost)}.",
        approvers);
}
