using System.Collections.Immutable;
using ChatOps.Core.Prices;

namespace ChatOps.Core.People;

/// <summary>Who is who, from <c>policy.yaml</c>.</summary>
public sealed record Policy
{
    public required string Organisation { get; init; }
    public required TimeZoneInfo TimeZone { get; init; }
    /// <summary>Of all amounts in the policy, and of the prices that they are compared with (ISO 4217).</summary>
    public string Currency { get; init; } = Currencies.Default;
    public required ImmutableArray<string> Admins { get; init; }
    /// <summary>See everything, and do nothing by that.</summary>
    public ImmutableArray<string> Auditors { get; init; } = [];
    /// <summary>Null where every hour is like every other.</summary>
    public OfficeHours? Hours { get; init; }
    public ApprovalRules Approvals { get; init; } = ApprovalRules.Default;
    /// <summary>Of every team, where it does not say otherwise.</summary>
    public IdleRules Idle { get; init; } = IdleRules.None;
    public required ImmutableArray<Team> Teams { get; init; }

    public IEnumerable<string> Emails => Teams.SelectMany(t => t.Managers.Concat(t.Members)).Concat(Admins).Concat(Auditors).Distinct();

    /// <summary>Null when the policy does not know this e-mail; such a person may do nothing.</summary>
    public Person? Find(string email)
    {
        var address = email.ToLowerInvariant();
        var teams = Teams.Where(t => t.Has(address)).ToImmutableArray();
        var (admin, auditor) = (Admins.Contains(address), Auditors.Contains(address));
        return admin || auditor || teams.Length > 0 ? new Person(address, admin, teams) { IsAuditor = auditor } : null;
    }

    public Team? Team(string name) => Teams.FirstOrDefault(team => team.Name == name);

    public TimeZoneInfo ZoneOf(Team team) => team.TimeZone ?? TimeZone;

    /// <summary>Of a team that it has no more, the organisation's.</summary>
    public TimeZoneInfo ZoneOf(string team) => Team(team) is { } known ? ZoneOf(known) : TimeZone;

    /// <summary>Of the team as a whole, with what is excepted at this moment.</summary>
    public Limits LimitsOf(Team team, DateTimeOffset now) => Excepted(team, team.Limits, who: null, now);

    /// <summary>Of one person in it.</summary>
    public Limits LimitsOf(Team team, string email, DateTimeOffset now) =>
        Excepted(team, team.PersonLimits.TryGetValue(email, out var own) ? team.EachPerson.But(own) : team.EachPerson, email, now);

    /// <summary>Whether the team is at work; always, where nobody has said when.</summary>
    public bool IsInHours(Team team, DateTimeOffset now) => (team.Hours ?? Hours)?.Include(now, ZoneOf(team)) ?? true;

    public IdleRules IdleOf(Team team) => Idle.But(team.Idle);

    private Limits Excepted(Team team, Limits limits, string? who, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, ZoneOf(team)).DateTime);
        return team.Exceptions
            .Where(exception => exception.Who == who && today <= exception.Until)
            .Aggregate(limits, (sofar, exception) => sofar.But(exception.Limits));
    }
}
