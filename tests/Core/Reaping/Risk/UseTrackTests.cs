using System.Collections.Immutable;
using ChatOps.Core.Metrics;
using ChatOps.Core.Reaping.Risk;

namespace ChatOps.Tests.Core.Reaping.Risk;

/// <summary>What is remembered of a machine's use from pass to pass.</summary>
public sealed class UseTrackTests
{
    private static readonly DateTimeOffset Begin = new(2026, 11, 18, 8, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Bin = TimeSpan.FromMinutes(5);

    [Fact]
    public void Knows_since_when_it_is_idle_and_how_much_it_was_used_lately()
    {
        var (track, lessons) = See(null, "uuu...");
        Assert.Equal((false, Begin + (3 * Bin)), (track?.IsUsed, track?.Since));
        Assert.Equal((6, 3), (track?.RecentBins, track?.RecentUsed));
        Assert.Equal([new UseLesson.HalfHour(Begin, Used: true)], lessons);
    }

    [Fact]
    public void An_idle_run_ends_with_the_next_use()
    {
        var (track, lessons) = See(null, "uu....u");
        Assert.Equal([new UseLesson.RunEnded(4 * Bin, Begin + (6 * Bin))], lessons.OfType<UseLesson.RunEnded>());
        Assert.True(track?.IsUsed);
    }

    [Fact]
    public void Until_it_was_first_used_it_was_being_set_up_and_that_is_no_idle_run() =>
        Assert.Empty(See(null, "...u").Lessons.OfType<UseLesson.RunEnded>());

    [Fact]
    public void Bins_that_overlap_with_those_of_the_pass_before_count_once()
    {
        var (first, _) = See(null, "uu..");
        var (second, lessons) = See(first, "uu....u..");
        Assert.Equal((9, 3), (second?.RecentBins, second?.RecentUsed));
        Assert.Single(lessons.OfType<UseLesson.RunEnded>());
    }

    [Fact]
    public void A_bin_that_is_still_being_filled_waits_for_the_next_pass()
    {
        var use = Use("uu.", 0);
        var track = UseTrack.See(null, use with { LastSampleAt = use.LastSampleAt.AddMinutes(-3) }, IdleCase.Idle.Settings, Begin, out _);
        Assert.Equal((true, Begin + (2 * Bin)), (track?.IsUsed, track?.At));
    }

    [Fact]
    public void While_it_was_off_nothing_was_used()
    {
        var after = UseTrack.See(See(null, "uu").Track, Use("u", 100), IdleCase.Idle.Settings, Begin.AddHours(8), out var lessons);
        Assert.Equal((true, 36, 1), (after?.IsUsed, after?.RecentBins, after?.RecentUsed));
        Assert.Equal(new UseLesson.RunEnded(98 * Bin, Begin + (100 * Bin)), Assert.Single(lessons.OfType<UseLesson.RunEnded>()));
        Assert.Equal([true, .. Enumerable.Repeat(false, 15)], lessons.OfType<UseLesson.HalfHour>().Select(half => half.Used));
    }

    [Fact]
    public void While_it_ran_unheard_nobody_knows_and_nothing_is_learned()
    {
        var track = UseTrack.See(See(null, "uu.").Track, Use("u", 100), IdleCase.Idle.Settings, Begin.AddHours(-1), out var lessons);
        Assert.Empty(lessons);
        Assert.Equal((1, 1), (track?.RecentBins, track?.RecentUsed));
    }

    [Fact]
    public void A_run_is_that_of_the_machine_since_it_was_started_again()
    {
        var track = See(null, "uu....").Track;
        Assert.Equal(Begin + (2 * Bin), track?.Run(Begin, Begin + (6 * Bin))?.Since);
        Assert.Equal(Begin + (4 * Bin), track?.Run(Begin + (4 * Bin), Begin + (6 * Bin))?.Since);
        Assert.Null(See(null, "..u").Track?.Run(Begin, Begin + (3 * Bin)));
    }

    [Fact]
    public void Half_an_hour_is_used_if_any_of_it_is()
    {
        var (_, lessons) = See(null, "u................u");
        Assert.Equal([true, false, true], lessons.OfType<UseLesson.HalfHour>().Select(half => half.Used));
    }

    [Fact]
    public void What_is_learned_is_how_long_runs_are_and_in_which_hours_there_is_use()
    {
        var half = TimeSpan.FromDays(7);
        var habits = new UseLesson.RunEnded(TimeSpan.FromHours(2), Begin).LearnedBy(IdleHabits.None, half, half);
        Assert.Equal(1, habits.Runs.Beyond(TimeSpan.FromMinutes(90), Begin, half), 2);
        habits = new UseLesson.HalfHour(Begin, Used: true).LearnedBy(habits, half, half);
        Assert.Equal((1, 1), (habits.Day.Seen.Sum(), habits.Day.Used.Sum()));
    }

    private static (UseTrack? Track, ImmutableArray<UseLesson> Lessons) See(UseTrack? before, string bins)
    {
        var track = UseTrack.See(before, Use(bins, 0), IdleCase.Idle.Settings, Begin, out var lessons);
        return (track, lessons);
    }

    /// <param name="bins">A "u" for each with use.</param>
    /// <param name="from">Of which number the first is.</param>
    private static MachineUse Use(string bins, int from) => new()
    {
        Bins =
        [
            .. bins.Select((bin, i) => new UseBin
            {
                Begin = Begin + ((from + i) * Bin), Gpu = 0, Samples = 5, MaxUtilization = bin == 'u' ? 90 : 0, MeanUtilization = 0,
            }),
        ],
        BinLength = Bin,
        LastSampleAt = Begin + ((from + bins.Length) * Bin),
    };
}
