namespace ChatOps.Bot.Channels.Teams;

/// <summary>A person of the organisation, as they were found in Teams. What they may do is not here: the policy says it.</summary>
internal sealed record TeamsPerson
{
    /// <summary>In Entra.</summary>
    public required string EntraId { get; init; }
    /// <summary>"29:…", which only this bot knows them by.</summary>
    public required string TeamsId { get; init; }
    /// <summary>In lower case.</summary>
    public required string Email { get; init; }
    /// <summary>Where they were last seen to be reached.</summary>
    public required string ServiceUrl { get; init; }
    /// <summary>When the directory said so.</summary>
    public required DateTimeOffset LookedUpAt { get; init; }
    /// <summary>The chat between them and the bot; null while there is none.</summary>
    public string? Chat { get; init; }
    /// <summary>Set while they cannot be written to: until then it is not tried.</summary>
    public DateTimeOffset? QuietUntil { get; init; }
}

/// <summary>Leads from an e-mail to the person. Where that one has another e-mail by now, it leads to nobody.</summary>
internal sealed record PersonOfEmail(string EntraId);
