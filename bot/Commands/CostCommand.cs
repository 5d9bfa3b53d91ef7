using ChatOps.Bot.Cards;
using ChatOps.Core.Machines;
using ChatOps.Core.Metering;
using ChatOps.Core.People;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Commands;

public sealed class CostCommand(CostReader costs, MachineFinder finder, LivePolicy policy) : ICommand
{
    public CommandSyntax Syntax { get; } = new(
        "cost", "cost [mine | team | all | TEAM | MACHINE] [today | yesterday | week | month] [by person]", "What machines have cost, and whose they were.")
    {
        Aliases = ["costs", "spend"],
        Arguments = [new Argument("what"), new Argument("when")],
        Options =
        [
            new Option("since", OptionKind.Word, "A day as 2026-11-01, or how many days back as 14d.", Phrase: "since"),
            new Option("by", OptionKind.Word, $"One of {Listing.Or(CostSplit.Names)}.", Phrase: "by"),
        ],
        Needs = Need.Nothing,
        Reads = true,
        Examples = ["cost", "cost team week by person", "cost vision since 2026-11-01 by day", "cost all by costcentre", "cost ember-otter"],
        Details = "This month and yours, if you do not say. List prices, disks included. Admins and auditors see all teams, others their own.",
    };

    public async Task<Reply> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var (what, when) = PeriodWords.Of(call.Words.Word("what"), call.Words.Word("when"));
        if (when is not null && call.Words.Word("since") is not null) throw new UserError($"Say either {when} or since, not both.");
        if (ScopeOf(call.Person, what) is not { } scope) return await MachineAsync(call, what, cancellationToken);
        var only = scope.Teams is [var one] ? one : null;
        var zone = only is null ? policy.Now.TimeZone : policy.Now.ZoneOf(only);
        var period = call.Words.Word("since") is { } since
            ? CostPeriod.Since(since, call.Clock.Now, zone)
            : CostPeriod.Of(when, call.Clock.Now, zone);
        var split = CostSplit.Parse(call.Words.Word("by")) ?? scope.Split;
        var sheet = await costs.OfTeamsAsync(scope.Teams?.Select(team => team.Name), period.Begin, period.End, cancellationToken);
        if (scope.Owner is { } owner) sheet = sheet with { Records = sheet.Records.RemoveAll(record => record.Owner != owner) };
        return call.Answer(CostCards.Of(scope.Whose, period, sheet, split, policy.Now, zone), only);
    }

    /// <summary>Null where it is about a machine.</summary>
    private Scope? ScopeOf(Person person, string? what)
    {
        var seen = policy.Now.SeenBy(person);
        var own = seen.FindAll(team => person.IsIn(team.Name));
        var seesAll = person.IsAdmin || person.IsAuditor;
        if (own.Count == 0 && (!seesAll || what == "team")) throw new UserError("You are in no team. Ask the platform team to add you to one in policy.yaml.");
        return (what ?? (own.Count == 0 ? "all" : "mine")) switch
        {
            "mine" => new Scope(person.Handle, own, CostSplit.Machine, person.Email),
            "team" => new Scope(Listing.And(own.Select(team => team.Title)), own, CostSplit.Person, null),
            "all" when seesAll => new Scope(policy.Now.Organisation, null, CostSplit.Team, null),
            "all" => new Scope(Listing.And(own.Select(team => team.Title)), own, CostSplit.Team, null),
            var named when seen.Find(team => team.Name == named) is { } one => new Scope(one.Title, [one], CostSplit.Person, null),
            _ => null,
        };
    }

    private async Task<Reply> MachineAsync(CommandCall call, string? named, CancellationToken cancellationToken)
    {
        var machine = await FindAsync(call.Person, named, cancellationToken);
        var sheet = await costs.OfMachineAsync(machine, call.Clock.Now, cancellationToken);
        return call.Answer(CostCards.OfMachine(machine, sheet, call.Clock), [machine]);
    }

    private async Task<Machine> FindAsync(Person person, string? named, CancellationToken cancellationToken)
    {
        try
        {
            return await finder.FindAsync(person, named, _ => true, cancellationToken);
        }
        // It may have been meant for a team.
        catch (UserError) when (named is not null && NearMiss.Hint(named, policy.Now.SeenBy(person).Select(team => team.Name)).Length > 0)
        {
            policy.Now.Seen(person, named, "`cost` shows your own machines.");
            throw;
        }
    }

    /// <param name="Teams">Null for all that there are or ever were.</param>
    /// <param name="Owner">Whose alone; null for everybody's.</param>
    private sealed record Scope(string Whose, IReadOnlyList<Team>? Teams, CostSplit Split, string? Owner);
}
