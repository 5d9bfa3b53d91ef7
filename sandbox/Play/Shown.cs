using ChatOps.Core.Machines;
using ChatOps.Core.People;

namespace ChatOps.Sandbox.Play;

/// <summary>What <c>! show</c> says.</summary>
internal static class Shown
{
    public static string Text(Person person)
    {
        var roles = person.Teams.Select(team => $"{(person.Manages(team.Name) ? "manages" : "is in")} {team.Name} (#{team.Channel})").ToList();
        if (person.IsAdmin) roles.Add("admin");
        if (person.IsAuditor) roles.Add("auditor");
        return $"@{person.Handle}  {string.Join(", ", roles)}";
    }

    public static string Text(Machine m) =>
        $"{m.Name}  {m.Phase}, wanted {m.Wanted}  id {m.Id}  {m.Placement.Size} in {m.Placement.Region} "
        + $"(attempt {m.Attempt + 1} of {m.Placements.Length})  start {m.Start}  due {m.DueAt:HH:mm:ss} UTC";
}
