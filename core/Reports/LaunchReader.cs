using ChatOps.Core.Approvals;
using ChatOps.Core.Machines;
using ChatOps.Core.Metering;

namespace ChatOps.Core.Reports;

/// <summary>What a team has launched, machines that are gone included, read at the moment of the question.</summary>
public sealed class LaunchReader(Ledger ledger, ApprovalStore requests)
{
    /// <returns>What was launched, and what was asked for and ended, between two moments.</returns>
    /// <param name="live">The team's machines, read before this is asked.</param>
    /// <param name="end">Not in the future.</param>
    public async Task<(IReadOnlyList<LaunchRecord> Launches, IReadOnlyList<EndedRequest> Ended)> OfTeamAsync(
        string team, IEnumerable<Machine> live, DateTimeOffset begin, DateTimeOffset end, CancellationToken cancellationToken)
    {
        var launches = await ledger.LaunchesOfTeamAsync(team, live, begin, end, cancellationToken);
        return (launches, await requests.EndedAsync(team, begin, end, cancellationToken).ToListAsync(cancellationToken));
    }
}
