using ChatOps.Core.Machines;

namespace ChatOps.Tests.Core.Machines.Phases;

/// <summary>cloud-init first, then the extensions in their order: together they would fight over apt.</summary>
public sealed class SoftwareTests
{
    private static readonly Situation Installing = Situations.In(Phase.Validating, "jupyter-a10");
    private static readonly Situation Extending = Installing.But(m => m.Enter(Stage.Extensions, m.PhaseSince)).Seeing((SeenRun?)null);

    [Theory]
    [InlineData(RunState.Unknown)]
    [InlineData(RunState.Pending)]
    [InlineData(RunState.Running)]
    public void Installs_no_extension_before_cloud_init_has_ended(RunState state) =>
        Assert.Empty(Installing.Seeing(Situations.Run(state, "install-1")).Decide().Effects);

    [Fact]
    public void Asks_again_for_a_run_that_is_not_there() =>
        Assert.Equal([MachineScripts.AwaitSoftwareOn(Installing.Machine)], Installing.Seeing((SeenRun?)null).Decide().Effects);

    [Fact]
    public void Gives_up_when_cloud_init_does_not_end() =>
        Assert.StartsWith("It took longer than 1 h and was given up.", Installing.After(Waits.SoftwareLimit).Decide().Machine.Failure?.Summary);

    [Fact]
    public void Gives_up_when_the_run_never_appears() =>
        Assert.StartsWith("It took longer than 1 h", Installing.Seeing((SeenRun?)null).After(Waits.SoftwareLimit).Decide().Machine.Failure?.Summary);

    [Theory]
    [InlineData(RunState.Succeeded, 1)]
    [InlineData(RunState.Failed, 1)]
    [InlineData(RunState.TimedOut, null)]
    [InlineData(RunState.Canceled, null)]
    public void Fails_with_the_last_lines_when_the_installation_fails(RunState state, int? exitCode)
    {
        var step = Installing.Seeing(Situations.Run(state, "install-1", "no space left\n", exitCode)).Decide();

        Assert.Equal(new Failure("Installing the environment failed on the machine.", "no space left"), step.Machine.Failure);
    }

    [Fact]
    public void Says_so_when_a_failed_installation_printed_nothing() =>
        Assert.Equal("TimedOut, without any output", Installing.Seeing(Situations.Run(RunState.TimedOut, "install-1")).Decide().Machine.Failure?.Output);

    [Fact]
    public void Installs_the_driver_before_the_sign_in()
    {
        var step = Installing.Seeing(Situations.Run(RunState.Succeeded, "install-1", exitCode: 0)).Decide();

        Assert.Equal("gpu-driver", Installed(step));
        Assert.Equal(Stage.Extensions, step.Machine.CurrentStage);
        Assert.Equal([EventKind.SoftwareInstalled], step.Kinds());
    }

    [Fact]
    public void Installs_the_sign_in_when_the_driver_is_there() =>
        Assert.Equal("entra-ssh", Installed(Extended(("gpu-driver", ProvisioningState.Succeeded)).Decide()));

    [Fact]
    public void Installs_no_driver_where_the_image_brings_it() =>
        Assert.Equal("entra-ssh", Installed(Situations.In(Phase.Validating).Seeing(Situations.Run(RunState.Succeeded, "install-1", exitCode: 0)).Decide()));

    [Theory]
    [InlineData(ProvisioningState.Creating)]
    [InlineData(ProvisioningState.Updating)]
    public void Installs_one_extension_at_a_time(ProvisioningState state) => Assert.Empty(Extended(("gpu-driver", state)).Decide().Effects);

    [Fact]
    public void Asks_again_for_an_extension_that_is_not_there() => Assert.Equal("gpu-driver", Installed(Extended().Decide()));

    [Theory]
    [InlineData("gpu-driver", ProvisioningState.Failed, "Setting up the GPU driver failed on the machine.")]
    [InlineData("entra-ssh", ProvisioningState.Canceled, "Setting up sign-in with Entra failed on the machine.")]
    public void Fails_when_an_extension_fails(string name, ProvisioningState state, string summary)
    {
        var step = Extended(("gpu-driver", ProvisioningState.Succeeded), (name, state))
            .Seeing(vm => vm with { Extensions = [.. vm.Extensions.Reverse().DistinctBy(e => e.Name)] })
            .Decide();

        Assert.Equal(new Failure(summary, $"{name} said this"), step.Machine.Failure);
    }

    [Fact]
    public void Gives_up_when_an_extension_does_not_end() =>
        Assert.StartsWith(
            "It took longer than 45 min",
            Extended(("gpu-driver", ProvisioningState.Creating)).After(Waits.ExtensionsLimit).Decide().Machine.Failure?.Summary);

    [Fact]
    public void Gives_up_when_an_extension_never_appears() =>
        Assert.StartsWith("It took longer than 45 min", Extended().After(Waits.ExtensionsLimit).Decide().Machine.Failure?.Summary);

    [Fact]
    public void Runs_the_checks_when_all_is_set_up()
    {
        var step = Extended(("gpu-driver", ProvisioningState.Succeeded), ("entra-ssh", ProvisioningState.Succeeded)).Decide();

        Assert.Equal("checks-1", Assert.IsType<Effect.RunOnMachine>(Assert.Single(step.Effects)).Name);
        Assert.Equal((Phase.Validating, Stage.Checks), (step.Machine.Phase, step.Machine.CurrentStage));
        Assert.Empty(step.Notices());
    }

    private static Situation Extended(params (string Name, ProvisioningState State)[] seen) =>
        Extending.Seeing(vm => vm with { Extensions = [.. seen.Select(e => new SeenExtension(e.Name, e.State, $"{e.Name} said this"))] });

    private static string Installed(Step step) => Assert.IsType<Effect.InstallExtension>(Assert.Single(step.Effects)).Extension.Name;
}
