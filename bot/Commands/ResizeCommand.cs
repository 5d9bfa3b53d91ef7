using System.Globalization;
using ChatOps.Bot.Cards;
using ChatOps.Core.Approvals;
using ChatOps.Core.Blueprints;
using ChatOps.Core.Machines;
using ChatOps.Core.Orders;
using ChatOps.Core.People;
using ChatOps.Core.Prices;

namespace ChatOps.Bot.Commands;

public sealed class ResizeCommand(
    MachineFinder finder, GovernedOrders orders, Asking asking, BlueprintCatalog blueprints, LivePrices prices) : ICommand
{
    public CommandSyntax Syntax { get; } = new("resize", "resize [MACHINE] --gpus N", "Make a machine another size of its blueprint; its disks stay.")
    {
        Arguments = [new Argument("machine")],
        Options =
        [
            new Option("gpus", OptionKind.Number, "How many GPUs it is to have.", Phrase: "with", Unit: "gpus"),
            new Option("size", OptionKind.Word, "The same by Azure's name of a size.", Phrase: "to", Unit: "gpus"),
            new Option("yes", OptionKind.Flag, "Do not ask whether what runs may end."),
            RequestWords.Reason,
            RequestWords.Ask,
        ],
        Needs = Need.ChangeMachine,
        Examples = ["resize ember-otter --gpus 2", "resize ember-otter to 4 gpus", "resize --size Standard_NC48ads_A100_v4"],
        Details = "A stopped machine takes its new size when it is next started. One that runs is stopped for it and started again, so that it asks first. "
            + "Where Azure has no room for the new size, a machine stays stopped, with its disks and the size it had.",
    };

    public async Task<Reply> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        if (RequestWords.AsksWhy(call.Words)) return Reply.Private(RequestForms.WhyNeeded(call.Request.Text));
        var machine = await finder.FindOrderedAsync(
            call, m => m.Phase is Phase.Running or Phase.Stopping or Phase.Stopped or Phase.Evicted, cancellationToken);
        MachineOrders.RequireMayChange(call.Person, machine);
        var (gpus, name) = Asked(call.Words);
        var size = SizeChoice.Of(machine, blueprints.Find(machine.Blueprint), gpus, name);
        var ends = machine is { Phase: Phase.Running, Wanted: Wanted.Running } && machine.NextSize.Name != size.Name;
        if (ends && !call.Words.Flag("yes") && !machine.Requests.Contains(call.Request.Id))
        {
            var perHour = (await prices.NowAsync(cancellationToken)).PerHour(size.Name, machine.Placement.Region, machine.Spot);
            return Reply.Private(ResizeCard.Ask(machine, size, perHour));
        }
        var outcome = await orders.ResizeAsync(call.Person, machine.Id, size, call.Request.Id, cancellationToken);
        return await RequestReply.OfAsync(outcome, asking, call, ordered => Reply.Ordered(OrderedCard.Resizing(ordered)), cancellationToken);
    }

    /// <summary>"to 2 gpus" names a number, "to Standard_…" a size.</summary>
    private static (int? Gpus, string? Size) Asked(CommandWords words) =>
        (words.Number("gpus"), words.Word("size")) is (null, { Length: 1 or 2 } size) && size.All(char.IsAsciiDigit)
            ? (int.Parse(size, CultureInfo.InvariantCulture), null)
            : (words.Number("gpus"), words.Word("size"));
}
