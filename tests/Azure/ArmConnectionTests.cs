using ChatOps.Azure;
using ChatOps.Core.Machines;
using ChatOps.Sandbox.Cloud;
using ChatOps.Sandbox.Loopback;
using ChatOps.Tests.Sandbox.Loopback;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Azure;

/// <summary>ARM at an address that only a setting names, over TLS and with a token of a managed identity.</summary>
public sealed class ArmConnectionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("https://management.azure.com", "https://management.azure.com/")]
    [InlineData("https://management.azure.com/", "https://management.azure.com/")]
    [InlineData("https://management.usgovcloudapi.net", "https://management.usgovcloudapi.net")]
    [InlineData("https://management.chinacloudapi.cn/", "https://management.chinacloudapi.cn")]
    [InlineData("https://127.0.0.1:4711/", "https://127.0.0.1:4711")]
    public void Has_tokens_made_out_for_the_cloud_it_speaks_to(string resourceManager, string audience)
    {
        var cloud = ArmConnection.Cloud(new Uri(resourceManager));

        Assert.Equal((new Uri(resourceManager), audience), (cloud.Endpoint, cloud.Audience));
    }

    [Fact]
    public async Task Builds_and_deletes_a_machine_where_the_setting_leads()
    {
        using var authority = LoopbackAuthority.Create();
        await using var identity = await IdentityEndpoint.StartAsync(Cancellation);
        var time = new SettableTime();
        await using var standIn = await ArmStandIn.StartAsync(time, null, authority.Server, Cancellation);
        var arm = ArmConnection.Open(Arm.Subscription, new ManagedIdentity(identity), authority.Transport(), standIn.SecureAddress);
        var cloud = new AzureMachineCloud(arm, Arm.Site);

        await cloud.CarryOutAsync(CloudDesk.Machine, new Effect.CreateVm(CloudDesk.PyTorch), Cancellation);
        time.Advance(CloudDesk.LongEnough);
        Assert.Equal(PowerState.Running, (await cloud.ObserveAsync(CloudDesk.Machine, null, Cancellation)).Vm?.Power);
        await cloud.CarryOutAsync(CloudDesk.Machine, new Effect.DeleteVm(), Cancellation);
        time.Advance(CloudDesk.LongEnough);
        Assert.Null((await cloud.ObserveAsync(CloudDesk.Machine, null, Cancellation)).Vm);
        Assert.Equal([$"https://{standIn.SecureAddress?.Authority}"], identity.Asked);
    }

    [Fact]
    public async Task Reads_on_where_a_page_s_link_leads()
    {
        using var authority = LoopbackAuthority.Create();
        await using var identity = await IdentityEndpoint.StartAsync(Cancellation);
        var time = new SettableTime();
        await using var standIn = await ArmStandIn.StartAsync(time, null, authority.Server, Cancellation);
        for (var i = 0; i < 60; i++) CloudControls.Run(standIn, ["orphan", "nic", $"nic-{i}"], time, name => name);
        var arm = ArmConnection.Open(Arm.Subscription, new ManagedIdentity(identity), authority.Transport(), standIn.SecureAddress);

        Assert.Equal(60, await new AzureInventory(arm, Arm.Site).ResourcesAsync(Cancellation).CountAsync(Cancellation));
    }

    [Fact]
    public async Task Never_shows_a_token_over_a_line_that_others_can_read()
    {
        await using var identity = await IdentityEndpoint.StartAsync(Cancellation);
        await using var standIn = await ArmStandIn.StartAsync(new SettableTime(), null, Cancellation);
        var arm = ArmConnection.Open(Arm.Subscription, new ManagedIdentity(identity), transport: null, standIn.Address);

        var e = await Assert.ThrowsAnyAsync<Exception>(() => new AzureMachineCloud(arm, Arm.Site).ObserveAsync(CloudDesk.Machine, null, Cancellation));

        Assert.Contains("TLS", $"{e}", StringComparison.Ordinal);
        Assert.Empty(standIn.Requests);
    }
}
