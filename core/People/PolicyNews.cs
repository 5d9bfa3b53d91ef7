using System.Collections.Immutable;
using ChatOps.Core.Words;

namespace ChatOps.Core.People;

/// <summary>What has become of the policy's file: once for all programs on the same state, for the log and for whoever audits.</summary>
/// <param name="Digest">Of the file.</param>
/// <param name="At">When a program first saw it.</param>
public abstract record PolicyNews(string Digest, DateTimeOffset At)
{
    /// <param name="Summary">"2 teams, 7 people; gone: scientist2@contoso.example in vision".</param>
    public sealed record InForce(string Digest, DateTimeOffset At, string Summary) : PolicyNews(Digest, At);

    /// <param name="Problems">Each with line and field. What was in force stays in force.</param>
    public sealed record Broken(string Digest, DateTimeOffset At, ImmutableArray<string> Problems) : PolicyNews(Digest, At);

    /// <summary>As many as a person reads; the rest is counted.</summary>
    private const int MostNames = 10;

    /// <summary>What an auditor first asks: who may now what they could not, and who no longer. What else is different shows the digest.</summary>
    /// <param name="before">Null when none is known.</param>
    public static string Describe(Policy? before, Policy now)
    {
        var counts = $"{Plural.Of(now.Teams.Length, "team")}, {now.Emails.Count()} people";
        if (before is null) return counts;
        var (had, has) = (Roles(before).ToList(), Roles(now).ToList());
        string?[] parts = [counts, Named("new", has.Except(had)), Named("gone", had.Except(has))];
        return parts is [_, null, null] ? $"{counts}, each as before" : string.Join("; ", parts.OfType<string>());
    }

    private static IEnumerable<string> Roles(Policy policy) =>
    [
        .. policy.Admins.Select(email => $"{email} as admin"),
        .. policy.Auditors.Select(email => $"{email} as auditor"),
        .. policy.Teams.SelectMany(team => team.Managers.Select(email => $"{email} as manager of {team.Name}")),
        .. policy.Teams.SelectMany(team => team.Members.Select(email => $"{email} in {team.Name}")),
        .. policy.Teams.SelectMany(team => team.Groups.Select(group => $"group {group} in {team.Name}")),
    ];

    private static string? Named(string what, IEnumerable<string> roles)
    {
        var names = roles.ToList();
        if (names.Count == 0) return null;
        return $"{what}: {string.Join(", ", names.Take(MostNames))}{(names.Count > MostNames ? $" and {names.Count - MostNames} more" : "")}";
    }
}
