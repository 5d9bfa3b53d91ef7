using ChatOps.Bot.Cards;
using ChatOps.Core.Blueprints;
using ChatOps.Core.Machines;
using ChatOps.Core.Orders;
using ChatOps.Core.People;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Commands;

public sealed class ConnectCommand(MachineFinder finder, BlueprintCatalog blueprints) : ICommand
{
    public CommandSyntax Syntax { get; } = new("connect", "connect [MACHINE]", "How to get onto a machine: SSH, VS Code, Jupyter.")
    {
        Aliases = ["ssh"],
        Arguments = [new Argument("machine")],
        Examples = ["connect", "connect ember-otter"],
        Reads = true,
        Needs = Need.EnterMachine,
    };

    public async Task<Reply> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var machine = await finder.FindAsync(call.Person, call.Words.Word("machine"), m => m.Phase == Phase.Running, cancellationToken);
        MachineOrders.RequireMayEnter(call.Person, machine);
        var isOn = machine is { Phase: Phase.Running } or { Phase: Phase.Failed, Wanted: not Wanted.Deleted };
        if (machine is not { VmId: { } vmId, IsGone: false } || !isOn) throw new UserError(WhyNot(machine));
        var hasJupyter = blueprints.Find(machine.Blueprint)?.Requirements.Packages.ContainsKey("jupyterlab") ?? false;
        return Reply.Private(ConnectCard.Build(machine, vmId, hasJupyter));
    }

    private static string WhyNot(Machine machine)
    {
        if (machine.IsStarting)
            return $"{machine.Name} is not ready yet; you are told when it is. `status {machine.Name}` shows how far it is.";
        var next = machine.Phase is Phase.Stopped or Phase.Evicted
            ? $"`start {machine.Name}` starts it again."
            : $"`launch {machine.Blueprint.Name}` gets you a new one.";
        return $"{machine.Name} {machine.Predicate}. {next}";
    }
}
