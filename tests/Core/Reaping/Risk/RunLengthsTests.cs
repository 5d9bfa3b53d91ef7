using ChatOps.Core.Reaping.Risk;
using FsCheck;
using FsCheck.Fluent;

namespace ChatOps.Tests.Core.Reaping.Risk;

public sealed class RunLengthsTests
{
    private static readonly DateTimeOffset Monday = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    private static readonly Arbitrary<(int Minutes, int Day)[]> Lessons =
        Gen.ArrayOf(Gen.Choose(1, 30_000).SelectMany(minutes => Gen.Choose(0, 30).Select(day => (minutes, day)))).ToArbitrary();

    [Fact]
    public void Every_run_is_longer_than_nothing() => Assert.Equal(2, Learn((5, 0), (60, 0)).Beyond(TimeSpan.Zero, Monday, Week), 6);

    [Fact]
    public void A_run_is_longer_than_less_and_not_than_more()
    {
        var runs = Learn((60, 0));
        Assert.Equal(1, runs.Beyond(TimeSpan.FromMinutes(40), Monday, Week), 6);
        Assert.Equal(0, runs.Beyond(TimeSpan.FromMinutes(90), Monday, Week), 6);
    }

    [Fact]
    public void What_is_shorter_than_five_minutes_is_no_run() => Assert.Equal(0, Learn((4, 0)).Beyond(TimeSpan.Zero, Monday, Week));

    [Fact]
    public void A_run_of_years_is_in_the_last_bin() => Assert.Equal(1, Learn((2_000_000, 0)).Beyond(TimeSpan.FromDays(10), Monday, Week), 6);

    [Fact]
    public void After_a_half_life_a_run_counts_half() => Assert.Equal(0.5, Learn((60, 0)).Beyond(TimeSpan.Zero, Monday + Week, Week), 6);

    [Fact]
    public void An_old_run_learned_late_counts_as_if_it_had_been_learned_in_time() =>
        Assert.Equal(Learn((60, 0), (5, 7)).Weights, Learn((5, 7), (60, 0)).Weights);

    [Fact]
    public void The_order_in_which_runs_are_learned_does_not_matter() => Hold(lessons =>
    {
        var (there, back) = (Learn(lessons), Learn([.. lessons.Reverse()]));
        return there.Weights.Zip(back.Weights).All(pair => Math.Abs(pair.First - pair.Second) < 1e-6);
    });

    [Fact]
    public void The_longer_the_rarer() => Hold(lessons =>
    {
        var (runs, now) = (Learn(lessons), Monday + TimeSpan.FromDays(30));
        var beyond = Enumerable.Range(1, 200).Select(i => runs.Beyond(TimeSpan.FromMinutes(i * 20), now, Week)).ToList();
        return beyond.Zip(beyond.Skip(1)).All(pair => pair.First >= pair.Second - 1e-9 && pair.Second >= 0);
    });

    private static void Hold(Func<(int Minutes, int Day)[], bool> property) => Check.One(Config.QuickThrowOnFailure, Prop.ForAll(Lessons, property));

    private static RunLengths Learn(params (int Minutes, int Day)[] lessons) => lessons.Aggregate(RunLengths.None,
        (runs, lesson) => runs.Learn(TimeSpan.FromMinutes(lesson.Minutes), Monday + TimeSpan.FromDays(lesson.Day), Week));
}
