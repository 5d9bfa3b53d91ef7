using System.Collections.Immutable;
using ChatOps.Core.Machines;

namespace ChatOps.Core.People;

/// <summary>Entra's groups, for teams whose policy names some.</summary>
public interface IGroupDirectory
{
    /// <summary>Who is in a group now, be it by a group in that group.</summary>
    /// <param name="groupId">Its object id.</param>
    /// <exception cref="CloudFaultException">It could not be asked, or does not say enough.</exception>
    Task<GroupMembers> MembersAsync(string groupId, CancellationToken cancellationToken);
}

public abstract record GroupMembers
{
    /// <param name="Emails">Of those whose accounts are enabled: in lower case, each once, in their order.</param>
    public sealed record Found(ImmutableArray<string> Emails) : GroupMembers;

    /// <summary>There is no such group.</summary>
    public sealed record Missing : GroupMembers;
}
