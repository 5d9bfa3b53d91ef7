using ChatOps.Core.People;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Commands;

/// <summary>Whose machines, numbers and costs a person may look at: their own teams'; of admins and auditors, all.</summary>
internal static class SeenTeams
{
    public static List<Team> SeenBy(this Policy policy, Person person) =>
        [.. policy.Teams.Where(team => person.IsAdmin || person.IsAuditor || person.IsIn(team.Name))];

    /// <exception cref="UserError">There is no such team, or they may not see it, which look the same.</exception>
    /// <param name="instead">What may be said instead, as a sentence.</param>
    public static Team Seen(this Policy policy, Person person, string named, string instead)
    {
        var seen = policy.SeenBy(person);
        return seen.Find(team => team.Name == named) ?? throw new UserError(
            $"There is no team {Echo.Name(named)} that you may see.{NearMiss.Hint(named, seen.Select(team => team.Name))} {instead}");
    }
}
