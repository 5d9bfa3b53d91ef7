using ChatOps.Core.Machines;
using ChatOps.Core.People;

namespace ChatOps.Sandbox.Play;

/// <summary>What <c>! show</c> says.</summary>
internal static class Shown
{
    public static string Text(Person person)
    {
        var teams = person.Teams.Select(t => $"{(t.Managers.Contains(person.Email) ? "manages" : "is in")} {t.Name} (#{t.Channel})");
        return $"@{person.Handle}  {string.Join(", ", teams)}{(person.IsAdmin ? "admin" : "")}";
    }

    public static string Text(Machine m) =>
        $"{m.Name}  {m.Phase}, wanted {m.Wanted}  id {m.Id}  {m.Placement.Size} in {m.Placement.Region} "
        + $"(attempt {m.Attempt + 1} of {m.Placements.Length})  start {m.Start}  due {m.DueAt:HH:mm:ss} UTC";
}
