namespace ChatOps.Bot.Channels.Slack;

/// <summary>A person of the organisation, as they were found in Slack. What they may do is not here: the policy says it.</summary>
internal sealed record SlackPerson
{
    public required string Workspace { get; init; }
    /// <summary>"U…" or "W…".</summary>
    public required string User { get; init; }
    /// <summary>In lower case; Slack has had it confirmed.</summary>
    public required string Email { get; init; }
    /// <summary>When the directory said so.</summary>
    public required DateTimeOffset LookedUpAt { get; init; }
    /// <summary>The chat between them and the bot, "D…"; null until it is asked for.</summary>
    public string? Chat { get; init; }
    /// <summary>Set while they cannot be written to: until then it is not tried.</summary>
    public DateTimeOffset? QuietUntil { get; init; }
    /// <summary>When they last looked at the app's Home; null for never.</summary>
    public DateTimeOffset? HomeOpenedAt { get; init; }
    /// <summary>Whether the bot has said what it is.</summary>
    public bool IsWelcomed { get; init; }
}

/// <summary>Leads from an e-mail to the person. Where that one has another e-mail by now, it leads to nobody.</summary>
internal sealed record SlackPersonOfEmail(string Workspace, string User);

/// <summary>A channel that something was said in.</summary>
internal sealed record SlackPlace
{
    public required string Workspace { get; init; }
    /// <summary>Whether the bot is in it, and may show there what is for all.</summary>
    public required bool IsOpen { get; init; }
    /// <summary>When Slack said so.</summary>
    public required DateTimeOffset LookedUpAt { get; init; }
    /// <summary>Whether the bot has said what it is.</summary>
    public bool IsWelcomed { get; init; }
}
