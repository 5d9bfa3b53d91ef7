using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.Reaping;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Cards;

/// <summary>What people are told of machines that nobody uses: a warning, what has become of it, and what was done.</summary>
public static class ReapCards
{
    private static readonly TimeSpan ShortExtension = TimeSpan.FromHours(1);

    /// <summary>A warning and what becomes of it are one card.</summary>
    public static string Key(Machine machine, DateTimeOffset warnedAt) => $"idle-{machine.Id}-{warnedAt.UtcDateTime:yyyyMMddHHmmss}";

    /// <summary>Null where it has been answered meanwhile.</summary>
    public static Card? Warning(Machine machine, DateTimeOffset? warnedAt, Clock clock) =>
        machine is { Wanted: not Wanted.Deleted, Idle.Warning: { } warning } && warning.At == warnedAt
            ? warning.IsRehearsal ? Rehearsal(machine, warning, clock) : Warning(machine, warning, clock)
            : null;

    /// <summary>As the warning's card looks once it is over, however that came.</summary>
    public static Card Answered(Machine machine, DateTimeOffset? warnedAt, Clock clock) => machine switch
    {
        { Wanted: Wanted.Deleted } => Ended(machine, "deleted"),
        { Idle.Warning: { } warning } when warning.At == warnedAt => Warning(machine, warning, clock),
        { Idle.Warning: not null } => new Card { Title = $"{machine.Name}: there is a newer warning" },
        { Idle.KeptUntil: { } until } when until > clock.Now => Kept(machine, until, clock),
        { Wanted: Wanted.Stopped } => Ended(machine, "stopped"),
        { IsStarting: true } => new Card { Title = $"{machine.Name} was started again", Tone = Tone.Good },
        _ => new Card { Title = $"{machine.Name} goes on", Tone = Tone.Good }
            .Add(new CardElement.Text(machine.Idle?.CalledOff ?? "It is not to be stopped for being idle any more.")),
    };

    /// <summary>Likewise of a dry run's, for the managers.</summary>
    public static Card RehearsalAnswered(Machine machine, DateTimeOffset? warnedAt)
    {
        if (machine.Idle?.Warning is not { IsRehearsal: true } warning || warning.At != warnedAt)
        {
            return new Card { Title = $"Dry run: nothing would have been done to {machine.Name}" }
                .Add(machine.Idle?.CalledOff is { } reason ? new CardElement.Text(reason) : null);
        }
        var done = warning.Then == VerdictKind.Delete ? "deleted" : "stopped";
        return new Card { Title = $"Dry run: {machine.Name} would have been {done}", Tone = Tone.Warning }
            .Add(new CardElement.Text(warning.Seen))
            .Add(new CardElement.Text($"{Whose(machine)} It goes on, and nobody else was told.", TextStyle.Subtle));
    }

    public static Card Kept(Machine machine, DateTimeOffset until, Clock clock)
    {
        var card = new Card { Title = $"{machine.Name} is kept until {clock.Until(until)}", Tone = Tone.Good };
        return IsStopped(machine)
            ? card.Add(new CardElement.Text($"Its disks are not deleted before that. They cost {PriceWords.DisksPerDay(machine) ?? "as before"}."))
            : card.Add(new CardElement.Text($"Until then it is not stopped for being idle. {Costs(machine)}".TrimEnd())).Add(MachineButtons.Stop(machine));
    }

    public static Card Reaped(Machine machine)
    {
        var deleted = machine.Wanted == Wanted.Deleted;
        var card = new Card { Title = $"{machine.Name} is {(deleted ? "deleted" : "stopped")}", Tone = Tone.Warning }.Add(Because(machine));
        return deleted
            ? card.Add(new CardElement.Text(MachineCard.Snapshots(machine) ?? "Its disks go with it.", TextStyle.Subtle))
                .Add(new CardButton("Launch again", $"launch {machine.Blueprint.Name}"))
            : card.Add(new CardElement.Text($"It no longer costs compute. Its disks and what is on them are kept{DiskCosts(machine)}.", TextStyle.Subtle))
                .Add(MachineButtons.Start(machine))
                .Add(MachineButtons.Terminate(machine));
    }

