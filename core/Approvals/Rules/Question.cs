using ChatOps.Core.People;

namespace ChatOps.Core.Approvals.Rules;

/// <summary>All that a rule may look at.</summary>
/// <param name="Asked">With the places that are allowed; with those that were asked for, where none is.</param>
/// <param name="Others">What the team's other machines use.</param>
internal sealed record Question(Asked Asked, Usage Others, Policy Policy, Limits TeamLimits, Limits PersonLimits, DateTimeOffset Now)
{
    /// <summary>None of the places that were asked for is allowed.</summary>
    public required bool IsNowhereAllowed { get; init; }

    public Team Team => Asked.Team;

    /// <summary>Adds hardware to what is in use: an extension does not.</summary>
    public bool TakesHardware => Asked.Kind != AskedKind.Extend;

    /// <summary>The team as a whole, then the person in it.</summary>
    public IEnumerable<Scope> Scopes => [Scope.Of(Team, TeamLimits), Scope.Of(Team, Asked.Owner, PersonLimits)];

    public string Money(decimal amount) => $"{new Words.Money(amount, Policy.Currency)}";
}

/// <param name="Person">E-mail; null for the team.</param>
/// <param name="Name">For people: "vision", "scientist in vision".</param>
internal sealed record Scope(Limits Limits, string? Person, string Name)
{
    public static Scope Of(Team team, Limits limits) => new(limits, null, team.Name);

    public static Scope Of(Team team, string person, Limits limits) => new(limits, person, $"{People.Person.HandleOf(person)} in {team.Name}");

    public bool IsTeam => Person is null;
}
