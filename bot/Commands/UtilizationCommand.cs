using System.Collections.Immutable;
using ChatOps.Bot.Cards;
using ChatOps.Core.Machines;
using ChatOps.Core.Metering;
using ChatOps.Core.Orders;
using ChatOps.Core.People;
using ChatOps.Core.State;
using ChatOps.Core.Utilization;

namespace ChatOps.Bot.Commands;

public sealed class UtilizationCommand(UtilizationReader utilization, MachineFinder finder, MachineStore machines, LivePolicy policy) : ICommand
{
    public CommandSyntax Syntax { get; } = new(
        "utilization", "utilization [mine | team | all | TEAM | MACHINE] [today | yesterday | week | month]",
        "How much of what was paid for was used, what waited, and what was too big.")
    {
        Aliases = ["use", "utilisation"],
        Arguments = [new Argument("what"), new Argument("when")],
        Options = [PeriodWords.SinceOption],
        Needs = Need.Nothing,
        Reads = true,
        Examples = ["utilization", "utilization vision week", "utilization all month", "utilization ember-otter since 14d"],
        Details = "This week and yours, if you do not say. What was not measured is told, and is neither used nor idle.",
    };

    public async Task<Reply> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var said = PeriodWords.Of(call.Words, "what");
        if (AskedTeams.Of(policy.Now, call.Person, said.Whose) is not { } asked) return await MachineAsync(call, said, cancellationToken);
        if (!utilization.IsMeasuring) return call.Answer(UtilizationCards.NotMeasured(), asked.Only);
        var zone = asked.Only is { } team ? policy.Now.ZoneOf(team) : policy.Now.TimeZone;
        var period = said.In(zone, call.Clock.Now, otherwise: "week");
        var sheet = await utilization.OfTeamsAsync(asked.Teams?.Select(team => team.Name), period.Begin, period.End, cancellationToken);
        if (asked.Owner is { } owner) sheet = sheet.Where(record => record.Owner == owner);
        var split = asked.Kind == AskedKind.All ? CostSplit.Team : CostSplit.Machine;
        var card = UtilizationCards.Of(asked.Whose, period, sheet, split, policy.Now, new Clock(call.Clock.Now, zone))
            .Add(asked.Only is { } only ? new CardButton("Idle now", $"idle {only.Name}") : null);
        return call.Answer(card with { Buttons = [.. await ResizesAsync(call.Person, sheet, cancellationToken), .. card.Buttons] }, asked.Only);
    }

    private async Task<Reply> MachineAsync(CommandCall call, PeriodWords said, CancellationToken cancellationToken)
    {
        var machine = await AskedTeams.MachineAsync(
            finder, policy.Now, call.Person, said.Whose, "`utilization` shows your own machines.", cancellationToken);
        if (!utilization.IsMeasuring) return call.Answer(UtilizationCards.NotMeasured(), [machine]);
        var zone = policy.Now.ZoneOf(machine.Team);
        var period = said.In(zone, call.Clock.Now, otherwise: "week");
        var all = await utilization.OfTeamsAsync([machine.Team], period.Begin, period.End, cancellationToken);
        var sheet = all.Where(record => record.Machine == machine.Id);
        var card = UtilizationCards.Of(machine.Name, period, sheet, CostSplit.Machine, policy.Now, new Clock(call.Clock.Now, zone))
            .Add(machine.Phase == Phase.Running ? new CardButton("Why", $"why {MachineButtons.This(machine)}") : null);
        return call.Answer(card with { Buttons = [.. await ResizesAsync(call.Person, sheet, cancellationToken), .. card.Buttons] }, [machine]);
    }

    /// <summary>Of those that are told, the ones that the asker can make smaller.</summary>
    private async Task<IEnumerable<CardButton>> ResizesAsync(Person person, UtilizationSheet sheet, CancellationToken cancellationToken)
    {
        var buttons = ImmutableArray.CreateBuilder<CardButton>();
        foreach (var one in sheet.Oversized.Take(UtilizationCards.MostTold).Where(one => one.IsOffered))
        {
            if (await machines.GetAsync(one.Machine.Id, cancellationToken) is not { Machine: { } machine }) continue;
            if (machine.NextSize.Name == one.Size && MachineOrders.MayChange(person, machine))
                buttons.Add(new CardButton($"Resize {machine.Name}", $"resize {MachineButtons.This(machine)} --size {one.Cheaper.Name}"));
        }
        return buttons;
    }
}
