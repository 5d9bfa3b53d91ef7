using System.Globalization;
using ChatOps.Bot.Cards;
using ChatOps.Core.Actuals;
using ChatOps.Core.Metering;
using ChatOps.Core.People;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Commands;

/// <param name="reconciling">Null where nobody asks Azure what it bills.</param>
public sealed class ReconcileCommand(Reconciling? reconciling, LivePolicy policy) : ICommand
{
    private const string This = "month";

    public CommandSyntax Syntax { get; } = new(
        "reconcile", "reconcile [TEAM | all] [month | 2026-10]", "What Azure bills, beside what was estimated.")
    {
        Arguments = [new Argument("team"), new Argument("month")],
        Needs = Need.SeeBills,
        Reads = true,
        Examples = ["reconcile", "reconcile vision 2026-10", "reconcile all"],
        Details = "For managers (of their teams), auditors and admins. This month, if you do not say. A day counts three days after its end, "
            + "because Azure tells its costs late and corrects them.",
    };

    public async Task<Reply> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var (whose, month) = Read(call);
        var seesAll = call.Person.IsAdmin || call.Person.IsAuditor;
        var team = whose == "all" && seesAll ? null : TeamOf(call, whose);
        if (reconciling is null)
            throw new UserError("What Azure bills is not read here. Ask the platform team to set Azure__Costs; `cost` shows estimates meanwhile.");
        var all = await reconciling.OfAsync(team?.Name, month, call.Clock.Now, cancellationToken);
        return call.Answer(team is null ? ActualCards.OfAll(all, policy.Now) : ActualCards.OfTeam(team, all), team);
    }

    private static (string? Whose, Month Month) Read(CommandCall call)
    {
        var (whose, named) = TwoWords.Of(
            call.Words.Word("team"), call.Words.Word("month"), word => word == This || char.IsAsciiDigit(word[0]), Unknown);
        var (now, first) = (call.Clock.Now, DateOnly.FromDateTime(call.Clock.Now.UtcDateTime));
        if (named is not null and not This && !DateOnly.TryParseExact(
            $"{named}-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out first))
            throw new UserError(Unknown(Echo.Name(named)));
        var month = Month.Of(new DateOnly(first.Year, first.Month, 1), TimeZoneInfo.Utc);
        return month.Begin > now ? throw new UserError($"{month.Name} is still to come.") : (whose, month);
    }

    private static string Unknown(string month) => $"I do not know which month {month} is. Write it as 2026-10.";

    /// <summary>Null for all.</summary>
    private Team? TeamOf(CommandCall call, string? named)
    {
        var (person, here) = (call.Person, call.Request.Conversation);
        var seen = policy.Now.SeenBy(person).FindAll(team => person.IsAdmin || person.IsAuditor || person.Manages(team.Name));
        if (named is not null)
        {
            return seen.Find(team => team.Name == named) ?? throw new UserError(
                $"There is no team {Echo.Name(named)} whose bill you may see.{NearMiss.Hint(named, seen.Select(team => team.Name))} "
                + $"You may see that of {Listing.And(seen.Select(team => team.Name))}.");
        }
        if (seen.Find(team => !here.IsDirect && team.Channel == here.Id) is { } ours) return ours;
        if (person.IsAdmin || person.IsAuditor) return null;
        return seen is [var only] ? only : throw new UserError($"Of which team? Say one of {Listing.Or(seen.Select(team => team.Name))}.");
    }
}
