using ChatOps.Bot.Cards;
using ChatOps.Core.Metering;
using ChatOps.Core.People;
using ChatOps.Core.Reports;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Commands;

public sealed class ReportCommand(SpendReporting reporting, LivePolicy policy) : ICommand
{
    private static readonly string[] Periods = ["yesterday", "today", "week", "month"];

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
        List<string> said = [.. new[] { call.Words.Word("team"), call.Words.Word("when") }.OfType<string>().Select(word => word.ToLowerInvariant())];
        var when = said.Find(Periods.Contains) ?? "yesterday";
        said.Remove(when);
        if (said is [_, var tooMuch]) throw new UserError($"I do not know when {Echo.Name(tooMuch)} is. Say one of {Listing.Or(Periods)}.");
        var team = TeamOf(call, said.FirstOrDefault());
        var period = CostPeriod.Of(when, call.Clock.Now, policy.Now.ZoneOf(team));
        var card = ReportCard.Build(await reporting.OfAsync(team, period, call.Clock.Now, cancellationToken), policy.Now);
        var home = call.Request.Conversation;
        return home.IsDirect || team.Channel == home.Id ? Reply.ToAll(card) : Reply.Private(card);
    }

    /// <summary>The one that is named, or whose channel this is, or the asker's only one.</summary>
    private Team TeamOf(CommandCall call, string? named)
    {
        var (person, seesAll) = (call.Person, call.Person.IsAdmin || call.Person.IsAuditor);
        var seen = policy.Now.Teams.Where(team => seesAll || person.IsIn(team.Name)).ToList();
        if (named is not null)
        {
            return seen.Find(team => team.Name == named)
                ?? throw new UserError($"There is no team {Echo.Name(named)} that you may see.{NearMiss.Hint(named, seen.Select(team => team.Name))}");
        }
        var own = seen.FindAll(team => person.IsIn(team.Name));
        var here = call.Request.Conversation;
        return seen.Find(team => !here.IsDirect && team.Channel == here.Id) ?? (own.Count > 0 ? own : seen) switch
        {
            [var only] => only,
            [] => throw new UserError("You are in no team. Ask the platform team to add you to one in policy.yaml."),
            var several => throw new UserError($"Of which team? Say one of {Listing.Or(several.Select(team => team.Name))}."),
        };
    }
}
