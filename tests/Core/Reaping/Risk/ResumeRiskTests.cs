using System.Text.Json;
using ChatOps.Core.Reaping.Risk;
using FsCheck;
using FsCheck.Fluent;

namespace ChatOps.Tests.Core.Reaping.Risk;

public sealed class ResumeRiskTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
    private static readonly ResumeRiskPolicy Policy = ResumeRiskPolicy.Default;

    /// <summary>A machine that is idle for ten minutes, was used now and then, and has no past.</summary>
    private static readonly Known Nothing = new(10, 4, IdleHabits.None, IdleHabits.None);

    private static readonly Dictionary<string, (Known Known, bool MoreLikely)> Different = new()
    {
        ["its idle runs used to end soon"] = (Nothing with { Machine = Ran(15, 12) }, true),
        ["its idle runs used to last for days"] = (Nothing with { Machine = Ran(3 * 24 * 60, 12) }, false),
        ["its blueprint's idle runs used to end soon"] = (Nothing with { Blueprint = Ran(15, 50) }, true),
        ["its blueprint's idle runs used to last for days"] = (Nothing with { Blueprint = Ran(3 * 24 * 60, 50) }, false),
        ["it used to be used at this hour"] = (Nothing with { Machine = Seen(true) }, true),
        ["it never was used at this hour"] = (Nothing with { Machine = Seen(false) }, false),
        ["it was used a lot of late"] = (Nothing with { Used = 20 }, true),
        ["it was hardly used of late"] = (Nothing with { Used = 1 }, false),
        ["it is idle for longer"] = (Nothing with { Minutes = 120 }, false),
    };

    public static TheoryData<string> Differences => [.. Different.Keys];

    private static readonly Arbitrary<Known> Any = Gen.Choose(0, 3_000).SelectMany(minutes => Gen.Choose(0, 36).SelectMany(used =>
        Gen.Choose(1, 10_000).SelectMany(machine => Gen.Choose(1, 10_000).Select(blueprint =>
            new Known(minutes, used, Ran(machine, machine % 9), Ran(blueprint, blueprint % 70)))))).ToArbitrary();

    [Theory]
    [MemberData(nameof(Differences))]
    public void Use_is_more_or_less_likely_to_resume_when(string what)
    {
        var (known, more) = Different[what];
        Assert.Equal(more, known.Risk(Policy).Probability > Nothing.Risk(Policy).Probability);
    }

    [Theory]
    [MemberData(nameof(Differences))]
    public void A_warning_is_due_no_later_where_use_of_the_machine_is_less_likely(string what)
    {
        var (known, more) = Different[what];
        // What a blueprint does also says how much an interruption counts.
        if (more || known.Minutes != Nothing.Minutes || known.Blueprint != Nothing.Blueprint) return;
        Assert.True(known.Risk(Policy).Window <= Nothing.Risk(Policy).Window);
    }

    [Fact]
    public void What_is_abandoned_is_warned_of_after_the_shortest_window() => Assert.Equal(Policy.MinimumWindow,
        new Known(5, 0, Seen(false) with { Runs = Ran(3 * 24 * 60, 50).Runs }, IdleHabits.None).Risk(Policy).Window);

    [Fact]
    public void Where_machines_are_seldom_idle_for_long_an_interruption_counts_less() =>
        Assert.True(Nothing.Risk(Policy).Risked > (Nothing with { Blueprint = Ran(15, 50) }).Risk(Policy).Risked);

    [Fact]
    public void What_was_busy_of_late_is_held_back() =>
        Assert.True(new Known(30, 20, IdleHabits.None, IdleHabits.None).Risk(Policy).Window > TimeSpan.FromMinutes(30));

    [Fact]
    public void Nothing_is_held_back_for_longer_than_the_longest_window() =>
        Assert.Equal(Policy.LongestWindow, new Known(6 * 60, 0, Ran(400, 50), Ran(400, 50)).Risk(Policy).Window);

    [Fact]
    public void Switched_off_the_normal_window_holds_for_all() =>
        Assert.Equal(Policy.NormalWindow, new Known(5, 20, Ran(15, 9), Ran(15, 9)).Risk(Policy with { Enabled = false }).Window);

    [Fact]
    public void A_probability_is_one() => Hold(known => known.Risk(Policy).Probability is >= 0 and <= 1);

    [Fact]
    public void A_window_is_within_the_shortest_and_the_longest() =>
        Hold(known => known.Risk(Policy).Window is var window && window >= Policy.MinimumWindow && window <= Policy.LongestWindow);

    [Fact]
    public void More_use_of_late_never_makes_use_less_likely() => Hold(known =>
        (known with { Used = known.Used + 1 }).Risk(Policy).Probability >= known.Risk(Policy).Probability);

    // As far as lengths are told apart: from half an hour on, a bin is wider than what is soon.
    [Fact]
    public void One_more_run_that_ended_soon_never_makes_use_less_likely() => Hold(known =>
    {
        var brief = known with { Minutes = known.Minutes % 25 };
        var learned = brief with { Machine = brief.Machine.Learn(TimeSpan.FromMinutes(brief.Minutes + 15), Noon, Policy.SessionHalfLife) };
        return learned.Risk(Policy).Probability >= brief.Risk(Policy).Probability - 1e-6;
    });

    [Fact]
    public void What_may_be_risked_grows_from_low_to_high()
    {
        Assert.Equal(Policy.Low, Policy.Allowed(TimeSpan.Zero), 9);
        Assert.Equal(Policy.Low, Policy.Allowed(Policy.MinimumWindow), 9);
        Assert.InRange(Policy.Allowed(TimeSpan.FromHours(1)), Policy.Low, Policy.High);
        Assert.Equal(Policy.High, Policy.Allowed(Policy.LongestWindow * 2), 9);
    }

    [Fact]
    public void The_evidence_has_its_numbers() => Assert.StartsWith(
        "use resumes within 30 min with ", Nothing.Risk(Policy).Evidence, StringComparison.Ordinal);

    [Fact]
    public void Habits_come_back_from_JSON_as_they_were()
    {
        var habits = Ran(90, 7).Saw(Noon, true, Policy.HalfLife);
        var json = JsonSerializer.Serialize(habits, IdleHabitsJson.Default.IdleHabits);
        var back = JsonSerializer.Deserialize(json, IdleHabitsJson.Default.IdleHabits);
        Assert.Equal(habits.Runs.Weights, back?.Runs.Weights);
        Assert.Equal(habits.Day.Used, back?.Day.Used);
        Assert.Equal((habits.Runs.At, habits.Day.At), (back?.Runs.At, back?.Day.At));
        Assert.InRange(json.Length, 1, 2_000);
    }

    private static void Hold(Func<Known, bool> property) => Check.One(Config.QuickThrowOnFailure, Prop.ForAll(Any, property));

    private static IdleHabits Ran(int minutes, int times) => Enumerable.Range(0, times).Aggregate(
        IdleHabits.None, (habits, _) => habits.Learn(TimeSpan.FromMinutes(minutes), Noon, Policy.HalfLife));

    private static IdleHabits Seen(bool used) => Enumerable.Range(1, 20).Aggregate(
        IdleHabits.None, (habits, day) => habits.Saw(Noon - TimeSpan.FromDays(day), used, Policy.HalfLife));

    /// <param name="Minutes">For which it is idle.</param>
    /// <param name="Used">Of the last 36 spans of five minutes.</param>
    private sealed record Known(int Minutes, int Used, IdleHabits Machine, IdleHabits Blueprint)
    {
        public ChatOps.Core.Reaping.Risk.Risk Risk(ResumeRiskPolicy policy)
        {
            var run = new IdleRun { Now = Noon, Since = Noon - TimeSpan.FromMinutes(Minutes), RecentBins = 36, RecentUsed = Used };
            return ResumeRisk.Of(run, Machine, IdleHabits.None, Blueprint, policy);
        }
    }
}
