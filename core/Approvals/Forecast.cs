using ChatOps.Core.Machines;
using ChatOps.Core.Metering;

namespace ChatOps.Core.Approvals;

/// <summary>
/// What will have been spent when a month ends. A day's mean is what was spent by the days that have passed, where a first day
/// that has only begun counts as a whole one: what a minute has cost says nothing of a month.
/// </summary>
/// <param name="Planned">
/// If nobody does anything: what is spent, and what each machine that runs or is on its way will cost until its lease or the month
/// ends, whichever is first.
/// </param>
/// <param name="Expected">
/// If it goes on like this: what is spent, and a day's mean for each day that is left; but no less than what is planned.
/// </param>
public sealed record Forecast(decimal Planned, decimal Expected)
{
    /// <param name="spent">This month, until now.</param>
    /// <param name="machines">Of whom it is about, as they are now.</param>
    public static Forecast Of(decimal spent, IEnumerable<Machine> machines, Month month, DateTimeOffset now)
    {
        var planned = spent + machines.Sum(machine => (machine.PerHour * LeftOf(machine, month, now).TotalHours)?.Amount ?? 0);
        var (passed, left) = ((now - month.Begin).TotalDays, (month.End - now).TotalDays);
        var expected = spent + (spent / (decimal)Math.Max(1, passed) * (decimal)left);
        return new Forecast(planned, Math.Max(planned, expected));
    }

    /// <summary>How long it will still be billed this month.</summary>
    private static TimeSpan LeftOf(Machine machine, Month month, DateTimeOffset now)
    {
        var end = machine switch
        {
            { Wanted: not Wanted.Running } => now,
            { LeaseEndsAt: not null } => Lease.End(machine),
            // Its lease begins when it runs.
            { IsStarting: true } => now + machine.LeaseLength,
            _ => now,
        };
        if (end > month.End) end = month.End;
        return end > now ? end - now : TimeSpan.Zero;
    }
}
