using System.Text.Json.Nodes;
using Azure;
using Azure.Core;
using Azure.ResourceManager;
using Azure.ResourceManager.Compute;
using Azure.ResourceManager.Resources;
using Azure.ResourceManager.Resources.Models;
using ChatOps.Core.Machines;
using ChatOps.Core.Words;
using ChatOps.Sandbox.Cloud;
using ChatOps.Tests.Azure;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Sandbox.Cloud;

/// <summary>What an inventory of the cloud asks, asked with the real SDK: what there is, how it is, whose it is.</summary>
public sealed class InventoryTests
{
    private const string Deployed = "Microsoft.Compute/virtualMachines";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lists_everything_in_the_group_with_its_age_and_state()
    {
        await using var desk = await CloudDesk.WithMachineAsync();
        await desk.DoAsync(new Effect.InstallExtension(new VmExtension("sign-in", "p", "t", "1.0", null)));
        await desk.DoAsync(new Effect.RunOnMachine("checks-1", "true", TimeSpan.FromMinutes(1)));
        desk.Control("orphan ip lost-fox");
        desk.Time.Advance(CloudDesk.LongEnough);

        var all = await ListAsync(desk, expand: "createdTime,provisioningState");

        var name = CloudDesk.Machine.ResourceName;
        Assert.Equal(
            [
                (Deployed, name, "Succeeded"),
                ($"{Deployed}/extensions", $"{name}/sign-in", "Succeeded"),
                ($"{Deployed}/runCommands", $"{name}/checks-1", "Succeeded"),
                ("Microsoft.Compute/disks", CloudDesk.Machine.DataDiskName, "Succeeded"),
                ("Microsoft.Compute/disks", CloudDesk.Machine.OsDiskName, "Succeeded"),
                ("Microsoft.Network/networkInterfaces", all[^2].Name, "Succeeded"),
                ("Microsoft.Network/publicIPAddresses", all[^1].Name, "Succeeded"),
            ],
            all.Select(resource => (resource.ResourceType.ToString(), resource.Name, resource.ProvisioningState)));
        Assert.Equal(CloudDesk.Machine.Id.Value, all[0].Tags["chatops-machine"]);
        Assert.All(all, resource => Assert.Equal((new AzureLocation("eastus"), true), (resource.Location, resource.CreatedOn <= desk.Time.Now)));
        Assert.All(await ListAsync(desk), resource => Assert.Equal((null, null), (resource.CreatedOn, resource.ProvisioningState)));
    }

    [Fact]
    public async Task Lists_more_than_fit_on_a_page_and_what_a_filter_wants()
    {
        await using var desk = await CloudDesk.WithMachineAsync();
        for (var i = 0; i < 120; i++) desk.Control($"stranger disk disk-{i:000}");
        for (var i = 0; i < 60; i++) desk.Control($"orphan nic nic-{i}");

        Assert.Equal(184, (await ListAsync(desk)).Select(resource => resource.Id.ToString()).Distinct().Count());
        Assert.Equal(122, (await ListAsync(desk, "resourceType eq 'Microsoft.Compute/disks'")).Count);
        Assert.Equal(61, (await ListAsync(desk, "tagName eq 'chatops-machine'")).Count);
        Assert.Single(await ListAsync(desk, $"tagName eq 'chatops-machine' and tagValue eq '{CloudDesk.Machine.Id}'"));
        Assert.Equal(400, (await Assert.ThrowsAsync<RequestFailedException>(() => ListAsync(desk, "colour eq 'red'"))).Status);
    }

