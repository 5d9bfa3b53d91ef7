using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ChatOps.Core.Words;

namespace ChatOps.Core.People;

/// <summary>Someone known to the policy file, by e-mail, whatever channel they speak through.</summary>
public sealed record Person(string Email, bool IsAdmin, ImmutableArray<Team> Teams)
{
    /// <summary>"scientist" of scientist@contoso.example.</summary>
    public string Handle => HandleOf(Email);

    public static string HandleOf(string email) => email.Split('@')[0];

    /// <summary>Sees everything, and does nothing that the person's teams would not allow anyway.</summary>
    public bool IsAuditor { get; init; }

    public bool IsIn(string team) => Teams.Any(t => t.Name == team);

    public bool Manages(string team) => Teams.Any(t => t.Name == team && t.Managers.Contains(Email));

    /// <summary>Whether they may ever do what needs this. Of which machine or request is another question, asked when it is looked at.</summary>
    public bool May(Need need) => need switch
    {
        Need.Nothing or Need.SeeMachine or Need.SeeRequest => true,
        Need.Team => !Teams.IsEmpty,
        Need.EnterMachine or Need.ChangeMachine or Need.OwnRequest => IsAdmin || !Teams.IsEmpty,
        Need.Decide => IsAdmin || IsManager,
        Need.ReadAudit or Need.SeeBills => IsAdmin || IsAuditor || IsManager,
        Need.Admin => IsAdmin,
    };

    /// <exception cref="UserError">They may never; says who may.</exception>
    public void Require(Need need)
    {
        if (!May(need)) throw new UserError(WhyNot(need));
    }

    private bool IsManager => Teams.Any(team => team.Managers.Contains(Email));

    private string WhyNot(Need need) => need switch
    {
        Need.Admin => "Only admins may do that. `help` shows what you can say.",
        Need.ReadAudit => "Only managers, auditors and admins read the audit. `history` shows what happened to your machines.",
        Need.SeeBills => "Only managers, auditors and admins see what Azure bills. `cost` shows what your machines cost.",
        _ when IsAuditor && !IsAdmin && Teams.IsEmpty =>
            "Auditors see everything and change nothing. `list all` shows all machines, and `requests` what waits for approval.",
        Need.Decide => "Only managers and admins decide requests. `requests` shows yours.",
        _ => "You are in no team that a machine could be charged to. Ask the platform team to add you to one in policy.yaml.",
    };
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

    /// <summary>Entra groups whose members are members of the team too, by object id.</summary>
    public ImmutableArray<string> Groups { get; init; } = [];
    public string? CostCentre { get; init; }
    /// <summary>Null for the organisation's.</summary>
    public TimeZoneInfo? TimeZone { get; init; }
    /// <summary>Null for the organisation's.</summary>
    public OfficeHours? Hours { get; init; }
    /// <summary>Where it says something else than the organisation.</summary>
    public IdleRules Idle { get; init; } = IdleRules.None;
    /// <summary>Whether requests are shown in the team's channel; else to each manager directly.</summary>
    public bool AsksInChannel { get; init; }
    /// <summary>Of the team as a whole.</summary>
    public Limits Limits { get; init; } = Limits.None;
    /// <summary>Of each person in it.</summary>
    public Limits EachPerson { get; init; } = Limits.None;
    /// <summary>Of one person, where they are others than <see cref="EachPerson"/>; by e-mail.</summary>
    public ImmutableDictionary<string, Limits> PersonLimits { get; init; } = ImmutableDictionary<string, Limits>.Empty;
    public ImmutableArray<LimitException> Exceptions { get; init; } = [];

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
