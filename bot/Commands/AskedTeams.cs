using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Commands;

/// <summary>Whose machines somebody asks about, of those that they may look at.</summary>
/// <param name="Whose">A team's title, or a person's handle.</param>
/// <param name="Teams">Null for all that there are or ever were.</param>
/// <param name="Owner">Whose alone, by e-mail; null for everybody's.</param>
internal sealed record AskedTeams(AskedKind Kind, string Whose, IReadOnlyList<Team>? Teams, string? Owner)
{
    /// <summary>Null where it is about several teams.</summary>
    public Team? Only => Teams is [var one] ? one : null;

    /// <param name="what">"mine", "team", "all", or a team's name; null for what is taken for granted.</param>
    /// <returns>Null where it is about a machine.</returns>
    /// <exception cref="UserError">They are in no team.</exception>
    public static AskedTeams? Of(Policy policy, Person person, string? what)
    {
        var seen = policy.SeenBy(person);
        var own = seen.FindAll(team => person.IsIn(team.Name));
        var seesAll = person.IsAdmin || person.IsAuditor;
        if (own.Count == 0 && (!seesAll || what == "team")) throw new UserError("You are in no team. Ask the platform team to add you to one in policy.yaml.");
        return (what ?? (own.Count == 0 ? "all" : "mine")) switch
        {
            "mine" => new AskedTeams(AskedKind.Own, person.Handle, own, person.Email),
            "team" => new AskedTeams(AskedKind.Team, Listing.And(own.Select(team => team.Title)), own, null),
            "all" when seesAll => new AskedTeams(AskedKind.All, policy.Organisation, null, null),
            "all" => new AskedTeams(AskedKind.All, Listing.And(own.Select(team => team.Title)), own, null),
            var named when seen.Find(team => team.Name == named) is { } one => new AskedTeams(AskedKind.Team, one.Title, [one], null),
            _ => null,
        };
    }

    /// <summary>The machine that it is about instead.</summary>
    /// <param name="instead">What may be said instead of a team that is not there, as a sentence.</param>
    /// <exception cref="UserError">There is no such machine, nor such a team.</exception>
    public static async Task<Machine> MachineAsync(
        MachineFinder finder, Policy policy, Person person, string? named, string instead, CancellationToken cancellationToken)
    {
        try
        {
            return await finder.FindAsync(person, named, _ => true, cancellationToken);
        }
        // It may have been meant for a team.
        catch (UserError) when (named is not null && NearMiss.Hint(named, policy.SeenBy(person).Select(team => team.Name)).Length > 0)
        {
            policy.Seen(person, named, instead);
            throw;
        }
    }
}

internal enum AskedKind { Own, Team, All }