    public static Card? Held(Machine machine) => machine is { Phase: Phase.Running, Idle: { HeldSince: not null } idle }
        ? new Card { Title = $"A GPU of {machine.Name} is held and not used", Tone = Tone.Warning }
            .Add(new CardElement.Text(idle.HeldSeen ?? "A process holds memory of a GPU on which nothing runs."))
            .Add(new CardElement.Text("It may have hung, or a notebook was left open. Nothing is done to the machine; `nvidia-smi` on it shows the process. "
                + (idle.HeldTold == HeldTold.Managers ? Whose(machine) : Costs(machine)), TextStyle.Subtle))
            .Add(MachineButtons.Connect(machine))
            .Add(MachineButtons.Stop(machine))
        : null;

    public static Card? QuietInUse(Machine machine) => machine is { Phase: Phase.Running, Wanted: Wanted.Running }
        ? new Card { Title = $"{machine.Name} is in use and goes on" }
            .Add(new CardElement.Text($"Team {machine.Team} has quiet hours: what nobody uses is stopped sooner. This one is in use, and goes on while it is. "
                + Costs(machine)))
            .Add(MachineButtons.Stop(machine))
        : null;

    public static Card? KeepRefused(Machine machine)
    {
        if (machine is not { Phase: Phase.Running, Wanted: Wanted.Running, Idle: { KeepRefused: true, Keeps: var keeps } }) return null;
        var why = keeps == 0 ? "the policy lets nobody keep it" : $"it was kept {Plural.Of(keeps, "time")} and not used in between";
        return new Card { Title = $"{machine.Name} is kept no longer", Tone = Tone.Warning }
            .Add(new CardElement.Text($"`gpu keep` was typed on it, but {why}. If you still need it, extend it, or just use it: then it goes on."))
            .Add(Costs(machine) is { Length: > 0 } costs ? new CardElement.Text(costs, TextStyle.Subtle) : null)
            .Add(MachineButtons.Extend(machine, ShortExtension))
            .Add(MachineButtons.Stop(machine));
    }

    public static Card? EvictionComing(Machine machine, DateTimeOffset? at, Clock clock) => at is { } when && machine.Phase == Phase.Running
        ? new Card { Title = $"Azure takes {machine.Name} back {clock.At(when)}", Tone = Tone.Bad }
            .Add(new CardElement.Text("Its spot capacity is needed elsewhere. Save what you can now; its disks are kept, "
                + "and it can be started again when there is room."))
        : null;

    public static Card StoppedForOwner(Machine machine)
    {
        var how = machine.Reason is { } reason && reason.StartsWith("stopped", StringComparison.Ordinal) ? reason : "stopped";
        return new Card { Title = $"{machine.Name} was {how}", Tone = Tone.Warning }
            .Add(new CardElement.Text("Its disks and what is on them are kept; start it again when you need it."))
            .Add(MachineButtons.Start(machine));
    }

    private static Card Warning(Machine machine, IdleWarning warning, Clock clock)
    {
        var card = new Card { Title = Title(machine, warning, clock), Tone = Tone.Warning }
            .Add(new CardElement.Text(warning.Seen))
            .Add(new CardElement.Text(Meaning(machine, warning, clock), TextStyle.Subtle));
        if (warning.Rule == RuleName.StoppedTooLong)
            return card.Add(new CardButton("Keep", $"keep {MachineButtons.This(machine)}", ButtonStyle.Primary)).Add(MachineButtons.Start(machine))
                .Add(MachineButtons.Terminate(machine));
        if (warning.Keep is { } keep) card = card.Add(Keep(machine, keep, ReapStep.Keep, ButtonStyle.Primary));
        else if (warning.Then != VerdictKind.Warn) card = card.Add(MachineButtons.Extend(machine, ShortExtension));
        if (warning.LongKeep is { } longer && longer > warning.Keep) card = card.Add(Keep(machine, longer, ReapStep.LongKeep, ButtonStyle.Plain));
        return card.Add(new CardButton("Stop now", $"stop {MachineButtons.This(machine)}"));
    }

