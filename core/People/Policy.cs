using System.Collections.Immutable;

namespace ChatOps.Core.People;

/// <summary>Who is who, from <c>policy.yaml</c>.</summary>
public sealed record Policy
{
    public required string Organisation { get; init; }
    public required TimeZoneInfo TimeZone { get; init; }
    public required ImmutableArray<string> Admins { get; init; }
    public required ImmutableArray<Team> Teams { get; init; }

    public IEnumerable<string> Emails => Teams.SelectMany(t => t.Managers.Concat(t.Members)).Concat(Admins).Distinct();

    /// <summary>Null when the policy does not know this e-mail; such a person may do nothing.</summary>
    public Person? Find(string email)
    {
        var address = email.ToLowerInvariant();
        var teams = Teams.Where(t => t.Has(address)).ToImmutableArray();
        var admin = Admins.Contains(address);
        return admin || teams.Length > 0 ? new Person(address, admin, teams) : null;
    }
}
