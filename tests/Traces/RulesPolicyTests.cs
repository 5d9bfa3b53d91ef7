using ChatOps.Core.People;
using ChatOps.Simulation.Traces;

namespace ChatOps.Tests.Traces;

/// <summary>The product's rules behind the same instrument as everybody else's.</summary>
public sealed class RulesPolicyTests
{
    private static readonly ResumeRules Off = new() { Enabled = false };

    [Fact]
    public void Without_the_risk_it_is_half_an_hour_ten_minutes_of_grace_and_the_next_look()
    {
        var outcome = Drawn.Play(new RulesPolicy(Off, "ours"), 60, -600);
        Assert.Equal((1, 0), (outcome.Stops, outcome.InUse));
        Assert.InRange(600 - outcome.Off, 40, 46);
    }

    [Fact]
    public void Use_within_the_grace_calls_it_off() => Assert.Equal(0, Drawn.Play(new RulesPolicy(Off, "ours"), 60, -38, 60, -20).Stops);

    [Fact]
    public void Its_first_quarter_of_an_hour_is_left_alone()
    {
        var outcome = Drawn.Play(new RulesPolicy(ResumeRules.None, "ours"), 1, -600);
        Assert.InRange(600 - outcome.Off, 24, 360);
    }

    [Fact]
    public void It_never_stops_in_use()
    {
        var random = new Random(1);
        var series = Enumerable.Range(0, 10).Select(i => Drawn.Named($"{i}", 50, [.. Enumerable.Range(0, 60).Select(j =>
            j % 2 == 0 ? random.Next(1, 9) : -(int)Math.Pow(2, random.NextDouble() * 9))])).ToList();
        Assert.Equal(0, ReplayOutcome.Sum(Replayer.Play(series, new RulesPolicy(ResumeRules.None, "ours"))).InUse);
    }
}
