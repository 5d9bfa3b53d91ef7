using System.Collections.Immutable;

namespace ChatOps.Sandbox.Graph;

/// <summary>Users and groups of the tenant that is played, as whoever administers it leaves them.</summary>
internal sealed class EntraDirectory
{
    private readonly Dictionary<string, EntraUser> _users = [];
    private readonly Dictionary<string, EntraGroup> _groups = [];

    public void Put(EntraUser user) => _users[user.Id] = user;

    /// <summary>Made, or with other members from now on.</summary>
    public void Put(EntraGroup group) => _groups[group.Id] = group;

    public void RemoveGroup(string id) => _groups.Remove(id);

    /// <summary>Who is in a group, be it by a group in that group, each once; null when there is no such group.</summary>
    public IReadOnlyList<EntraUser>? UsersOf(string groupId)
    {
        if (!_groups.TryGetValue(groupId, out var asked)) return null;
        // Groups may be in each other.
        var (seen, open) = (new HashSet<string> { groupId }, new Queue<EntraGroup>([asked]));
        var users = new List<EntraUser>();
        while (open.TryDequeue(out var group))
        {
            foreach (var member in group.Members)
            {
                if (!seen.Add(member)) continue;
                if (_users.TryGetValue(member, out var user)) users.Add(user);
                if (_groups.TryGetValue(member, out var nested)) open.Enqueue(nested);
            }
        }
        return users;
    }
}

/// <param name="Id">A GUID, as all ids of the directory.</param>
/// <param name="IsEnabled">Null where Graph does not know.</param>
internal sealed record EntraUser(string Id, string? Mail, string UserPrincipalName, bool? IsEnabled = true);

/// <param name="Members">Ids of users and groups.</param>
internal sealed record EntraGroup(string Id, ImmutableArray<string> Members);
