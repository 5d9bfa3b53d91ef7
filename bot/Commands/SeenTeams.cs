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

    /// <summary>The one whose channel this is, or the asker's only one.</summary>
    /// <exception cref="UserError">They are in none, or in several.</exception>
    public static Team Usual(this Policy policy, CommandCall call)
    {
        var (seen, here) = (policy.SeenBy(call.Person), call.Request.Conversation);
        var own = seen.FindAll(team => call.Person.IsIn(team.Name));
        return seen.Find(team => !here.IsDirect && team.Channel == here.Id) ?? (own.Count > 0 ? own : seen) switch
        {
            [var only] => only,
            [] => throw new UserError("You are in no team. Ask the platform team to add you to one in policy.yaml."),
            var several => throw new UserError($"Of which team? Say one of {Listing.Or(several.Select(team => team.Name))}."),
        };
    }
}
