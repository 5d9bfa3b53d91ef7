using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.Reaping;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Cards;

/// <summary>What people are told of machines that nobody uses: a warning, what has become of it, and what was done.</summary>
public static class ReapCards
{
    /// <summary>A warning and what becomes of it are one card.</summary>
    public static string Key(Machine machine, DateTimeOffset warnedAt) => $"idle-{machine.Id}-{warnedAt.UtcDateTime:yyyyMMddHHmmss}";

    /// <summary>Null where it has been answered meanwhile.</summary>
    public static Card? Warning(Machine machine, DateTimeOffset? warnedAt, Clock clock) =>
        machine.Idle?.Warning is { } warning && warning.At == warnedAt ? Warning(machine, warning, clock) : null;

    /// <summary>As the warning's card looks once it is over, however that came.</summary>
    public static Card Answered(Machine machine, DateTimeOffset? warnedAt, Clock clock) => machine switch
    {
        { Idle.Warning: { } warning } when warning.At == warnedAt => warning.WasRehearsed ? Rehearsed(machine, warning) : Warning(machine, warning, clock),
        { Wanted: Wanted.Deleted } => new Card { Title = $"{machine.Name} was idle and is deleted" },
        { Wanted: Wanted.Stopped, Idle.KeptUntil: { } until } when until > clock.Now => Kept(machine, until, clock),
        { Wanted: Wanted.Stopped } => new Card { Title = $"{machine.Name} was idle and is stopped" }.Add(new CardElement.Text(Because(machine))),
        { Idle.KeptUntil: { } until } when until > clock.Now => Kept(machine, until, clock),
        _ => new Card { Title = $"{machine.Name} is no longer idle", Tone = Tone.Good }.Add(new CardElement.Text("It goes on as it is.")),
    };

    public static Card Kept(Machine machine, DateTimeOffset until, Clock clock)
    {
        var card = new Card { Title = $"{machine.Name} is kept until {clock.Until(until)}", Tone = Tone.Good };
        return machine.Phase is Phase.Stopped or Phase.Evicted
            ? card.Add(new CardElement.Text("Its disks are not deleted before that. They cost as before."))
            : card.Add(new CardElement.Text($"Nobody is asked until then, whether it is used or not. {Costs(machine)}".TrimEnd()))
                .Add(MachineButtons.Stop(machine));
    }

    public static Card Reaped(Machine machine)
    {
        var deleted = machine.Wanted == Wanted.Deleted;
        var card = new Card { Title = $"{machine.Name} is {(deleted ? "deleted" : "stopped")}", Tone = Tone.Warning }.Add(new CardElement.Text(Because(machine)));
        return deleted
            ? card.Add(new CardElement.Text("Its disks go with it.", TextStyle.Subtle)).Add(new CardButton("Launch again", $"launch {machine.Blueprint.Name}"))
            : card.Add(new CardElement.Text("It no longer costs compute. Its disks and what is on them are kept.", TextStyle.Subtle))
                .Add(MachineButtons.Start(machine))
                .Add(MachineButtons.Terminate(machine));
    }

    public static Card? Held(Machine machine, Clock clock) => machine.Idle is { HeldSince: { } since }
        ? new Card { Title = $"A GPU of {machine.Name} is held and not used", Tone = Tone.Warning }
            .Add(new CardElement.Text($"A process has been holding memory of a GPU for {clock.Since(since)}, and nothing ran there. "
                + "It may have hung. The machine goes on; `nvidia-smi` on it shows the process."))
            .Add(Costs(machine) is { Length: > 0 } costs ? new CardElement.Text(costs, TextStyle.Subtle) : null)
            .Add(MachineButtons.Connect(machine))
            .Add(MachineButtons.Stop(machine))
        : null;

    public static Card? QuietInUse(Machine machine) => machine is { Phase: Phase.Running, Wanted: Wanted.Running }
        ? new Card { Title = $"{machine.Name} is in use and goes on" }
            .Add(new CardElement.Text("Quiet hours have begun. What is idle is stopped; this one is not, as long as it is used."))
        : null;

