using ChatOps.Core.Machines;

namespace ChatOps.Tests.Core.Machines.Phases;

/// <summary>Ready means proven: Running is announced only after the checks have run on the machine and passed.</summary>
public sealed class ChecksTests
{
    private const string Passed =
        """{"checks": [{"name": "driver", "passed": true, "seconds": 1.5, "output": "580"}, """
        + """{"name": "torch cuda", "passed": true, "seconds": 4, "output": "True"}]}""";
    private const string Failed =
        """{"checks": [{"name": "driver", "passed": true, "seconds": 1.5, "output": "580"}, """
        + """{"name": "torch cuda", "passed": false, "seconds": 4, "output": "False"}]}""";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Announces_Running_when_all_have_passed(int start)
    {
        var step = Ended(Passed, start: start).Decide();

        Assert.Equal(Phase.Running, step.Machine.Phase);
        Assert.Equal([Notice.Ready], step.Notices());
        Assert.Equal([EventKind.ChecksPassed, EventKind.Running], step.Kinds());
        Assert.Equal("2 checks passed on the machine", step.Events[0].Text);
    }

    [Fact]
    public void Begins_the_lease_when_it_runs()
    {
        var machine = Ended(Passed).Decide().Machine;

        Assert.Equal(Situations.Now, machine.RunningSince);
        Assert.Equal(Situations.Now.AddHours(4), machine.LeaseEndsAt);
    }

    [Fact]
    public void Forgets_an_old_failure_when_it_runs() =>
        Assert.Null(Ended(Passed).But(m => m with { Failure = new Failure("No room.") }).Decide().Machine.Failure);

    [Fact]
    public void Clears_its_run_commands_away_when_it_runs() =>
        Assert.Equal(["install-2", "checks-2"], Assert.IsType<Effect.DeleteRuns>(Assert.Single(Ended(Passed, start: 2).Decide().Effects)).Names);

    [Fact]
    public void Keeps_what_the_checks_said() => Assert.Equal(
        [new CheckResult("driver", true, 1.5, "580"), new CheckResult("torch cuda", true, 4, "True")], Ended(Passed).Decide().Machine.Checks);

    [Theory]
    [InlineData(RunState.Unknown)]
    [InlineData(RunState.Pending)]
    [InlineData(RunState.Running)]
    public void Announces_nothing_while_they_run(RunState state)
    {
        var step = Situations.Checking().Seeing(Situations.Run(state, "checks-1", Passed)).Decide();

        Assert.Equal((Phase.Validating, Waits.Soon), (step.Machine.Phase, step.Wait()));
        Assert.Empty(step.Effects);
    }

    [Fact]
    public void Asks_again_for_a_run_that_is_not_there() =>
        Assert.Equal([MachineScripts.VerifyOn(Situations.Checking().Machine)], Situations.Checking().Seeing((SeenRun?)null).Decide().Effects);

    [Fact]
    public void Gives_up_when_they_do_not_end() =>
        Assert.StartsWith("It took longer than 30 min", Situations.Checking().After(Waits.ChecksLimit).Decide().Machine.Failure?.Summary);

    [Fact]
    public void Gives_up_when_the_run_never_appears() =>
        Assert.StartsWith(
            "It took longer than 30 min",
            Situations.Checking().Seeing((SeenRun?)null).After(Waits.ChecksLimit).Decide().Machine.Failure?.Summary);

    [Fact]
    public void Fails_with_what_the_failed_check_printed()
    {
        var step = Ended(Failed, exitCode: 1).Decide();

        Assert.Equal((Phase.Failed, Wanted.Deleted), (step.Machine.Phase, step.Machine.Wanted));
        Assert.Equal(new Failure("Check \"torch cuda\" failed on the machine.", "False"), step.Machine.Failure);
        Assert.Equal([Notice.Failed], step.Notices());
    }

    [Theory]
    [InlineData("Traceback (most recent call last)")]
    [InlineData("""{"checks": []}""")]
    [InlineData("""{"other": true}""")]
    [InlineData("null")]
    [InlineData("""{"checks": [{"name": "driver", "pas""")]
    public void Fails_on_output_that_proves_nothing(string output) =>
        Assert.Equal(new Failure("The checks could not be run on the machine.", output), Ended(output).Decide().Machine.Failure);

    [Theory]
    [InlineData(RunState.Failed, 1)]
    [InlineData(RunState.TimedOut, null)]
    [InlineData(RunState.Canceled, null)]
    public void Fails_when_they_could_not_be_run(RunState state, int? exitCode) => Assert.Equal(
        new Failure("The checks could not be run on the machine.", $"{state}, without any output"),
        Situations.Checking().Seeing(Situations.Run(state, "checks-1", "", exitCode)).Decide().Machine.Failure);

    [Theory]
    [InlineData(RunState.Succeeded, 1)]
    [InlineData(RunState.Failed, 1)]
    [InlineData(RunState.TimedOut, null)]
    public void Believes_no_run_that_ended_badly(RunState state, int? exitCode) =>
        Assert.Equal(Phase.Failed, Situations.Checking().Seeing(Situations.Run(state, "checks-1", Passed, exitCode)).Decide().Machine.Phase);

    // By now its disks hold somebody's work.
    [Fact]
    public void Keeps_the_disks_of_a_started_machine_that_fails_them()
    {
        var step = Ended(Failed, start: 2, exitCode: 1).Decide();

        Assert.Equal((Phase.Stopping, Wanted.Stopped), (step.Machine.Phase, step.Machine.Wanted));
        Assert.Equal([new Effect.DeallocateVm()], step.Effects);
        Assert.Equal([Notice.StartFailed], step.Notices());
        Assert.Equal("Check \"torch cuda\" failed on the machine.", step.Machine.Failure?.Summary);
    }

    [Fact]
    public void Keeps_the_disks_of_a_started_machine_whose_blueprint_is_gone() =>
        Assert.Equal((Phase.Stopping, Wanted.Stopped), Outcome(Situations.Checking(start: 2).WithoutBlueprint()));

    [Theory]
    [InlineData(FaultKind.Denied)]
    [InlineData(FaultKind.Invalid)]
    public void Keeps_the_disks_of_a_started_machine_that_may_not_be_looked_at(FaultKind kind) =>
        Assert.Equal((Phase.Stopping, Wanted.Stopped), Outcome(Situations.Checking(start: 2).Unseen(kind)));

    [Fact]
    public void Are_called_off_by_a_stop_after_a_start()
    {
        var step = Ended(Passed, start: 2).Wanting(Wanted.Stopped).Decide();

        Assert.Equal(Phase.Stopping, step.Machine.Phase);
        Assert.Equal([new Effect.DeallocateVm()], step.Effects);
        Assert.Empty(step.Notices());
    }

    private static Situation Ended(string output, int start = 1, int exitCode = 0) =>
        Situations.Checking(start).Seeing(Situations.Run(exitCode == 0 ? RunState.Succeeded : RunState.Failed, $"checks-{start}", output, exitCode));

    private static (Phase, Wanted) Outcome(Situation s) => (s.Decide().Machine.Phase, s.Decide().Machine.Wanted);
}
