using ChatOps.Bot.Cards;
using ChatOps.Core.Metering;
using ChatOps.Core.People;
using ChatOps.Core.Reports;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Commands;

public sealed class ReportCommand(SpendReporting reporting, LivePolicy policy) : ICommand
{
    public CommandSyntax Syntax { get; } = new(
        "report", "report [TEAM | all] [yesterday | today | week | month]", "What a team has spent, against before and its budget, and who spent it.")
    {
        Arguments = [new Argument("team"), new Argument("when")],
        Needs = Need.Nothing,
        Reads = true,
        Examples = ["report", "report vision week", "report vision 2026-11-20"],
        Details = "Your team's yesterday, if you do not say. Admins and auditors may ask for any team, and for all.",
    };

    public async Task<Reply> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var (rules, now, said) = (policy.Now, call.Clock.Now, PeriodWords.Of(call.Words, "team"));
        var named = said.Whose;
        var isOfAll = named == "all";
        if (isOfAll && !call.Person.IsAdmin && !call.Person.IsAuditor)
            throw new UserError("Only admins and auditors get a report of all teams. `report` shows your own team's.");
        var team = isOfAll ? null
            : named is null ? rules.Usual(call)
            : rules.Seen(call.Person, named, "`report` shows yours.");
        var zone = team is null ? rules.TimeZone : rules.ZoneOf(team);
        var period = said.In(zone, now, otherwise: "yesterday");
        // By its date, so that the card says the same tomorrow.
        if (period.IsWholeDay) period = CostPeriod.Day(CalendarDay.Of(period.Begin, zone).Date, zone);
        var report = team is null
            ? await reporting.OfAllAsync(period, now, cancellationToken)
            : await reporting.OfAsync(team, period, now, cancellationToken);
        var card = ReportCard.Build(report);
        if (report.IsQuiet) card = card.Add(new CardElement.Text($"`report {named ?? team?.Name} today` shows what is used now.", TextStyle.Subtle));
        return call.Answer(card, team);
    }
}
