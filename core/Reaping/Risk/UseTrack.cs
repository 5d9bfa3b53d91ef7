using System.Collections.Immutable;
using System.Diagnostics;
using System.Numerics;
using ChatOps.Core.Metrics;

namespace ChatOps.Core.Reaping.Risk;

/// <summary>What one machine did up to some moment, bin by bin: whether it is in use, since when, and how often it was lately.</summary>
public sealed record UseTrack
{
    private const int MostBins = 36;

    /// <summary>What is unknown for longer is no idle run, and no end of one.</summary>
    private static readonly TimeSpan LongestGap = TimeSpan.FromHours(2);

    /// <summary>What was longer ago while it was off is not gone through any more.</summary>
    private static readonly TimeSpan Forgotten = TimeSpan.FromDays(14);

    /// <summary>Up to where its bins were looked at.</summary>
    public required DateTimeOffset At { get; init; }
    /// <summary>In its newest bin.</summary>
    public required bool IsUsed { get; init; }
    /// <summary>Since when that is so.</summary>
    public required DateTimeOffset Since { get; init; }
    /// <summary>Whether it has been in use at all; before that it is being set up, and how long that takes says nothing of idle runs.</summary>
    public bool WasUsed { get; init; }
    /// <summary>The last three hours, a bit a bin, the newest lowest.</summary>
    public ulong Recent { get; init; }
    /// <summary>How many of these were looked at.</summary>
    public int RecentBins { get; init; }
    /// <summary>Whether there was use in the half hour that <see cref="At"/> is in.</summary>
    public bool SlotUsed { get; init; }

    public int RecentUsed => BitOperations.PopCount(Recent);

    /// <summary>Goes on with what was measured since.</summary>
    /// <param name="before">Null for a machine that is new.</param>
    /// <param name="since">Since when it has been running.</param>
    /// <param name="lessons">What there is to learn from it.</param>
    public static UseTrack? See(UseTrack? before, MachineUse use, IdleSettings settings, DateTimeOffset since, out ImmutableArray<UseLesson> lessons)
    {
        var (track, learned) = (before, ImmutableArray.CreateBuilder<UseLesson>());
        for (var i = 0; i < use.Bins.Length;)
        {
            var (begin, used) = (use.Bins[i].Begin, false);
            for (; i < use.Bins.Length && use.Bins[i].Begin == begin; i++) used |= use.Bins[i].IsUse(settings);
            // The last one is still being filled.
            if (begin + use.BinLength > use.LastSampleAt + TimeSpan.FromMinutes(1) || begin < track?.At) continue;
            // While it ran unheard for long, nobody knows.
            if (track is null || begin - track.At > LongestGap && since <= track.At)
                track = new UseTrack { At = begin, IsUsed = used, Since = begin };
            // While it was off, or unheard for a little, nothing was used.
            for (var at = Later(track.At, begin - Forgotten); at < begin; at += use.BinLength) track = track.Pass(at, use.BinLength, used: false, learned);
            track = track.Pass(begin, use.BinLength, used, learned);
        }
        lessons = learned.ToImmutable();
        return track;
    }

    /// <summary>Null while it is in use.</summary>
    public IdleRun? Run(DateTimeOffset runningSince, DateTimeOffset now) => IsUsed || now < Since
        ? null
        : new IdleRun { Now = now, Since = Later(Since, runningSince), RecentBins = RecentBins, RecentUsed = RecentUsed };

    private UseTrack Pass(DateTimeOffset begin, TimeSpan length, bool used, ImmutableArray<UseLesson>.Builder learned)
    {
        if (used && !IsUsed && WasUsed) learned.Add(new UseLesson.RunEnded(begin - Since, begin));
        var (slot, slotUsed) = (Slot(begin), SlotUsed || used);
        var isOver = Slot(begin + length) != slot;
        if (isOver) learned.Add(new UseLesson.HalfHour(slot, slotUsed));
        return new UseTrack
        {
            At = begin + length,
            IsUsed = used,
            Since = used == IsUsed ? Since : begin,
            WasUsed = WasUsed || used,
            Recent = ((Recent << 1) | (used ? 1UL : 0)) & ((1UL << MostBins) - 1),
            RecentBins = Math.Min(MostBins, RecentBins + 1),
            SlotUsed = !isOver && slotUsed,
        };
    }

    private static DateTimeOffset Slot(DateTimeOffset at) => new(at.UtcTicks - at.UtcTicks % DayProfile.Slot.Ticks, TimeSpan.Zero);

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}

/// <summary>Something to be learned of how a machine is used.</summary>
public abstract record UseLesson
{
    /// <summary>Use has ended an idle run.</summary>
    public sealed record RunEnded(TimeSpan Length, DateTimeOffset At) : UseLesson;

    /// <summary>Half an hour has passed.</summary>
    /// <param name="Used">Was there any use in it.</param>
    public sealed record HalfHour(DateTimeOffset Begin, bool Used) : UseLesson;

    private UseLesson() { }

    /// <param name="runHalfLife">Of the lengths of idle runs.</param>
    /// <param name="dayHalfLife">Of the hours of use.</param>
    public IdleHabits LearnedBy(IdleHabits habits, TimeSpan runHalfLife, TimeSpan dayHalfLife) => this switch
    {
        RunEnded ended => habits.Learn(ended.Length, ended.At, runHalfLife),
        HalfHour half => habits.Saw(half.Begin, half.Used, dayHalfLife),
        _ => throw new UnreachableException(),
    };
}
