using ChatOps.Core.People;
using ChatOps.Core.Words;

namespace ChatOps.Core.Audit;

/// <summary>Who may read what of the audit: admins and auditors everything, managers what concerns their teams.</summary>
public static class AuditReader
{
    public static bool MaySeeAll(Person person) => person.IsAdmin || person.IsAuditor;

    public static bool MaySee(Person person, AuditEntry entry) => MaySeeAll(person) || (entry.Team is { } team && person.Manages(team));

    /// <exception cref="UserError">Of this team somebody else reads it.</exception>
    public static void RequireMayRead(Person person, string team)
    {
        person.Require(Need.ReadAudit);
        if (MaySeeAll(person) || person.Manages(team)) return;
        var own = person.Teams.Where(t => person.Manages(t.Name)).Select(t => t.Name);
        throw new UserError($"The audit of team {Echo.Name(team)} is for its managers, auditors and admins. You can read that of {Listing.And(own)}.");
    }

    /// <exception cref="UserError">Somebody else has to do it.</exception>
    public static void RequireMayVerify(Person person)
    {
        person.Require(Need.ReadAudit);
        if (!MaySeeAll(person))
            throw new UserError("Only auditors and admins verify the audit: it is one chain for all teams. `audit` shows what concerns yours.");
    }
}
