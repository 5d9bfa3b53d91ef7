using ChatOps.Core.Machines;

namespace ChatOps.Tests.Core.Machines.Phases;

/// <summary>Somebody started it in the portal and may be using it (invariant 5).</summary>
public sealed class StartedOutsideTests
{
    private static readonly Situation Failing = Situations.Checking(start: 2)
        .But(m => m with { StartedOutside = true })
        .Seeing(Situations.Run(
            RunState.Failed, "checks-2", """{"checks":[{"name":"mounts","passed":false,"seconds":1,"output":"exit code 1"}]}""", exitCode: 1));

    [Fact]
    public void Is_remembered_until_it_runs()
    {
        var adopted = Situations.In(Phase.Stopped).Seeing(PowerState.Running).Decide();

        Assert.True(adopted.Machine.StartedOutside);
        Assert.Equal([EventKind.StartedOutside, EventKind.StartStarted], adopted.Kinds());
    }

    [Fact]
    public void Is_left_running_when_a_check_fails()
    {
        var step = Failing.Decide();

        Assert.Equal((Phase.Running, Wanted.Running), (step.Machine.Phase, step.Machine.Wanted));
        Assert.Empty(step.Effects);
        Assert.Equal([Notice.StartedOutside], step.Notices());
    }

    [Fact]
    public void Gets_a_lease_like_any_other() => Assert.Equal(Failing.Now + Failing.Machine.LeaseLength, Failing.Decide().Machine.LeaseEndsAt);

    [Fact]
    public void Is_stopped_when_a_check_fails_after_a_start_of_ours() =>
        Assert.Equal(Phase.Stopping, Failing.But(m => m with { StartedOutside = false }).Decide().Machine.Phase);
}