    private static string Title(Machine machine, IdleWarning warning, Clock clock) => warning switch
    {
        { Rule: RuleName.StoppedTooLong } => $"{machine.Name} is deleted {clock.At(warning.EndsAt(clock.Now))}",
        { Then: VerdictKind.Warn } => $"{machine.Name} is idle",
        { Then: VerdictKind.Delete } => $"{machine.Name} is idle and is deleted {clock.At(warning.EndsAt(clock.Now))}",
        _ => $"{machine.Name} is idle and stops {clock.At(warning.EndsAt(clock.Now))}",
    };

    private static CardButton Keep(Machine machine, TimeSpan time, TimeSpan asked, ButtonStyle style) =>
        new($"Keep {Durations.Typed(time)}", $"keep {MachineButtons.This(machine)} {Durations.Typed(asked)}", style);

    private static string Meaning(Machine machine, IdleWarning warning, Clock clock)
    {
        var snapshot = warning.KeepSnapshots is { } keep ? $" A snapshot of its disks is kept for {Durations.Show(keep)}." : "";
        if (warning.Rule == RuleName.StoppedTooLong)
        {
            var perDay = PriceWords.DisksPerDay(machine) is { } cost ? $", {cost}" : "";
            return $"Its disks still cost{perDay}. To have it stay, keep it or start it; else its disks and all that is on them are deleted.{snapshot}";
        }
        var need = warning switch
        {
            { Then: VerdictKind.Warn } => $"Nothing is done to it before its lease ends {clock.At(Lease.End(machine))}. Stop it if you do not need it.",
            { Keep: null } => $"{UsedUp(machine.Idle?.Keeps ?? 0)}If you still need it, extend it, or just use it: then it goes on.",
            _ => "If you still need it, press Keep, or just use it: then it goes on.",
        };
        var end = warning.Then switch
        {
            VerdictKind.Delete => $"Else its disks go too: copy what you need from them.{snapshot}",
            VerdictKind.Stop => "Once stopped, it costs its disks only, and what is on them is kept.",
            _ => "",
        };
        return $"{Costs(machine)} {need} {end}".Trim();
    }

    private static string UsedUp(int keeps) => keeps == 0 ? "" : $"It was kept {Plural.Of(keeps, "time")} and not used in between. ";

    private static Card Rehearsal(Machine machine, IdleWarning warning, Clock clock)
    {
        var when = clock.At(warning.EndsAt(clock.Now));
        var title = warning.Then switch
        {
            VerdictKind.Warn => $"Dry run: {machine.Name} is idle, and {Person.HandleOf(machine.Owner)} would be told",
            VerdictKind.Delete => $"Dry run: {machine.Name} would be deleted {when}",
            _ => $"Dry run: {machine.Name} would be stopped {when}",
        };
        return new Card { Title = title, Tone = Tone.Warning }
            .Add(new CardElement.Text(warning.Seen))
            .Add(new CardElement.Text($"{Whose(machine)} Nothing is done to it, and nobody else is told: the policy says `dryRun`.", TextStyle.Subtle));
    }

    private static Card Ended(Machine machine, string how) => new Card { Title = $"{machine.Name} is {how}" }.Add(Because(machine));

    private static bool IsStopped(Machine machine) => machine.Phase is Phase.Stopped or Phase.Evicted;

    private static CardElement.Text? Because(Machine machine) => machine.Reason is { } reason ? new CardElement.Text($"Why: {reason}.") : null;

    private static string Whose(Machine machine) =>
        $"It belongs to {Person.HandleOf(machine.Owner)} (team {machine.Team}){(PriceNow(machine) is { } price ? $" and costs {price} per hour" : "")}.";

    private static string DiskCosts(Machine machine) => PriceWords.DisksPerDay(machine) is { } perDay ? $", for {perDay}" : "";

    private static string Costs(Machine machine) => PriceNow(machine) is { } price ? $"It costs {price} per hour." : "";

    private static Money? PriceNow(Machine machine) => IsStopped(machine) ? null : machine.PerHour;
}
