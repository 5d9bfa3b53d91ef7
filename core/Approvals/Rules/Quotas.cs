using ChatOps.Core.People;

namespace ChatOps.Core.Approvals.Rules;

/// <summary>How many GPUs and machines a team or a person has at the same time.</summary>
internal static class Quotas
{
    public static IEnumerable<Finding> Gpus(Question question)
    {
        foreach (var scope in question.Scopes)
        {
            foreach (var limit in scope.Limits.Gpus)
            {
                var more = question.Asked.Gpus(limit);
                if (more == 0) continue;
                var used = question.Others.Gpus(limit, scope.Person);
                var rule = scope.IsTeam ? PolicyRule.TeamGpus : PolicyRule.PersonGpus;
                yield return Of(rule, scope, used, more, limit.Most, NameOf(limit));
            }
        }
    }

    public static IEnumerable<Finding> Machines(Question question)
    {
        if (question.Asked.Kind != AskedKind.Launch) yield break;
        foreach (var scope in question.Scopes)
            if (scope.Limits.Machines is { } most)
                yield return Of(
                    scope.IsTeam ? PolicyRule.TeamMachines : PolicyRule.PersonMachines, scope, question.Others.Machines(scope.Person), 1, most, "machines");
    }

    /// <summary>"A100 GPUs" of A100*, "GPUs" of *.</summary>
    public static string NameOf(GpuLimit limit) => $"{limit.Model.TrimEnd('*').TrimEnd('-')} GPUs".TrimStart();

    private static Finding Of(PolicyRule rule, Scope scope, int used, int more, int most, string what) =>
        new(rule, used + more <= most ? Says.Fine : Says.Ask, $"{scope.Name} uses {used} of {most} {what}; this needs {more} more.");
}
