using System.Collections.Immutable;
using ChatOps.Bot.Cards;
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
        var (what, when) = Asked(call.Words);
        if (ScopeOf(call.Person, what) is not { } scope) return await MachineAsync(call, what, cancellationToken);
        var zone = scope.Teams is [var one] ? policy.Now.ZoneOf(one) : policy.Now.TimeZone;
        var period = call.Words.Word("since") is { } since
            ? CostPeriod.Since(since, call.Clock.Now, zone)
            : CostPeriod.Of(when, call.Clock.Now, zone);
        var split = CostSplit.Parse(call.Words.Word("by")) ?? scope.Split;
        var sheet = await costs.OfTeamsAsync(scope.Teams?.Select(team => team.Name), period.Begin, period.End, cancellationToken);
        if (scope.Owner is { } owner) sheet = sheet with { Records = sheet.Records.RemoveAll(record => record.Owner != owner) };
        return Answer(call, CostCards.Of(scope.Whose, period, sheet, split, policy.Now, zone), scope.Teams);
    }

    /// <summary>Which of the words is about whom, and which about when; they may come in any order.</summary>
    private static (string? What, string? When) Asked(CommandWords words)
    {
        List<string> said = [.. new[] { words.Word("what"), words.Word("when") }.OfType<string>().Select(word => word.ToLowerInvariant())];
        var when = said.Find(CostPeriod.Words.Contains);
        if (when is not null) said.Remove(when);
        if (when is not null && words.Word("since") is not null) throw new UserError($"Say either {when} or since, not both.");
        if (said is [_, var tooMuch]) throw new UserError($"I do not know when {Echo.Name(tooMuch)} is. Say one of {Listing.Or(CostPeriod.Words)}.");
        return (said.FirstOrDefault(), when);
    }

    /// <summary>Null where it is about a machine.</summary>
    private Scope? ScopeOf(Person person, string? what)
    {
        ImmutableArray<Team> own = [.. policy.Now.Teams.Where(team => person.IsIn(team.Name))];
        var seesAll = person.IsAdmin || person.IsAuditor;
        if (own.IsEmpty && (!seesAll || what == "team")) throw new UserError("You are in no team. Ask the platform team to add you to one in policy.yaml.");
        return (what ?? (own.IsEmpty ? "all" : "mine")) switch
        {
            "mine" => new Scope(person.Handle, own, CostSplit.Machine, person.Email),
            "team" => new Scope(Listing.And(own.Select(team => team.Title)), own, CostSplit.Person, null),
            "all" when seesAll => new Scope(policy.Now.Organisation, null, CostSplit.Team, null),
            "all" => new Scope(Listing.And(own.Select(team => team.Title)), own, CostSplit.Team, null),
            var named when (seesAll ? policy.Now.Teams : own).FirstOrDefault(team => team.Name == named) is { } one =>
                new Scope(one.Title, [one], CostSplit.Person, null),
            _ => null,
        };
    }

    private async Task<Reply> MachineAsync(CommandCall call, string? named, CancellationToken cancellationToken)
    {
        if (named is not null && !named.Contains('-', StringComparison.Ordinal) && !named.StartsWith("id:", StringComparison.Ordinal))
        {
            var hint = NearMiss.Hint(named, TeamsOf(call.Person));
            throw new UserError($"There is no team {Echo.Name(named)} that you may see.{hint} `cost` shows your own machines.");
        }
        var machine = await finder.FindAsync(call.Person, named, _ => true, cancellationToken);
        var sheet = await costs.OfMachineAsync(machine, call.Clock.Now, cancellationToken);
        return call.Answer(CostCards.OfMachine(machine, sheet, call.Clock), [machine]);
    }

    private IEnumerable<string> TeamsOf(Person person) =>
        policy.Now.Teams.Where(team => person.IsAdmin || person.IsAuditor || person.IsIn(team.Name)).Select(team => team.Name);

    /// <summary>To all in the channel of the one team that it is about.</summary>
    private static Reply Answer(CommandCall call, Card card, IReadOnlyList<Team>? about)
    {
        var home = call.Request.Conversation;
        return home.IsDirect || (about is [var team] && team.Channel == home.Id) ? Reply.ToAll(card) : Reply.Private(card);
    }

    /// <param name="Teams">Null for all that there are or ever were.</param>
    /// <param name="Owner">Whose alone; null for everybody's.</param>
    private sealed record Scope(string Whose, IReadOnlyList<Team>? Teams, CostSplit Split, string? Owner);
}
