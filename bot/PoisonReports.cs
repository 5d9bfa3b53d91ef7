using ChatOps.Bot.Cards;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.State;
using Microsoft.Extensions.Logging;

namespace ChatOps.Bot;

/// <summary>
/// Tells the admins of messages that were given up, by a card that is edited when one is replayed or dropped. Those of the same
/// ten minutes share one: a store that is away for a while poisons thousands.
/// </summary>
public sealed class PoisonReports(PoisonStore poison, IChannel channel, LivePolicy policy, TimeProvider time, ILogger<PoisonReports> log)
{
    private static readonly TimeSpan Together = TimeSpan.FromMinutes(10);

    /// <summary>As often as the sweep tells of them anyway.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private long _toldAtOnce;

    /// <summary>At once, unless that was so a moment ago: then the sweep tells of this one and all that follow it.</summary>
    public async Task DeliverSoonAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcTicks;
        if (now - Interlocked.Read(ref _toldAtOnce) < Pause.Ticks) return;
        Interlocked.Exchange(ref _toldAtOnce, now);
        await DeliverAsync(cancellationToken);
    }

    public async Task DeliverAsync(CancellationToken cancellationToken)
    {
        var due = await poison.DueAsync(time.GetUtcNow(), cancellationToken).ToListAsync(cancellationToken);
        await poison.RemoveAsync(due.Where(stored => stored.Message.IsTold), cancellationToken);
        foreach (var report in due.Where(stored => !stored.Message.IsTold).Select(stored => ReportOf(stored.Message)).Distinct())
            await DeliverAsync(report, cancellationToken);
    }

    /// <summary>
    /// Another program may have shown a newer card while this one was under way, and this one has then covered it up. So whoever
    /// has shown a card looks whether it still is the last word.
    /// </summary>
    private async Task DeliverAsync(string report, CancellationToken cancellationToken)
    {
        var (isTold, shown, now) = (false, new List<StoredPoison>(), await ReadAsync(report, cancellationToken));
        while (!now.Select(stored => stored.ETag).SequenceEqual(shown.Select(stored => stored.ETag)))
        {
            shown = now;
            var card = PoisonCard.Build([.. shown.Select(stored => stored.Message)], new Clock(time.GetUtcNow(), policy.Now.TimeZone));
            isTold = await channel.ShowAsync(policy.Now.Admins, report, card, log, cancellationToken);
            now = await ReadAsync(report, cancellationToken);
        }
        if (!isTold) return;
        foreach (var some in shown.Where(stored => !stored.Message.IsTold).Chunk(TableWrite.Most))
            await poison.ChangeAsync(some, message => message with { IsTold = true }, cancellationToken);
    }

    private async Task<List<StoredPoison>> ReadAsync(string report, CancellationToken cancellationToken) =>
        await poison.AllAsync(cancellationToken).Where(stored => ReportOf(stored.Message) == report).ToListAsync(cancellationToken);

    private static string ReportOf(PoisonMessage message) =>
        $"poison-{new DateTime(message.FirstAt.UtcTicks / Together.Ticks * Together.Ticks, DateTimeKind.Utc):yyyyMMddHHmm}";
}
