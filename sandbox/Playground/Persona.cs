using System.Text.Json.Nodes;
using ChatOps.Core.People;
using ChatOps.Core.Words;
using ChatOps.Sandbox.Teams;

namespace ChatOps.Sandbox.Playground;

/// <summary>Who looks through a Playground, and the Teams that it shows them: people and conversations of the policy.</summary>
/// <exception cref="UserError">They are in no team.</exception>
internal sealed class Persona(Policy policy, string email)
{
    /// <summary>A Playground wants this many other people, no more and no fewer.</summary>
    private const int Others = 5;

    private readonly Team _team = policy.Teams.FirstOrDefault(team => team.Has(email))
        ?? throw new UserError($"There is no Playground for {email}, who is in no team. Add them to one in policy.yaml, then start the sandbox again.");

    public TeamsPerson Person { get; } = new(email, SandboxTeams.TenantId, isGuest: false);

    public string PersonalChat => $"a:{Person.ObjectId}";

    private string TeamId => $"19:team-{_team.Name}@thread.tacv2";

    private string Channel => _team.TeamsChannel ?? $"19:{_team.Name}@thread.tacv2";

    /// <param name="conversation">Without its thread.</param>
    public bool IsIn(string conversation) =>
        conversation == PersonalChat || conversation == SandboxTeams.GroupChat || conversation == TeamId || conversation == Channel;

    /// <summary>What is written into <c>.m365agentsplayground.yml</c>; JSON is YAML too.</summary>
    public JsonObject Settings() => new()
    {
        ["version"] = "0.1.1",
        ["tenantId"] = SandboxTeams.TenantId,
        ["bot"] = new JsonObject { ["id"] = SandboxTeams.BotId, ["name"] = "GPU ChatOps" },
        ["currentUser"] = Account(Person),
        ["users"] = new JsonArray([.. OtherPeople().Take(Others).Select(Account)]),
        ["personalChat"] = new JsonObject { ["id"] = PersonalChat },
        ["groupChat"] = new JsonObject { ["id"] = SandboxTeams.GroupChat, ["name"] = "GPU people" },
        ["team"] = new JsonObject
        {
            ["id"] = TeamId,
            ["name"] = _team.Title,
            ["aadGroupId"] = Person.TenantId,
            ["channels"] = new JsonArray(new JsonObject { ["id"] = Channel, ["name"] = _team.Channel ?? _team.Name }),
        },
    };

    /// <summary>Those of the policy first, then some whom it does not know.</summary>
    private IEnumerable<TeamsPerson> OtherPeople() => policy.Emails.Where(other => other != email)
        .Concat(Enumerable.Range(1, Others).Select(number => $"colleague{number}@elsewhere.example"))
        .Select(other => new TeamsPerson(other, SandboxTeams.TenantId, isGuest: false));

    private static JsonObject Account(TeamsPerson person) => new()
    {
        ["id"] = person.Id,
        ["name"] = person.Handle,
        ["userPrincipleName"] = person.Email,
        ["aadObjectId"] = person.ObjectId,
        ["givenName"] = person.Handle,
        ["surname"] = "",
        ["email"] = person.Email,
    };
}
