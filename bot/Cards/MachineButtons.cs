using ChatOps.Core.Machines;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Cards;

/// <summary>The buttons that several cards share. They name the machine by its id: its name may mean another one tomorrow.</summary>
public static class MachineButtons
{
    public static string This(Machine machine) => $"id:{machine.Id}";

    public static CardButton Connect(Machine machine) => new("Connect", $"connect {This(machine)}", ButtonStyle.Primary);

    public static CardButton Extend(Machine machine, TimeSpan by) => new($"Extend {Durations.Typed(by)}", $"extend {This(machine)} {Durations.Typed(by)}");

    public static CardButton Stop(Machine machine) => new(
        "Stop",
        $"stop {This(machine)}",
        Ask: $"What runs on {machine.Name} ends. Its disks are kept, and Start brings it back.");

    /// <summary>What Azure took away is had again; the command is the same.</summary>
    public static CardButton Start(Machine machine) =>
        new(machine.Phase == Phase.Evicted ? "Restart" : "Start", $"start {This(machine)}", ButtonStyle.Primary);

    public static CardButton Terminate(Machine machine) => new("Terminate", $"terminate {This(machine)}", ButtonStyle.Danger);
}
