using ChatOps.Core.Approvals;
using ChatOps.Core.Metering;
using ChatOps.Core.State;

namespace ChatOps.Core.Reports;

/// <summary>What a team has launched, machines that are gone included, read at the moment of the question.</summary>
public sealed class LaunchReader(Ledger ledger, ApprovalStore requests, MachineStore machines)
{
    /// <returns>What was launched, and what was asked for and ended, between two moments.</returns>
    /// <param name="end">Not in the future.</param>
    public async Task<(IReadOnlyList<LaunchRecord> Launches, IReadOnlyList<EndedRequest> Ended)> OfTeamAsync(
        string team, DateTimeOffset begin, DateTimeOffset end, CancellationToken cancellationToken)
    {
        // The machines first: what goes from now on is in the ledger, which is read after them.
        var live = await machines.OfTeamAsync(team, cancellationToken);
        var launches = await ledger.LaunchesOfTeamAsync(team, live, begin, end, cancellationToken);
        return (launches, await requests.EndedAsync(team, begin, end, cancellationToken).ToListAsync(cancellationToken));
    }
}
