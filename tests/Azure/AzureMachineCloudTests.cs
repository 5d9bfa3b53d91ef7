using ChatOps.Core.Machines;

namespace ChatOps.Tests.Azure;

/// <summary>The real SDK against the stand-in over HTTP: what is done to a machine is seen of it.</summary>
public sealed class AzureMachineCloudTests
{
    [Fact]
    public async Task Sees_nothing_where_nothing_is()
    {
        await using var desk = await CloudDesk.OpenAsync();

        var seen = await desk.SeeAsync();

        Assert.Null(seen.Vm);
        Assert.Empty(seen.Leftovers);
    }

    [Fact]
    public async Task Sees_a_machine_being_made_and_then_run()
    {
        await using var desk = await CloudDesk.OpenAsync();
        await desk.DoAsync(new Effect.CreateVm(CloudDesk.PyTorch));

        var before = (await desk.SeeAsync()).Vm;
        desk.Time.Advance(CloudDesk.LongEnough);
        var after = (await desk.SeeAsync()).Vm;

        Assert.Equal((ProvisioningState.Creating, PowerState.Unknown), (before?.Provisioning, before?.Power));
        Assert.Equal((ProvisioningState.Succeeded, PowerState.Running), (after?.Provisioning, after?.Power));
        Assert.EndsWith($"/virtualMachines/{CloudDesk.Machine.ResourceName}", after?.Id, StringComparison.Ordinal);
        Assert.Single(after?.NicIds ?? []);
    }

    [Fact]
    public async Task Making_the_same_machine_twice_makes_no_twin()
    {
        await using var desk = await CloudDesk.WithMachineAsync();

        Assert.Equal(FaultKind.Conflict, (await desk.RefusedAsync(new Effect.CreateVm(CloudDesk.PyTorch))).Kind);
        Assert.Single(desk.StandIn.State.Vms);
    }

    [Fact]
    public async Task Sees_an_extension_being_installed()
    {
        await using var desk = await CloudDesk.WithMachineAsync();
        await desk.DoAsync(new Effect.InstallExtension(Extensions.For(CloudDesk.PyTorch).First()));

        var before = (await desk.SeeAsync()).Vm?.Extensions.Single();
        desk.Time.Advance(CloudDesk.LongEnough);
        var after = (await desk.SeeAsync()).Vm?.Extensions.Single();

        Assert.Equal(("entra-ssh", ProvisioningState.Creating), (before?.Name, before?.Provisioning));
        Assert.Equal(("entra-ssh", ProvisioningState.Succeeded), (after?.Name, after?.Provisioning));
    }

    [Fact]
    public async Task Sees_a_run_begin_and_end()
    {
        await using var desk = await CloudDesk.WithMachineAsync();
        await desk.DoAsync(MachineScripts.VerifyOn(CloudDesk.Machine));

        var before = (await desk.SeeAsync("checks-1")).Run;
        desk.Time.Advance(CloudDesk.LongEnough);
        var after = (await desk.SeeAsync("checks-1")).Run;

        Assert.Contains(before?.State, new RunState?[] { RunState.Pending, RunState.Running });
        Assert.Equal((RunState.Succeeded, 0), (after?.State, after?.ExitCode));
        Assert.Equal(
            ["gpu count", "mounts", .. CloudDesk.PyTorch.Checks.Select(c => c.Name)],
            MachineScripts.ReadChecks(after?.Output ?? "")?.Select(c => c.Name));
    }

    [Fact]
    public async Task Sees_no_run_that_was_never_begun()
    {
        await using var desk = await CloudDesk.WithMachineAsync();

        Assert.Null((await desk.SeeAsync("checks-1")).Run);
    }

    [Fact]
    public async Task Stops_and_starts_a_machine()
    {
        await using var desk = await CloudDesk.WithMachineAsync();
        var powers = new List<PowerState?>();

        await desk.DoAsync(new Effect.DeallocateVm());
        powers.Add((await desk.SeeAsync()).Vm?.Power);
        desk.Time.Advance(CloudDesk.LongEnough);
        powers.Add((await desk.SeeAsync()).Vm?.Power);
        await desk.DoAsync(new Effect.StartVm());
        powers.Add((await desk.SeeAsync()).Vm?.Power);
        desk.Time.Advance(CloudDesk.LongEnough);
        powers.Add((await desk.SeeAsync()).Vm?.Power);

        Assert.Equal([PowerState.Deallocating, PowerState.Deallocated, PowerState.Starting, PowerState.Running], powers);
    }
}
