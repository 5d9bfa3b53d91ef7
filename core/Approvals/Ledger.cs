using ChatOps.Core.Machines;
using ChatOps.Core.State;

namespace ChatOps.Core.Approvals;

/// <summary>Keeps what a machine has cost in each month, for when it is gone.</summary>
/// <param name="zoneOf">The time zone of a team, by its name: it says when a month begins.</param>
public sealed class Ledger(SpentStore store, Func<string, TimeZoneInfo> zoneOf)
{
    /// <summary>To be called before a machine is gone, and as often as need be: all of it follows from when the machine was billed.</summary>
    public async Task CloseAsync(Machine machine, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (zone, times) = (zoneOf(machine.Team), machine.BilledUntil(now).ToList());
        if (times.Count == 0) return;
        var last = times.Max(time => time.To);
        for (var month = Month.Of(times.Min(time => time.From), zone); month.Begin < last; month = Month.Of(month.End, zone))
        {
            var own = times.Select(time => time.Within(month.Begin, month.End)).Where(time => time.Billed > TimeSpan.Zero).ToList();
            if (own.Count > 0) await store.KeepAsync(machine.Team, month.Name, RowOf(machine, own), cancellationToken);
        }
    }

    private static SpentRow RowOf(Machine machine, IReadOnlyCollection<BilledTime> times) => new(
        machine.Id,
        machine.Owner,
        machine.Blueprint.ToString(),
        machine.Placement.Size,
        machine.Spot,
        BilledTime.CostOf(times),
        BilledTime.LengthOf(times).TotalHours);
}