    public static Card? EvictionComing(Machine machine, DateTimeOffset? at, Clock clock) => at is { } when && machine.Phase == Phase.Running
        ? new Card { Title = $"Azure takes {machine.Name} back {clock.At(when)}", Tone = Tone.Bad }
            .Add(new CardElement.Text("Its spot capacity is needed elsewhere. Save what you can now; its disks are kept, and it can be started again when there is room."))
        : null;

    public static Card StoppedForOwner(Machine machine) => new Card { Title = $"{machine.Name} is {machine.Reason ?? "stopped"}", Tone = Tone.Warning }
        .Add(new CardElement.Text("Its disks and what is on them are kept; start it again when you need it."))
        .Add(MachineButtons.Start(machine));

    private static Card Warning(Machine machine, IdleWarning warning, Clock clock)
    {
        var (deletes, only) = (warning.Then == VerdictKind.Delete, warning.Then == VerdictKind.Warn);
        var end = clock.At(warning.EndsAt(clock.Now));
        var what = deletes ? "is deleted" : "stops";
        var title = only ? $"{machine.Name} is idle" : $"{machine.Name} is idle and {what} {end}";
        if (warning.Rule == RuleName.StoppedTooLong) title = $"{machine.Name} is deleted {end}";
        if (warning.IsRehearsal) title = $"Dry run: {title}, if this were for real";
        var card = new Card { Title = title, Tone = Tone.Warning }
            .Add(new CardElement.Text(warning.Seen))
            .Add(new CardElement.Text(Meaning(machine, warning), TextStyle.Subtle));
        if (warning.IsRehearsal) return card;
        if (warning.Rule == RuleName.StoppedTooLong)
            return card.Add(new CardButton("Keep", $"keep {MachineButtons.This(machine)}", ButtonStyle.Primary)).Add(MachineButtons.Start(machine))
                .Add(MachineButtons.Terminate(machine));
        if (warning.Keep is { } keep) card = card.Add(Keep(machine, keep, ReapStep.Keep, ButtonStyle.Primary));
        else card = card.Add(MachineButtons.Extend(machine, TimeSpan.FromHours(1)));
        if (warning.LongKeep is { } longer && longer > warning.Keep) card = card.Add(Keep(machine, longer, ReapStep.LongKeep, ButtonStyle.Plain));
        return card.Add(new CardButton("Stop now", $"stop {MachineButtons.This(machine)}"));
    }

    private static CardButton Keep(Machine machine, TimeSpan time, TimeSpan asked, ButtonStyle style) =>
        new($"Keep {Durations.Typed(time)}", $"keep {MachineButtons.This(machine)} {Durations.Typed(asked)}", style);

    private static string Meaning(Machine machine, IdleWarning warning) => warning switch
    {
        { Rule: RuleName.StoppedTooLong } => "Its disks still cost. Keep it, or start it, and it stays; what is on its disks is gone once they are deleted.",
        { Then: VerdictKind.Warn } => $"{Costs(machine)} Stop it if you do not need it.".TrimStart(),
        { Keep: null } => $"{Costs(machine)} It was kept often enough; extend it if you still need it. Used again, it goes on by itself.".TrimStart(),
        _ => $"{Costs(machine)} Keep it if you still need it; used again, it goes on by itself. Its disks are kept.".TrimStart(),
    };

    private static Card Rehearsed(Machine machine, IdleWarning warning) =>
        new Card { Title = $"Dry run: {machine.Name} would have been {(warning.Then == VerdictKind.Delete ? "deleted" : "stopped")}", Tone = Tone.Warning }
            .Add(new CardElement.Text(warning.Seen))
            .Add(new CardElement.Text($"Whose: {Person.HandleOf(machine.Owner)}. {Costs(machine)}".TrimEnd(), TextStyle.Subtle));

    private static string Because(Machine machine) => machine.Reason is { } reason ? $"Why: {reason}." : "It was idle.";

    private static string Costs(Machine machine) => machine.PerHour is { } price ? $"It costs {price} per hour." : "";
}
