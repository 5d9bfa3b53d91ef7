using ChatOps.Core.Machines;

namespace ChatOps.Sandbox.History;

/// <summary>What becomes of machines that were launched.</summary>
internal static class PastLives
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <param name="machine">As it was ordered.</param>
    /// <param name="last">When nothing of it must be left.</param>
    /// <returns>As it was when it was gone.</returns>
    public static Machine Live(Machine machine, DateTimeOffset last)
    {
        var (chance, started) = (Chance.Of($"life/{machine.Id}"), machine.LaunchedAt + Minute);
        if (chance.Is(0.08)) return Fail(machine.StartBilling(started), started + chance.Hours(0.1, 0.25), last);
        var ready = machine.LaunchedAt + chance.Hours(0.14, 0.22);
        var lives = machine.StartBilling(started) with { ReadyAt = Min(ready, last), PlacedAt = started };
        var stopped = ready + (chance.Is(0.2) ? chance.Hours(12, 22) : chance.Hours(2, 9));
        // Of what is left alone the reaper stops some.
        if (chance.Is(0.18)) lives = lives with { ReapedUntil = stopped + chance.Hours(0.5, 4) };
        lives = lives.StopBilling(Min(stopped, last));
        var again = stopped + chance.Hours(12, 18);
        if (lives.ReapedUntil is not null || again >= last || !chance.Is(0.25)) return Go(lives, stopped + chance.Hours(0.1, 6), last);
        // Others go on with it the next day.
        var end = again + chance.Hours(1, 5);
        return Go(lives.StartBilling(again).StopBilling(Min(end, last)), end + Minute, last);
    }

    private static Machine Fail(Machine machine, DateTimeOffset at, DateTimeOffset last) =>
        Go(machine with { Failure = new Failure("A check failed on the machine.") }, at, last);

    private static Machine Go(Machine machine, DateTimeOffset at, DateTimeOffset last) =>
        machine.StopBilling(Min(at, last)) with { GoneAt = Min(at, last), PhaseSince = Min(at, last) };

    private static DateTimeOffset Min(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
