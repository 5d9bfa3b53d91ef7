using System.Collections.Immutable;
using ChatOps.Core.People;

namespace ChatOps.Core.Approvals;

/// <summary>Who may decide about what somebody asks for: the managers of the team it is charged to, and admins. Never who asks.</summary>
public static class Approvers
{
    public static bool Include(Person person, string team, string requester) => person.Email != requester && (person.IsAdmin || person.Manages(team));

    /// <summary>Who is asked at once: the managers, and the admins too where those are too few.</summary>
    public static ImmutableArray<string> First(Policy policy, Team team, string requester, int count)
    {
        ImmutableArray<string> managers = [.. team.Managers.Where(email => email != requester)];
        return managers.Length >= count ? managers : All(policy, team, requester);
    }

    /// <summary>Who is asked when the first have not answered.</summary>
    public static ImmutableArray<string> All(Policy policy, Team team, string requester) =>
        [.. team.Managers.Concat(policy.Admins).Distinct().Where(email => email != requester)];
}
