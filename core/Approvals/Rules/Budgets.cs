namespace ChatOps.Core.Approvals.Rules;

/// <summary>What a team or a person may spend in a month. What runs goes on when it is used up; more of it takes an approval.</summary>
internal static class Budgets
{
    public static IEnumerable<Finding> Month(Question question)
    {
        foreach (var scope in question.Scopes)
        {
            if (scope.Limits.MonthlyBudget is not { } budget) continue;
            var (committed, cost) = (question.Others.Committed(scope.Person), question.Asked.Cost);
            var rule = scope.IsTeam ? PolicyRule.TeamBudget : PolicyRule.PersonBudget;
            var standing = $"{scope.Name} has spent or planned {question.Money(committed)} of this month's {question.Money(budget)}";
            yield return committed + (cost ?? 0) <= budget && committed < budget
                ? new Finding(rule, Says.Fine, $"{standing}; {Adds(question, cost)}.")
                : new Finding(rule, Says.Ask, $"{standing}; {Adds(question, cost)}.");
        }
    }

    private static string Adds(Question question, decimal? cost) =>
        cost is { } known ? $"this costs about {question.Money(known)}" : "what this costs is not known";
}
