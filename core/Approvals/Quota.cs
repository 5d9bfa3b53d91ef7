using System.Collections.Immutable;
using ChatOps.Core.Approvals.Rules;
using ChatOps.Core.People;
using ChatOps.Core.Words;

namespace ChatOps.Core.Approvals;

/// <summary>One limit, and how much of it is used: what <c>quota</c> lists, and what an approver sees before and after.</summary>
/// <param name="Scope">"vision", "scientist in vision".</param>
/// <param name="What">"A100 GPUs", "machines", "this month".</param>
/// <param name="Adds">What is asked for on top; 0 for nothing.</param>
/// <param name="Currency">Of money, which includes what is planned; null for a count.</param>
public sealed record Quota(string Scope, string What, decimal Used, decimal Adds, decimal Most, string? Currency)
{
    /// <summary>Of a team and, if given, of a person in it; only what is limited.</summary>
    /// <param name="asked">What would come on top, of which only those limits are told that it touches; null for nothing, and all limits.</param>
    public static ImmutableArray<Quota> Of(Policy policy, Team team, string? person, Usage usage, Asked? asked, DateTimeOffset now)
    {
        var others = asked is null ? usage : usage.Besides(asked);
        var lines = Of(Rules.Scope.Of(team, policy.LimitsOf(team, now)), others, asked, policy.Currency);
        return person is null ? lines : [.. lines, .. Of(Rules.Scope.Of(team, person, policy.LimitsOf(team, person, now)), others, asked, policy.Currency)];
    }

    /// <summary>An amount of it, for people.</summary>
    public string Show(decimal amount) => Currency is { } currency ? $"{new Money(amount, currency)}" : $"{amount:0}";

    private static ImmutableArray<Quota> Of(Scope scope, Usage usage, Asked? asked, string currency)
    {
        var lines = ImmutableArray.CreateBuilder<Quota>();
        foreach (var limit in scope.Limits.Gpus)
        {
            var adds = asked?.Gpus(limit) ?? 0;
            if (asked is null || adds > 0)
                lines.Add(new Quota(scope.Name, Quotas.NameOf(limit), usage.Gpus(limit, scope.Person), adds, limit.Most, null));
        }
        if (scope.Limits.Machines is { } machines && (asked is null or { Kind: AskedKind.Launch }))
            lines.Add(new Quota(scope.Name, "machines", usage.Machines(scope.Person), asked is null ? 0 : 1, machines, null));
        if (scope.Limits.MonthlyBudget is { } budget)
            lines.Add(new Quota(scope.Name, "this month", usage.Committed(scope.Person), asked?.Cost ?? 0, budget, currency));
        return lines.ToImmutable();
    }
}
