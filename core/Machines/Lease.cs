namespace ChatOps.Core.Machines;

/// <summary>
/// How a lease ends: warned 30 and 10 minutes before, then over. Nobody is stopped without the last warning having reached
/// them that long before, also when the program slept through its time; only a lease that was too short for it goes without.
/// </summary>
public static class Lease
{
    private static readonly TimeSpan[] Warnings = [TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(10)];

    private static readonly TimeSpan Last = Warnings[^1];

    /// <summary>The shortest warning that makes no sense for a lease of this length; null when all do.</summary>
    public static TimeSpan? TooEarlyFor(TimeSpan length) =>
        Warnings.Where(warning => warning >= length).Select(warning => (TimeSpan?)warning).LastOrDefault();

    /// <summary>True when the machine may be stopped for its lease now.</summary>
    public static bool IsOver(Situation s) => s.Now >= End(s.Machine) && DueWarning(s) is null && !s.UnsentWarning;

    /// <summary>Gives the warning that is due, if one is, and looks again when the next thing happens.</summary>
    public static Step Watch(Situation s)
    {
        if (DueWarning(s) is { } warning)
        {
            var warned = s.Machine with { Warned = warning, WarnedAt = s.Now };
            return new Step(warned, s.Now)
                .Record(EventKind.LeaseWarned, $"Warned that it stops in {Words.Durations.Show(End(warned) - s.Now)}")
                .Tell(Notice.LeaseEnding, warned.LeaseEndsAt)
                .LookAt(NextLook(warned, s.Now));
        }
        // A warning warns from when it is delivered: until then its time begins anew at each look.
        if (s.UnsentWarning && s.Machine is { Warned: { } last, WarnedAt: not null } && last == Last)
            return s.Stay(Waits.Redraw).With(m => m with { WarnedAt = s.Now });
        return s.Stay(TimeSpan.Zero).LookAt(NextLook(s.Machine, s.Now));
    }

    /// <summary>The row once this message has reached its owner: a warning warns from then on, and not from when it was written.</summary>
    public static Machine Told(Machine machine, OutboxMessage message, DateTimeOffset at) =>
        message.Notice == Notice.LeaseEnding && message.Kept == machine.LeaseEndsAt && machine.Warned == Last && machine.WarnedAt < at
            ? machine with { WarnedAt = at }
            : machine;

    /// <summary>When it ends, a late last warning counted in.</summary>
    public static DateTimeOffset End(Machine machine)
    {
        var end = machine.LeaseEndsAt ?? DateTimeOffset.MaxValue;
        var told = machine is { WarnedAt: { } at, Warned: { } warned } && warned == Last ? at + Last : end;
        return told > end ? told : end;
    }

    /// <summary>The shortest of the warnings whose time has come and that were not given.</summary>
    private static TimeSpan? DueWarning(Situation s) => Warnings
        .Where(warning => IsOpen(s.Machine, warning) && s.Machine.LeaseEndsAt - s.Now <= warning)
        .Select(warning => (TimeSpan?)warning)
        .LastOrDefault();

    private static bool IsOpen(Machine machine, TimeSpan warning) => machine.Warned is null || warning < machine.Warned;

    /// <summary>When it is next looked at by itself.</summary>
    public static DateTimeOffset NextLook(Machine machine, DateTimeOffset now)
    {
        // The end has come but the warning has not been sent: nothing to do but to look again.
        if (now >= End(machine)) return now + Waits.Redraw;
        var times = Warnings.Where(warning => IsOpen(machine, warning))
            .Select(warning => (machine.LeaseEndsAt ?? DateTimeOffset.MaxValue) - warning)
            .Append(End(machine))
            .Append(now + Waits.Quiet);
        return times.Min();
    }
}
