using ChatOps.Azure;
using ChatOps.Core.Inventory;
using ChatOps.Core.Machines;

namespace ChatOps.Tests.Azure;

public sealed class AzureInventoryTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lists_all_that_a_machine_is_made_of_and_whose_it_is()
    {
        await using var desk = await CloudDesk.WithMachineAsync();
        await desk.DoAsync(new Effect.RunOnMachine("checks-1", "true", TimeSpan.FromMinutes(1)));
        desk.Control("stranger disk theirs");

        var listed = await desk.Inventory.ResourcesAsync(Cancellation).ToListAsync(Cancellation);

        var id = CloudDesk.Machine.Id;
        Assert.Equal(
            [
                (ResourceKind.Vm, (MachineId?)id, (MachineId?)id),
                (ResourceKind.RunCommand, null, id),
                (ResourceKind.Nic, null, id),
                (ResourceKind.Disk, null, null),
                (ResourceKind.Disk, null, id),
                (ResourceKind.Disk, null, id),
            ],
            listed.OrderBy(r => r.Kind).ThenBy(r => r.NamedAfter is not null).Select(r => (r.Kind, r.Tag, r.NamedAfter)));
    }

    [Fact]
    public async Task Lists_how_more_VMs_run_than_fit_on_a_page()
    {
        await using var desk = await CloudDesk.WithMachineAsync();
        for (var i = 0; i < 119; i++) desk.Control($"orphan vm lost-{i}");
        desk.Control("stranger disk theirs");

        var powers = await desk.Inventory.PowersAsync(Cancellation).ToListAsync(Cancellation);

        Assert.Equal(120, powers.DistinctBy(vm => vm.Machine).Count());
        Assert.All(powers, vm => Assert.Equal(PowerState.Running, vm.Power));
    }

    [Theory]
    [InlineData("vm")]
    [InlineData("disk")]
    [InlineData("nic")]
    [InlineData("ip")]
    public async Task Deletes_what_is_left_and_again_without_harm(string kind)
    {
        await using var desk = await CloudDesk.OpenAsync();
        desk.Control($"orphan {kind} lost-fox");
        var left = (await desk.Inventory.ResourcesAsync(Cancellation).ToListAsync(Cancellation)).MinBy(resource => resource.Kind);
        Assert.NotNull(left);

        await desk.Inventory.DeleteAsync(left, Cancellation);
        desk.Time.Advance(CloudDesk.LongEnough);
        Assert.Empty(await desk.Inventory.ResourcesAsync(Cancellation).ToListAsync(Cancellation));

        await desk.Inventory.DeleteAsync(left, Cancellation);
    }

    // As a resource of its own kind, whose api-version the SDK must know: else it asks for it, and a 404 there would look like "gone".
    [Fact]
    public async Task Deletes_a_run_command()
    {
        await using var desk = await CloudDesk.WithMachineAsync();
        await desk.DoAsync(MachineScripts.VerifyOn(CloudDesk.Machine));
        var run = await desk.Inventory.ResourcesAsync(Cancellation).FirstAsync(r => r.Kind == ResourceKind.RunCommand, Cancellation);

        await desk.Inventory.DeleteAsync(run, Cancellation);

        Assert.Null((await desk.SeeAsync(run.Name)).Run);
    }

    [Fact]
    public async Task Gives_a_disk_the_machines_tags()
    {
        await using var desk = await CloudDesk.WithMachineAsync();
        var disk = await desk.Inventory.ResourcesAsync(Cancellation).FirstAsync(r => r.Kind == ResourceKind.Disk, Cancellation);
        Assert.Null(disk.Tag);

        await desk.Inventory.TagAsync(disk, CloudDesk.Machine, CloudDesk.PyTorch, Cancellation);

        var tagged = await desk.Inventory.ResourcesAsync(Cancellation).FirstAsync(r => r.Id == disk.Id, Cancellation);
        Assert.Equal(CloudDesk.Machine.Id, tagged.Tag);
    }

    [Fact]
    public async Task Says_when_Azure_cannot_be_asked()
    {
        await using var desk = await CloudDesk.OpenAsync();
        desk.Control("throttle 1 30");

        var fault = await Assert.ThrowsAsync<CloudFaultException>(() => desk.Inventory.PowersAsync(Cancellation).ToListAsync(Cancellation).AsTask());

        Assert.Equal((FaultKind.Throttled, TimeSpan.FromSeconds(30)), (fault.Fault.Kind, fault.Fault.RetryAfter));
    }

    [Theory]
    [InlineData("virtualMachines/gpu-a1b2c3d4e5f60718", true)]
    [InlineData("virtualMachines/gpu-a1b2c3d4e5f60718/runCommands/install-1", true)]
    [InlineData("disks/gpu-a1b2c3d4e5f60718-os", true)]
    [InlineData("disks/gpu-a1b2c3d4e5f60718os", false)]
    [InlineData("disks/gpu-a1b2c3d4e5f6071", false)]
    [InlineData("disks/somebody-elses", false)]
    public void Knows_the_machine_that_a_resource_is_named_after(string path, bool isOurs) => Assert.Equal(
        isOurs ? new MachineId("a1b2c3d4e5f60718") : null,
        AzureInventory.MachineOf($"{Arm.Site.GroupId}/providers/Microsoft.Compute/{path}"));

    [Fact]
    public void Takes_what_is_no_ARM_id_for_nobodys() => Assert.Null(AzureInventory.MachineOf("gpu-a1b2c3d4e5f60718"));
}
