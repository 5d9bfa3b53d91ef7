using ChatOps.Bot.Cards;
using ChatOps.Core.Metering;
using ChatOps.Core.People;
using ChatOps.Core.Reports;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Commands;

public sealed class ReportCommand(SpendReporting reporting, LivePolicy policy) : ICommand
{
    public CommandSyntax Syntax { get; } = new(
        "report", "report [TEAM] [yesterday | today | week | month]", "What a team has spent, against before and its budget, and who spent it.")
    {
        Arguments = [new Argument("team"), new Argument("when")],
        Needs = Need.Nothing,
        Reads = true,
        Examples = ["report", "report vision week"],
        Details = "Your team's yesterday, if you do not say. Admins and auditors may ask for any team.",
    };

    public async Task<Reply> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var (named, when) = PeriodWords.Of(call.Words.Word("team"), call.Words.Word("when"));
        var team = named is null ? Usual(call) : policy.Now.Seen(call.Person, named, "`report` shows yours.");
        var period = CostPeriod.Of(when ?? "yesterday", call.Clock.Now, policy.Now.ZoneOf(team));
        var card = ReportCard.Build(await reporting.OfAsync(team, period, call.Clock.Now, cancellationToken), policy.Now);
        return call.Answer(card, team);
    }

    /// <summary>The one whose channel this is, or the asker's only one.</summary>
    private Team Usual(CommandCall call)
    {
        var (seen, here) = (policy.Now.SeenBy(call.Person), call.Request.Conversation);
        var own = seen.FindAll(team => call.Person.IsIn(team.Name));
        return seen.Find(team => !here.IsDirect && team.Channel == here.Id) ?? (own.Count > 0 ? own : seen) switch
        {
            [var only] => only,
            [] => throw new UserError("You are in no team. Ask the platform team to add you to one in policy.yaml."),
            var several => throw new UserError($"Of which team? Say one of {Listing.Or(several.Select(team => team.Name))}."),
        };
    }
}
