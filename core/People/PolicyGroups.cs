using System.Collections.Immutable;

namespace ChatOps.Core.People;

/// <summary>Members of teams by Entra groups.</summary>
public static class PolicyGroups
{
    /// <summary>The object ids of all groups that the policy names, in lower case.</summary>
    public static IReadOnlySet<string> Groups(this Policy policy) =>
        policy.Teams.SelectMany(team => team.Groups).Select(group => group.ToLowerInvariant()).ToHashSet();

    /// <summary>The policy with the members of its teams' groups among those of the teams, so that whoever reads it need not know of groups.</summary>
    /// <param name="file">As it was written.</param>
    /// <param name="members">E-mails in lower case, by the group's object id, that in lower case too. By a group that is not there nobody is a member.</param>
    public static Policy WithGroups(this Policy file, IReadOnlyDictionary<string, ImmutableArray<string>> members) =>
        file with { Teams = [.. file.Teams.Select(team => team with { Members = MembersOf(team, members) })] };

    private static ImmutableArray<string> MembersOf(Team team, IReadOnlyDictionary<string, ImmutableArray<string>> members) => team.Groups.IsEmpty
        ? team.Members
        : [.. team.Members.Concat(team.Groups.SelectMany(group => members.GetValueOrDefault(group.ToLowerInvariant(), []))).Distinct()];
}
