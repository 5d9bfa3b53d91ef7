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
            PeriodWords.SinceOption,
            new Option("by", OptionKind.Word, $"One of {Listing.Or(CostSplit.Names)}.", Phrase: "by"),
        ],
        Needs = Need.Nothing,
        Reads = true,
        Examples = ["cost", "cost team week by person", "cost vision since 2026-11-01 by day", "cost all by costcentre", "cost ember-otter"],
        Details = "This month and yours, if you do not say. List prices, disks included. Admins and auditors see all teams, others their own.",
    };

    public async Task<Reply> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var said = PeriodWords.Of(call.Words, "what");
        if (AskedTeams.Of(policy.Now, call.Person, said.Whose) is not { } scope) return await MachineAsync(call, said.Whose, cancellationToken);
        var only = scope.Only;
        var zone = only is null ? policy.Now.TimeZone : policy.Now.ZoneOf(only);
        var period = said.In(zone, call.Clock.Now);
        var split = CostSplit.Parse(call.Words.Word("by")) ?? SplitOf(scope.Kind);
        var teams = scope.Teams?.Select(team => team.Name);
        var totals = await costs.TotalsAsync(teams, scope.Owner, period.Begin, period.End, split, zone, cancellationToken);
        return call.Answer(CostCards.Of(scope.Whose, period, totals, split), only);
    }

    private static CostSplit SplitOf(AskedKind kind) => kind switch
    {
        AskedKind.Own => CostSplit.Machine,
        AskedKind.Team => CostSplit.Person,
        AskedKind.All => CostSplit.Team,
    };

    private async Task<Reply> MachineAsync(CommandCall call, string? named, CancellationToken cancellationToken)
    {
        var machine = await AskedTeams.MachineAsync(
            finder, policy.Now, call.Person, named, "`cost` shows your own machines.", cancellationToken);
        var sheet = await costs.OfMachineAsync(machine, call.Clock.Now, cancellationToken);
        return call.Answer(CostCards.OfMachine(machine, sheet, call.Clock), [machine]);
    }
}