    [Fact]
    public async Task Gives_the_power_of_all_VMs_of_the_subscription_page_by_page()
    {
        await using var desk = await CloudDesk.WithMachineAsync();
        for (var i = 0; i < 60; i++) desk.Control($"orphan vm vm-{i}");

        var vms = new List<VirtualMachineData>();
        var subscription = Client(desk).GetSubscriptionResource(new ResourceIdentifier($"/subscriptions/{Arm.Subscription}"));
        await foreach (var vm in subscription.GetVirtualMachinesAsync(statusOnly: "true", cancellationToken: Cancellation)) vms.Add(vm.Data);

        Assert.Equal(61, vms.Count);
        Assert.All(vms, vm => Assert.Equal(
            (0, "Succeeded", "ProvisioningState/succeeded PowerState/running"),
            (vm.Tags.Count, vm.ProvisioningState, string.Join(' ', vm.InstanceView.Statuses.Select(status => status.Code)))));
        Assert.All(vms, vm => Assert.NotEmpty(vm.VmId));
    }

    [Fact]
    public async Task Keeps_tags_that_are_put_on_a_resource_later()
    {
        await using var desk = await CloudDesk.WithMachineAsync();
        desk.Control("orphan ip lost-fox");
        foreach (var resource in await ListAsync(desk))
        {
            var patch = new TagResourcePatch { PatchMode = TagPatchMode.Merge, TagValues = { ["chatops-kept"] = "yes", ["other"] = "1" } };
            var tags = Client(desk).GetTagResource(TagResource.CreateResourceIdentifier(resource.Id));
            var done = await tags.UpdateAsync(WaitUntil.Completed, patch, Cancellation);
            Assert.Equal("yes", done.Value.Data.TagValues["chatops-kept"]);
        }

        var listed = await ListAsync(desk, "tagName eq 'chatops-kept'");
        Assert.Equal(5, listed.Count);
        foreach (var resource in listed)
            Assert.Equal("1", (await Client(desk).GetGenericResource(resource.Id).GetAsync(Cancellation)).Value.Data.Tags["other"]);
    }

    [Theory]
    [InlineData("Replace", "b=2")]
    [InlineData("Delete", "kept=1")]
    public async Task Replaces_and_deletes_tags(string operation, string left)
    {
        await using var desk = await StandInDesk.OpenAsync();
        desk.Control("stranger disk theirs");
        const string Tags = $"{StandInDesk.Compute}/disks/theirs/providers/Microsoft.Resources/tags/default?api-version=2022-09-01";
        await desk.PatchAsync(Tags, Patch("Merge", new() { ["kept"] = "1", ["b"] = "1" }));

        var said = await desk.PatchAsync(Tags, Patch(operation, new() { ["b"] = "2" }));

        Assert.Equal(left, string.Join(' ', (said.Body?["properties"]?["tags"]?.AsObject() ?? []).Select(tag => $"{tag.Key}={tag.Value}")));
        Assert.Equal("InvalidParameter", (await desk.PatchAsync(Tags, Patch("Forget", []))).Code);
        var tooMany = new JsonObject(Enumerable.Range(0, 51).Select(i => KeyValuePair.Create($"t{i}", (JsonNode?)"")));
        Assert.Equal("InvalidTagsCount", (await desk.PatchAsync(Tags, Patch("Merge", tooMany))).Code);
        Assert.Equal(404, (await desk.PatchAsync(Tags.Replace("theirs", "nobodys", StringComparison.Ordinal), Patch("Merge", []))).Status);
    }

    [Fact]
    public async Task Deletes_anything_that_nothing_uses_by_its_id()
    {
        await using var desk = await CloudDesk.WithMachineAsync();
        foreach (var kind in (string[])["vm", "disk", "nic", "ip"]) desk.Control($"orphan {kind} lost-{kind}");

        var orphans = (await ListAsync(desk, "tagName eq 'chatops-machine'")).Where(r => r.Tags["chatops-name"].StartsWith("lost-", StringComparison.Ordinal));
        foreach (var orphan in orphans.ToList()) await Client(desk).GetGenericResource(orphan.Id).DeleteAsync(WaitUntil.Started, Cancellation);
        desk.Time.Advance(CloudDesk.LongEnough);

        Assert.Equal(4, (await ListAsync(desk)).Count);
        await Client(desk).GetGenericResource(new ResourceIdentifier(Arm.Site.DiskId("nobodys"))).DeleteAsync(WaitUntil.Started, Cancellation);
    }

