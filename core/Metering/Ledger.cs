using System.Globalization;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.State;

namespace ChatOps.Core.Metering;

/// <summary>
/// Metered use: who had which size from when to when at which price. A live machine's row tells what it was billed for; the ledger has what that
/// row no longer does, of machines that are gone and of those that were started very often. All of it follows from the row, so it may be
/// recorded again and again. Where a stretch is told by both, the row counts.
/// </summary>
/// <param name="zoneOf">The time zone of a team, by its name: it says when a month begins.</param>
public sealed class Ledger(LedgerStore store, Func<string, TimeZoneInfo> zoneOf)
{
    /// <summary>So many stretches of time a row keeps for itself.</summary>
    private const int MostInRow = 48;

    /// <param name="table">Opens a table by its name.</param>
    public static Ledger Open(Func<string, ITable> table, LivePolicy policy) => new(new LedgerStore(table("ledger")), team => policy.Now.ZoneOf(team));

    /// <summary>Whether a machine is to be recorded before its row is written.</summary>
    public static bool IsDue(Machine machine) => machine.IsGone || machine.BilledTimes.Count(time => !time.IsRecorded) > MostInRow;

    /// <summary>Records what is over.</summary>
    /// <returns>The row to be written after that, which keeps sums of what was recorded.</returns>
    public async Task<Machine> RecordAsync(Machine machine, CancellationToken cancellationToken)
    {
        var zone = zoneOf(machine.Team);
        // Until it is started again, what the reaper has ended last may still turn out to be shorter.
        var times = machine.IsGone ? machine.BilledTimes : [.. machine.BilledTimes.SkipLast(1)];
        var over = UsageRecord.Of(machine with { BilledTimes = times }, now: machine.GoneAt ?? DateTimeOffset.MinValue);
        var parts = over.SelectMany(record => record.ByMonth(zone)).GroupBy(part => part.Month.Name, part => part.Part);
        foreach (var month in parts) await store.PutAsync(machine.Team, month.Key, [.. month], cancellationToken);
        if (machine.IsGone) await store.PutAsync(Month.Of(machine.LaunchedAt, zone).Name, LaunchRecord.Of(machine), cancellationToken);
        return machine with { BilledTimes = [.. BilledTime.Recorded(times), .. machine.BilledTimes.Skip(times.Length)] };
    }

    /// <summary>Teams that anything was ever recorded of.</summary>
    public IAsyncEnumerable<string> TeamsAsync(CancellationToken cancellationToken) => store.TeamsAsync(cancellationToken);

    /// <summary>The first month that anything was recorded in of a team; null where nothing ever was.</summary>
    public async Task<Month?> FirstMonthAsync(string team, CancellationToken cancellationToken) =>
        await store.MonthsAsync(team, cancellationToken).FirstOrDefaultAsync(cancellationToken) is { } first
            ? Month.Of(DateOnly.ParseExact(first, "yyyy-MM", CultureInfo.InvariantCulture), zoneOf(team))
            : null;

    /// <summary>The month, where the team is, that a moment is in.</summary>
    public Month MonthOf(string team, DateTimeOffset at) => Month.Of(at, zoneOf(team));

    /// <summary>A team's launches that were ordered between two moments, whatever became of them, the first one first.</summary>
    /// <inheritdoc cref="OfTeamAsync"/>
    public async Task<IReadOnlyList<LaunchRecord>> LaunchesOfTeamAsync(
        string team, IEnumerable<Machine> live, DateTimeOffset begin, DateTimeOffset end, CancellationToken cancellationToken)
    {
        var zone = zoneOf(team);
        var all = live.Where(machine => machine.Team == team).Select(LaunchRecord.Of).ToDictionary(launch => launch.Machine);
        for (var month = Month.Of(begin, zone); month.Begin < end; month = Month.Of(month.End, zone))
            await foreach (var launch in store.LaunchesOfAsync(team, month.Name, cancellationToken)) all.TryAdd(launch.Machine, launch);
        return
        [
            .. all.Values.Where(launch => launch.LaunchedAt >= begin && launch.LaunchedAt < end)
                .OrderBy(launch => launch.LaunchedAt).ThenBy(launch => launch.Machine.Value, StringComparer.Ordinal),
        ];
    }

    /// <summary>What a team's machines were billed for between two moments, as if it had ended at the second one.</summary>
    /// <param name="live">Live machines, read before this is asked; others than the team's do not matter.</param>
    public async Task<IReadOnlyList<UsageRecord>> OfTeamAsync(
        string team, IEnumerable<Machine> live, DateTimeOffset begin, DateTimeOffset end, CancellationToken cancellationToken)
    {
        var zone = zoneOf(team);
        var (known, all) = (new HashSet<(MachineId, UsageKind, DateTimeOffset)>(), new List<UsageRecord>());
        foreach (var record in live.Where(machine => machine.Team == team).SelectMany(machine => UsageRecord.Of(machine, end)))
            foreach (var (_, part) in record.ByMonth(zone)) Add(part);
        for (var month = Month.Of(begin, zone); month.Begin < end; month = Month.Of(month.End, zone))
            await foreach (var record in store.OfAsync(team, month.Name, cancellationToken)) Add(record);
        return all;

        void Add(UsageRecord record)
        {
            if (known.Add((record.Machine, record.Kind, record.From)) && record.Within(begin, end) is { } part) all.Add(part);
        }
    }
}
