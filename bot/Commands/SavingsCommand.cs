using ChatOps.Bot.Cards;
using ChatOps.Core.People;
using ChatOps.Core.Savings;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Commands;

public sealed class SavingsCommand(SavingsReader savings, LivePolicy policy) : ICommand
{
    private const string Start = "start";

    public CommandSyntax Syntax { get; } = new(
        "savings", "savings [TEAM | all] [today | yesterday | week | month | start]", "What idle stops, spot, smaller sizes and denials have saved.")
    {
        Aliases = ["saved"],
        Arguments = [new Argument("team"), new Argument("when")],
        Options = [PeriodWords.SinceOption],
        Needs = Need.Nothing,
        Reads = true,
        Examples = ["savings", "savings vision start", "savings all since 90d"],
        Details = "Your teams' this month, if you do not say; start is since anything was recorded. Admins and auditors may ask for any team.",
    };

    public async Task<Reply> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var said = PeriodWords.Of(call.Words, "team", Start);
        var (whose, teams) = ScopeOf(call.Person, said.Whose);
        var (only, now) = (teams is [var one] ? one : null, call.Clock.Now);
        var names = teams?.Select(team => team.Name);
        if (said.When == Start)
            return call.Answer(SavingsCard.Build(whose, "since the start", await savings.SinceStartAsync(names, now, cancellationToken)), only);
        var zone = only is null ? policy.Now.TimeZone : policy.Now.ZoneOf(only);
        var period = said.In(zone, now);
        var sheet = await savings.OfTeamsAsync(names, period.Begin, period.End, now, cancellationToken);
        return call.Answer(SavingsCard.Build(whose, period.Name, sheet), only);
    }

    /// <summary>Null for all teams that there are or ever were.</summary>
    private (string Whose, IReadOnlyList<Team>? Teams) ScopeOf(Person person, string? named)
    {
        var seesAll = person.IsAdmin || person.IsAuditor;
        var own = policy.Now.SeenBy(person).FindAll(team => person.IsIn(team.Name));
        if (seesAll && (named == "all" || (named is null && own.Count == 0))) return (policy.Now.Organisation, null);
        if (named is not null and not "all")
        {
            var one = policy.Now.Seen(person, named, "`savings` shows yours.");
            return (one.Title, [one]);
        }
        if (own.Count == 0) throw new UserError("You are in no team. Ask the platform team to add you to one in policy.yaml.");
        return (Listing.And(own.Select(team => team.Title)), own);
    }
}
