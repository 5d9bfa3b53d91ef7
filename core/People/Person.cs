using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace ChatOps.Core.People;

/// <summary>Someone known to the policy file, by e-mail, whatever channel they speak through.</summary>
public sealed record Person(string Email, bool IsAdmin, ImmutableArray<Team> Teams)
{
    /// <summary>"scientist" of scientist@contoso.example.</summary>
    public string Handle => HandleOf(Email);

    public static string HandleOf(string email) => email.Split('@')[0];

    public bool IsIn(string team) => Teams.Any(t => t.Name == team);

    public bool Manages(string team) => Teams.Any(t => t.Name == team && t.Managers.Contains(Email));
}

/// <summary>A group of people that machines are charged to. Managers are members too.</summary>
public sealed record Team
{
    public required string Name { get; init; }
    public required string Title { get; init; }
    public required ImmutableArray<string> Managers { get; init; }
    public required ImmutableArray<string> Members { get; init; }
    /// <summary>The chat channel that belongs to the team, without '#'; what is launched there is charged to it.</summary>
    public string? Channel { get; init; }
    /// <summary>Which channel that is in Teams, "19:…@thread.tacv2": there a name is anybody's to give.</summary>
    public string? TeamsChannel { get; init; }
    /// <summary>Which channel that is in Slack, "C0123456789": there it may be renamed, and another take its name.</summary>
    public string? SlackChannel { get; init; }

    public bool Has(string email) => Members.Contains(email) || Managers.Contains(email);
}

/// <summary>Where something was said and is to be answered: a channel that its members see, or a direct conversation.</summary>
/// <param name="Channel">Which chat, e.g. "terminal".</param>
/// <param name="Id">The chat's own name of the conversation; for a direct one, the person's e-mail.</param>
/// <param name="IsDirect">True when only one person sees it.</param>
public sealed record Conversation(string Channel, string Id, bool IsDirect)
{
    public static Conversation Direct(string channel, string email) => new(channel, email, true);

    [JsonIgnore]
    public string Key => $"{Channel}/{(IsDirect ? "@" : "#")}{Id}";
}
