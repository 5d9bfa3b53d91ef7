using System.Collections.Immutable;
using System.Numerics;
using ChatOps.Core.Metrics;

namespace ChatOps.Core.Reaping.Risk;

/// <summary>What one machine did up to some moment, bin by bin: whether it is in use, since when, and how often it was lately.</summary>
public sealed record UseTrack
{
    private const int MostBins = 36;

    /// <summary>What is unknown for longer is no idle run, and no end of one.</summary>
    private static readonly TimeSpan LongestGap = TimeSpan.FromHours(2);

    /// <summary>Up to where its bins were looked at.</summary>
    public required DateTimeOffset At { get; init; }
    /// <summary>In its newest bin.</summary>
    public required bool IsUsed { get; init; }
    /// <summary>Since when that is so.</summary>
    public required DateTimeOffset Since { get; init; }
    /// <summary>When the use began that ended at <see cref="Since"/>; of one that is in use, or never was, the same.</summary>
    public required DateTimeOffset UsedFrom { get; init; }
    /// <summary>The last three hours, a bit a bin, the newest lowest.</summary>
    public ulong Recent { get; init; }
    /// <summary>How many of these were looked at.</summary>
    public int RecentBins { get; init; }

    public int RecentUsed => BitOperations.PopCount(Recent);

    /// <summary>Goes on with what was measured since.</summary>
    /// <param name="before">Null for a machine that is new.</param>
    /// <param name="since">Since when it has been running.</param>
    /// <param name="ended">The idle runs that use has ended.</param>
    public static UseTrack? See(UseTrack? before, MachineUse use, IdleSettings settings, DateTimeOffset since, out ImmutableArray<EndedRun> ended)
    {
        var (track, runs) = (before, ImmutableArray.CreateBuilder<EndedRun>());
        for (var i = 0; i < use.Bins.Length;)
        {
            var (begin, used) = (use.Bins[i].Begin, false);
            for (; i < use.Bins.Length && use.Bins[i].Begin == begin; i++) used |= use.Bins[i].IsUse(settings);
            // The last one is still being filled.
            if (begin + use.BinLength > use.LastSampleAt + TimeSpan.FromMinutes(1) || begin < track?.At) continue;
            track = Next(track, begin, begin + use.BinLength, used, since, runs);
        }
        ended = runs.ToImmutable();
        return track;
    }

    private static UseTrack Next(
        UseTrack? track, DateTimeOffset begin, DateTimeOffset end, bool used, DateTimeOffset since, ImmutableArray<EndedRun>.Builder ended)
    {
        // While it was off, nothing was used. While it ran unheard, nobody knows.
        var isLost = track is not null && begin - track.At > LongestGap && since <= track.At;
        if (track is null || isLost)
            return new UseTrack { At = end, IsUsed = used, Since = begin, UsedFrom = begin, Recent = used ? 1UL : 0, RecentBins = 1 };
        var missed = (int)Math.Min(MostBins, (begin - track.At) / (end - begin));
        var bins = Math.Min(MostBins, track.RecentBins + missed + 1);
        var recent = ((track.Recent << missed << 1) | (used ? 1UL : 0)) & ((1UL << MostBins) - 1);
        var next = track with { At = end, Recent = recent, RecentBins = bins };
        if (used == track.IsUsed) return next;
        if (!used) return next with { IsUsed = false, UsedFrom = track.Since, Since = track.At };
        ended.Add(new EndedRun(track.UsedFrom, track.Since, begin));
        return next with { IsUsed = true, Since = begin, UsedFrom = begin };
    }

    /// <summary>Null while it is in use.</summary>
    public IdleRun? Run(DateTimeOffset runningSince, DateTimeOffset now) => IsUsed || now < Since
        ? null
        : new IdleRun { Now = now, Since = Since > runningSince ? Since : runningSince, RecentBins = RecentBins, RecentUsed = RecentUsed };
}

/// <summary>An idle run that use has ended.</summary>
/// <param name="UsedFrom">When the use before it began.</param>
/// <param name="Begin">When that ended.</param>
/// <param name="End">When it was used again.</param>
public sealed record EndedRun(DateTimeOffset UsedFrom, DateTimeOffset Begin, DateTimeOffset End)
{
    /// <summary>What is older is forgotten anyway.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(14);

    /// <summary>What there is to learn from it: how long it was, and at which times of the day there was use.</summary>
    /// <param name="runHalfLife">Of the lengths of idle runs.</param>
    /// <param name="dayHalfLife">Of the hours of use.</param>
    public IdleHabits LearnedBy(IdleHabits habits, TimeSpan runHalfLife, TimeSpan dayHalfLife)
    {
        var learned = habits.Learn(End - Begin, End, runHalfLife);
        var first = Floor(UsedFrom > End - Longest ? UsedFrom : End - Longest);
        for (var slot = first; slot < Floor(End); slot += DayProfile.Slot) learned = learned.Saw(slot, slot < Begin, dayHalfLife);
        return learned;
    }

    private static DateTimeOffset Floor(DateTimeOffset at) => new(at.UtcTicks - at.UtcTicks % DayProfile.Slot.Ticks, TimeSpan.Zero);
}
