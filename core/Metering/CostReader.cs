using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.State;

namespace ChatOps.Core.Metering;

/// <summary>What teams have used and what it costs, read at the moment of the question.</summary>
public sealed class CostReader(Ledger ledger, MachineStore machines, LivePolicy policy)
{
    /// <summary>So many teams are read at the same time: where each is a request, a person waits for one of them.</summary>
    public const int AtOnce = 16;

    /// <param name="teams">By name; null for all that there are or ever were.</param>
    /// <param name="end">Not in the future.</param>
    public async Task<CostSheet> OfTeamsAsync(
        IEnumerable<string>? teams, DateTimeOffset begin, DateTimeOffset end, CancellationToken cancellationToken)
    {
        // The machines first: what goes from now on is in the ledger, which is read after them.
        var (live, records) = (await machines.ByTeamAsync(cancellationToken), new List<UsageRecord>());
        foreach (var some in (teams ?? await TeamsAsync(live, cancellationToken)).Chunk(AtOnce))
        {
            var read = await Task.WhenAll(some.Select(team => ledger.OfTeamAsync(team, live[team], begin, end, cancellationToken)));
            foreach (var own in read) records.AddRange(own);
        }
        return new CostSheet(begin, end, policy.Now.Currency, [.. records]);
    }

    /// <param name="live">The team's machines, read before this is asked.</param>
    /// <inheritdoc cref="OfTeamsAsync"/>
    public async Task<CostSheet> OfTeamAsync(
        string team, IEnumerable<Machine> live, DateTimeOffset begin, DateTimeOffset end, CancellationToken cancellationToken) =>
        new(begin, end, policy.Now.Currency, [.. await ledger.OfTeamAsync(team, live, begin, end, cancellationToken)]);

    /// <summary>Split, and without anything else of it kept in memory: of any number of teams.</summary>
    /// <param name="owner">Whose machines alone count, by e-mail; null for all.</param>
    /// <param name="zone">Where days are told apart.</param>
    /// <inheritdoc cref="OfTeamsAsync"/>
    public async Task<CostTotals> TotalsAsync(
        IEnumerable<string>? teams, string? owner, DateTimeOffset begin, DateTimeOffset end, CostSplit split, TimeZoneInfo zone,
        CancellationToken cancellationToken)
    {
        var live = await machines.ByTeamAsync(cancellationToken);
        var names = teams?.ToList() ?? await TeamsAsync(live, cancellationToken);
        return split.Together(policy.Now.Currency, await TeamParts.ReadAsync(names, OfAsync, cancellationToken));

        async Task<CostTotals> OfAsync(string team, CancellationToken token)
        {
            var sheet = await OfTeamAsync(team, live[team], begin, end, token);
            if (owner is not null) sheet = sheet with { Records = sheet.Records.RemoveAll(record => record.Owner != owner) };
            return split.Totals(sheet, policy.Now, zone);
        }
    }

    /// <summary>All that there are or ever were.</summary>
    /// <param name="live">All live machines.</param>
    public async Task<IReadOnlyList<string>> TeamsAsync(ILookup<string, Machine> live, CancellationToken cancellationToken)
    {
        var recorded = await ledger.TeamsAsync(cancellationToken).ToListAsync(cancellationToken);
        return [.. policy.Now.Teams.Select(team => team.Name).Union(live.Select(own => own.Key)).Union(recorded)];
    }

    /// <summary>Of one machine since it was launched, also once it is gone.</summary>
    public async Task<CostSheet> OfMachineAsync(Machine machine, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var records = await ledger.OfTeamAsync(machine.Team, machine.IsGone ? [] : [machine], machine.LaunchedAt, now, cancellationToken);
        return new CostSheet(machine.LaunchedAt, now, policy.Now.Currency, [.. records.Where(record => record.Machine == machine.Id)]);
    }
}
