using ChatOps.Bot.Cards;
using ChatOps.Core.Approvals;
using ChatOps.Core.People;

namespace ChatOps.Bot.Commands;

public sealed class QuotaCommand(Reservations reservations, LivePolicy policy) : ICommand
{
    public CommandSyntax Syntax { get; } = new("quota", "quota [TEAM]", "What you and your team use of what you may have.")
    {
        Aliases = ["quotas", "budget"],
        Arguments = [new Argument("team")],
        Needs = Need.Nothing,
        Reads = true,
        Examples = ["quota", "quota vision"],
        Details = "What is planned until the leases end counts as spent. Admins and auditors may ask for any team.",
    };

    public async Task<Reply> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var quotas = new List<Quota>();
        var teams = TeamsOf(call.Person, call.Words.Word("team")?.ToLowerInvariant());
        foreach (var team in teams)
        {
            var usage = await reservations.UsageAsync(team, cancellationToken);
            quotas.AddRange(Quota.Of(policy.Now, team, call.Person.IsIn(team.Name) ? call.Person.Email : null, usage, asked: null, call.Clock.Now));
        }
        return Reply.Private(QuotaCard.Build(call.Person, teams.Select(team => team.Name), quotas));
    }

    private List<Team> TeamsOf(Person person, string? asked)
    {
        if (asked is not null) return [policy.Now.Seen(person, asked, "`quota` shows yours.")];
        return policy.Now.SeenBy(person).FindAll(team => person.Teams.IsEmpty || person.IsIn(team.Name));
    }
}
