namespace ChatOps.Bot.Channels.Teams;

/// <summary>Somebody in a conversation, as the connector knows them from the organisation's directory.</summary>
internal sealed record TeamsMember
{
    public string? Id { get; init; }
    public string? AadObjectId { get; init; }
    /// <summary>The same, as older answers call it.</summary>
    public string? ObjectId { get; init; }
    public string? Email { get; init; }
    public string? UserPrincipalName { get; init; }
    public string? TenantId { get; init; }
    /// <summary>"user", "guest" or "anonymous".</summary>
    public string? UserRole { get; init; }

    public string? EntraId => AadObjectId ?? ObjectId;

    public string? Address => string.IsNullOrWhiteSpace(Email) ? UserPrincipalName : Email;
}

internal sealed record MembersPage(IReadOnlyList<TeamsMember?>? Members, string? ContinuationToken);

/// <param name="Id">Of the message or the conversation that was made.</param>
internal sealed record MadeResource(string? Id);
