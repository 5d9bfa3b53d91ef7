using ChatOps.Core.Machines;

namespace ChatOps.Tests.Azure;

public sealed class AzureRemovalTests
{
    [Fact]
    public async Task Deletes_a_machine_with_all_that_was_made_for_it()
    {
        await using var desk = await CloudDesk.WithMachineAsync();
        var known = CloudDesk.Machine.Know(Assert.IsType<SeenVm>((await desk.SeeAsync()).Vm)) with { Wanted = Wanted.Deleted };

        await desk.DoAsync(new Effect.DeleteVm());
        Assert.Equal(ProvisioningState.Deleting, (await desk.SeeAsync()).Vm?.Provisioning);
        desk.Time.Advance(CloudDesk.LongEnough);

        var seen = await desk.SeeAsync(machine: known);
        Assert.Null(seen.Vm);
        Assert.Empty(seen.Leftovers);
    }

    [Fact]
    public async Task Sees_and_deletes_what_outlived_its_machine()
    {
        await using var desk = await CloudDesk.WithMachineAsync();
        var known = CloudDesk.Machine.Know(Assert.IsType<SeenVm>((await desk.SeeAsync()).Vm)) with { Wanted = Wanted.Deleted };
        desk.StandIn.State.Vms.Clear();

        var left = (await desk.SeeAsync(machine: known)).Leftovers;
        await desk.DoAsync(new Effect.DeleteLeftovers(left));
        desk.Time.Advance(CloudDesk.LongEnough);

        Assert.Equal([Arm.Site.DiskId(known.OsDiskName), Arm.Site.DiskId(known.DataDiskName), known.NicIds[0]], left);
        Assert.Empty((await desk.SeeAsync(machine: known)).Leftovers);
    }

    public static TheoryData<string> Removals => ["the VM", "runs", "leftovers"];

    [Theory]
    [MemberData(nameof(Removals))]
    public async Task Deleting_what_is_gone_is_harmless(string what)
    {
        await using var desk = await CloudDesk.OpenAsync();
        Effect effect = what switch
        {
            "the VM" => new Effect.DeleteVm(),
            "runs" => new Effect.DeleteRuns(["install-1", "checks-1"]),
            _ => new Effect.DeleteLeftovers([Arm.Site.DiskId("gone"), $"{Arm.Site.GroupId}/providers/Microsoft.Network/networkInterfaces/gone"]),
        };

        Assert.Null(await Record.ExceptionAsync(() => desk.DoAsync(effect)));
    }

    [Fact]
    public async Task Deletes_runs_that_are_over()
    {
        await using var desk = await CloudDesk.WithMachineAsync();
        await desk.DoAsync(MachineScripts.VerifyOn(CloudDesk.Machine));
        desk.Time.Advance(CloudDesk.LongEnough);

        await desk.DoAsync(new Effect.DeleteRuns(["install-1", "checks-1"]));

        Assert.Null((await desk.SeeAsync("checks-1")).Run);
    }
}
