using ChatOps.Core.Machines;
using ChatOps.Core.Sizes;
using ChatOps.Tests.Tools;

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
            Checks(after).Select(c => c.Name));
    }

    [Fact]
    public async Task Sees_no_run_that_was_never_begun()
    {
        await using var desk = await CloudDesk.WithMachineAsync();

        Assert.Null((await desk.SeeAsync("checks-1")).Run);
    }

    [Fact]
    public async Task Makes_a_stopped_machine_another_size_and_nothing_else_of_it()
    {
        await using var desk = await CloudDesk.WithMachineAsync();
        await desk.DoAsync(new Effect.DeallocateVm());
        desk.Time.Advance(CloudDesk.LongEnough);
        var before = (await desk.SeeAsync()).Vm;

        await desk.DoAsync(new Effect.ResizeVm("Standard_NC48ads_A100_v4"));
        var meanwhile = (await desk.SeeAsync()).Vm;
        desk.Time.Advance(CloudDesk.LongEnough);
        await desk.DoAsync(new Effect.ResizeVm("Standard_NC48ads_A100_v4"));
        desk.Time.Advance(CloudDesk.LongEnough);
        var after = (await desk.SeeAsync()).Vm;

        Assert.Equal(("Standard_NC24ads_A100_v4", ProvisioningState.Updating), (before?.Size, meanwhile?.Provisioning));
        Assert.Equal(
            ("Standard_NC48ads_A100_v4", ProvisioningState.Succeeded, PowerState.Deallocated), (after?.Size, after?.Provisioning, after?.Power));
        Assert.Equal((before?.Id, before?.NicIds[0]), (after?.Id, after?.NicIds[0]));
    }

    [Theory]
    [InlineData("fail resize SkuNotAvailable", FaultKind.NoCapacity)]
    [InlineData("quota StandardNCADSA100v4Family eastus 47", FaultKind.QuotaExceeded)]
    public async Task Says_why_it_cannot_be_another_size(string control, FaultKind kind)
    {
        await using var desk = await CloudDesk.WithMachineAsync();
        await desk.DoAsync(new Effect.DeallocateVm());
        desk.Time.Advance(CloudDesk.LongEnough);
        desk.Control(control);

        Assert.Equal(kind, (await desk.RefusedAsync(new Effect.ResizeVm("Standard_NC48ads_A100_v4"))).Kind);
        Assert.Equal("Standard_NC24ads_A100_v4", (await desk.SeeAsync()).Vm?.Size);
    }

    [Theory]
    [InlineData("Standard_NC24ads_A100_v4", true)]
    [InlineData("Standard_NC48ads_A100_v4", false)]
    public async Task Counts_the_GPUs_that_its_size_has(string size, bool passes)
    {
        await using var desk = await CloudDesk.WithMachineAsync();

        await desk.DoAsync(MachineScripts.VerifyOn(CloudDesk.Machine.Become(SizeCatalog.Get(size), SomePrices.Book)));
        desk.Time.Advance(CloudDesk.LongEnough);
        var run = (await desk.SeeAsync("checks-1")).Run;

        Assert.Equal(("gpu count", passes), (Checks(run)[0].Name, Checks(run)[0].Passed));
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

    private static IReadOnlyList<CheckResult> Checks(SeenRun? run) => MachineScripts.ReadChecks(run?.Output ?? "") ?? [];
}
