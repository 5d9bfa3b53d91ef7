using ChatOps.Bot.Cards;
using ChatOps.Core.Inventory;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.State;
using Microsoft.Extensions.Logging;

namespace ChatOps.Bot;

/// <summary>Brings the leak sweep's reports to the admins: one card a report, edited as its leftovers go.</summary>
public sealed class LeakReports(OrphanStore orphans, MachineStore machines, IChannel channel, LivePolicy policy, TimeProvider time, ILogger<LeakReports> log)
{
    public async Task DeliverAsync(CancellationToken cancellationToken)
    {
        var told = new List<StoredOrphan>();
        await foreach (var stored in orphans.AllAsync(cancellationToken))
            if (stored.Orphan.Report is not null) told.Add(stored);
        foreach (var report in told.GroupBy(stored => stored.Orphan.Report))
        {
            if (report.Key is not { } key) continue;
            var found = new List<(Orphan, Machine?)>();
            foreach (var (orphan, _) in report.OrderBy(stored => stored.Orphan.Kind).ThenBy(stored => stored.Orphan.Name, StringComparer.Ordinal))
                found.Add((orphan, await machines.FindAsync(orphan.Machine, cancellationToken)));
            var card = LeakCard.Build(found, new Clock(time.GetUtcNow(), policy.Now.TimeZone));
            var isTold = await channel.ShowAsync(policy.Now.Admins, key, card, log, cancellationToken);
            // A report is kept until all that it tells of is gone, so that its last edit tells of everything.
            if (isTold && report.All(stored => stored.Orphan.GoneAt is not null)) await orphans.RemoveAsync(report, cancellationToken);
        }
    }
}
