using ChatOps.Core.Approvals;
using ChatOps.Core.Metering;
using ChatOps.Core.State;

namespace ChatOps.Core.Reports;

/// <summary>How teams' launches went, those of machines that are gone included, read at the moment of the question.</summary>
public sealed class LaunchReader(Ledger ledger, ApprovalStore requests, MachineStore machines)
{
    /// <param name="end">Not in the future.</param>
    public async Task<LaunchTimes> OfTeamsAsync(
        IEnumerable<string> teams, DateTimeOffset begin, DateTimeOffset end, CancellationToken cancellationToken)
    {
        var (launches, ended) = (new List<LaunchRecord>(), new List<EndedRequest>());
        foreach (var team in teams)
        {
            // The machines first: what goes from now on is in the ledger, which is read after them.
            var live = await machines.OfTeamAsync(team, cancellationToken);
            launches.AddRange(await ledger.LaunchesOfTeamAsync(team, live, begin, end, cancellationToken));
            ended.AddRange(await requests.EndedAsync(team, begin, end, cancellationToken).ToListAsync(cancellationToken));
        }
        return LaunchTimes.Of(launches, ended);
    }
}
