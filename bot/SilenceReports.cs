using System.Collections.Immutable;
using ChatOps.Bot.Cards;
using ChatOps.Core.People;
using ChatOps.Core.Reaping;
using Microsoft.Extensions.Logging;

namespace ChatOps.Bot;

/// <summary>
/// Tells the admins of machines whose agents do not speak, and of metrics that cannot be read: what nobody knows anything of is never idle, and costs
/// until its lease ends. One card for all, edited as they come and go.
/// </summary>
public sealed class SilenceReports(SilenceStore store, IChannel channel, LivePolicy policy, ILogger<SilenceReports> log)
{
    /// <summary>Of more than these only how many there are is remembered.</summary>
    private const int MostKept = 200;

    /// <summary>A minute without metrics is nothing to be told of.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    public async Task DeliverAsync(ReapReport report, CancellationToken cancellationToken)
    {
        var stored = await store.GetAsync(cancellationToken);
        if (report.IsKnown) await KnownAsync(stored, report, cancellationToken);
        else await UnreadableAsync(stored, report, cancellationToken);
    }

    private async Task KnownAsync(StoredSilence stored, ReapReport report, CancellationToken cancellationToken)
    {
        var (before, clock) = (stored.Silence, new Clock(report.At, policy.Now.TimeZone));
        ImmutableArray<string> silent = [.. report.Silent.Select(one => one.Machine.Id.Value).Order(StringComparer.Ordinal).Take(MostKept)];
        if (before.UnreadableSince is null && silent.SequenceEqual(before.Machines)) return;
        if (before is { IsUnreadableTold: true, UnreadableSince: { } unreadable }
            && !await ShowAsync($"unreadable-{Stamp(unreadable)}", SilenceCard.Readable(unreadable, clock), cancellationToken)) return;
        var since = silent.IsEmpty ? (DateTimeOffset?)null : before.Since ?? report.At;
        if (!silent.SequenceEqual(before.Machines)
            && !await ShowAsync($"silent-{Stamp(before.Since ?? report.At)}", SilenceCard.Build(report.Silent, clock), cancellationToken)) return;
        await store.KeepAsync(stored, new Silence(since, silent, null, false), cancellationToken);
    }

    private async Task UnreadableAsync(StoredSilence stored, ReapReport report, CancellationToken cancellationToken)
    {
        var before = stored.Silence;
        var since = before.UnreadableSince ?? report.At;
        var isDue = !before.IsUnreadableTold && report.At - since >= Patience;
        var clock = new Clock(report.At, policy.Now.TimeZone);
        if (isDue && !await ShowAsync($"unreadable-{Stamp(since)}", SilenceCard.Unreadable(since, clock), cancellationToken)) return;
        if (before.UnreadableSince is null || isDue)
            await store.KeepAsync(stored, before with { UnreadableSince = since, IsUnreadableTold = isDue || before.IsUnreadableTold }, cancellationToken);
    }

    private Task<bool> ShowAsync(string key, Card card, CancellationToken cancellationToken) =>
        channel.ShowAsync(policy.Now.Admins, key, card, log, cancellationToken);

    private static string Stamp(DateTimeOffset at) => $"{at.UtcDateTime:yyyyMMddHHmmss}";
}
