using Azure;
using ChatOps.Azure.Graph;
using ChatOps.Core.Machines;
using ChatOps.Core.People;

namespace ChatOps.Azure;

/// <summary>Entra's groups, by Microsoft Graph.</summary>
public sealed class EntraGroupDirectory(GraphServiceClient graph) : IGroupDirectory
{
    /// <summary>More than anybody has data scientists, and what fits into a row: who names such a group has named the whole company by mistake.</summary>
    public const int MostMembers = 5_000;

    public Task<GroupMembers> MembersAsync(string groupId, CancellationToken cancellationToken) =>
        Faults.CaughtAsync(() => ReadAsync(groupId, cancellationToken), cancellationToken);

    private async Task<GroupMembers> ReadAsync(string groupId, CancellationToken cancellationToken)
    {
        var users = new List<User>();
        try
        {
            await foreach (var user in graph.GetTransitiveUsersAsync(groupId, cancellationToken))
            {
                users.Add(user);
                if (users.Count > MostMembers) throw Fault(FaultKind.Invalid, "TooManyMembers", $"It has more than {MostMembers} members.");
            }
        }
        // A 404 alone may be a gateway's.
        catch (RequestFailedException e) when (e is { Status: 404, ErrorCode: "Request_ResourceNotFound" })
        {
            return new GroupMembers.Missing();
        }
        // Who may read a group but no users is given them with nothing but their ids, and not refused:
        // https://learn.microsoft.com/graph/permissions-overview#limited-information-returned-for-inaccessible-member-objects.
        if (users.Count > 0 && users.TrueForAll(user => user.AccountEnabled is null))
            throw Fault(FaultKind.Denied, "MembersNotTold", "Graph does not say which members are enabled. The identity needs User.Read.All.");
        var emails = users.Where(user => user.AccountEnabled == true).Select(EmailOf).OfType<string>();
        return new GroupMembers.Found([.. emails.Distinct().Order(StringComparer.Ordinal)]);
    }

    /// <summary>As Teams tells of them; null for who has none.</summary>
    private static string? EmailOf(User user) =>
        (string.IsNullOrWhiteSpace(user.Mail) ? user.UserPrincipalName : user.Mail)?.Trim().ToLowerInvariant() is { Length: > 0 } email ? email : null;

    private static CloudFaultException Fault(FaultKind kind, string code, string message) => new(new CloudFault(kind, code, message));
}
