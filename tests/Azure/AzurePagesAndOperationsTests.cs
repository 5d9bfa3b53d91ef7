using System.Text.Json.Nodes;
using Azure;
using Azure.Core;
using Azure.ResourceManager.Compute;
using ChatOps.Azure;
using ChatOps.Core.Machines;
using ChatOps.Sandbox.Cloud;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Azure;

/// <summary>What the SDK does by itself with the stand-in: following pages and operations.</summary>
public sealed class AzurePagesAndOperationsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null)]
    [InlineData("AllocationFailed")]
    public async Task The_SDK_can_follow_the_stand_ins_operations_to_their_end(string? failure)
    {
        var time = new RushingTime();
        await using var standIn = await ArmStandIn.StartAsync(time, null, Cancellation);
        if (failure is not null) CloudControls.Run(standIn, ["fail", "create", failure], time, name => name);
        var group = Arm.Open(standIn.Transport()).GetResourceGroupResource(new ResourceIdentifier(Arm.Site.GroupId));

        var create = group.GetVirtualMachines().CreateOrUpdateAsync(
            WaitUntil.Completed,
            CloudDesk.Machine.ResourceName,
            VmTemplate.For(CloudDesk.Machine, CloudDesk.PyTorch, Arm.Site),
            Cancellation);

        if (failure is null)
        {
            var vm = (await create).Value;
            Assert.Equal("Succeeded", vm.Data.ProvisioningState);
            Assert.True((await vm.DeallocateAsync(WaitUntil.Completed, cancellationToken: Cancellation)).HasCompleted);
            Assert.True((await vm.DeleteAsync(WaitUntil.Completed, cancellationToken: Cancellation)).HasCompleted);
            return;
        }
        var e = await Assert.ThrowsAsync<RequestFailedException>(() => create);
        Assert.Equal((200, failure, FaultKind.NoCapacity), (e.Status, e.ErrorCode, CloudFaults.Classify(e).Kind));
    }

    private static CloudVm Vm(string name, string? id) => new()
    {
        Name = name,
        Region = "eastus",
        Size = "Standard_NC4as_T4_v3",
        Body = new()
        {
            ["location"] = "eastus",
            ["tags"] = id is null ? [] : new JsonObject { [VmTemplate.MachineTag] = id },
            ["properties"] = new JsonObject(),
        },
        CustomData = "",
        CreatedAt = SettableTime.Start,
    };
}