    [Theory]
    [InlineData("disk")]
    [InlineData("nic")]
    [InlineData("ip")]
    public async Task The_SDK_can_follow_a_deletion_to_its_end(string kind)
    {
        var time = new RushingTime();
        await using var standIn = await ArmStandIn.StartAsync(time, null, Cancellation);
        CloudControls.Run(standIn, ["orphan", kind, "lost-fox"], time, name => name);
        var arm = Arm.Open(standIn.Transport());
        var group = arm.GetResourceGroupResource(new ResourceIdentifier(Arm.Site.GroupId));
        var orphan = await group.GetGenericResourcesAsync(cancellationToken: Cancellation).SingleAsync(Cancellation);

        await arm.GetGenericResource(orphan.Id).DeleteAsync(WaitUntil.Completed, Cancellation);

        Assert.Equal(0, await group.GetGenericResourcesAsync(cancellationToken: Cancellation).CountAsync(Cancellation));
    }

    [Fact]
    public async Task Refuses_to_delete_what_a_VM_uses()
    {
        await using var desk = await CloudDesk.WithMachineAsync();

        var refusals = new List<(string, int, string?)>();
        foreach (var resource in await ListAsync(desk, "resourceType eq 'Microsoft.Compute/disks'")) refusals.Add(await RefusalAsync(resource));
        foreach (var resource in await ListAsync(desk, "resourceType eq 'Microsoft.Network/networkInterfaces'")) refusals.Add(await RefusalAsync(resource));

        Assert.Equal([("disks", 409, "OperationNotAllowed"), ("disks", 409, "OperationNotAllowed"), ("networkInterfaces", 400, "NicInUse")], refusals);

        async Task<(string, int, string?)> RefusalAsync(GenericResourceData resource)
        {
            var e = await Assert.ThrowsAsync<RequestFailedException>(
                () => Client(desk).GetGenericResource(resource.Id).DeleteAsync(WaitUntil.Started, Cancellation));
            return (resource.ResourceType.Type, e.Status, e.ErrorCode);
        }
    }

    [Fact]
    public async Task A_deletion_can_leave_disks_and_NIC_behind()
    {
        await using var desk = await CloudDesk.WithMachineAsync();
        desk.Control("leave a");

        await desk.DoAsync(new Effect.DeleteVm());
        desk.Time.Advance(CloudDesk.LongEnough);

        Assert.Equal(
            ["Microsoft.Compute/disks", "Microsoft.Compute/disks", "Microsoft.Network/networkInterfaces"],
            (await ListAsync(desk)).Select(resource => resource.ResourceType.ToString()));
        Assert.All(await ListAsync(desk), resource => Assert.Null(resource.ManagedBy));
    }

    [Fact]
    public async Task A_stranger_is_nothing_of_ours()
    {
        await using var desk = await StandInDesk.OpenAsync();

        desk.Control("stranger disk their-data");

        Assert.Null((await desk.GetAsync($"{StandInDesk.Compute}/disks/their-data")).Body?["tags"]);
        Assert.Throws<UserError>(() => desk.Control("stranger disk gpu-1"));
    }

    private static ArmClient Client(CloudDesk desk) => Arm.Open(desk.StandIn.Transport());

    private static async Task<List<GenericResourceData>> ListAsync(CloudDesk desk, string? filter = null, string? expand = null)
    {
        var all = new List<GenericResourceData>();
        var group = Client(desk).GetResourceGroupResource(new ResourceIdentifier(Arm.Site.GroupId));
        await foreach (var resource in group.GetGenericResourcesAsync(filter, expand, cancellationToken: Cancellation)) all.Add(resource.Data);
        return all;
    }

    private static JsonObject Patch(string operation, JsonObject tags) =>
        new() { ["operation"] = operation, ["properties"] = new JsonObject { ["tags"] = tags } };
}
