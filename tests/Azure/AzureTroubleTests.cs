using Azure.Core;
using Azure.Identity;
using ChatOps.Azure;
using ChatOps.Core.Inventory;
using ChatOps.Core.Machines;

namespace ChatOps.Tests.Azure;

public sealed class AzureTroubleTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sees_why_a_machine_was_not_made()
    {
        await using var desk = await CloudDesk.OpenAsync();
        desk.Control("fail create AllocationFailed");
        await desk.DoAsync(new Effect.CreateVm(CloudDesk.PyTorch));
        desk.Time.Advance(CloudDesk.LongEnough);

        var vm = (await desk.SeeAsync()).Vm;

        Assert.Equal((ProvisioningState.Failed, FaultKind.NoCapacity, "AllocationFailed"), (vm?.Provisioning, vm?.Failure?.Kind, vm?.Failure?.Code));
    }

    [Fact]
    public async Task Sees_why_an_extension_failed()
    {
        await using var desk = await CloudDesk.WithMachineAsync();
        desk.Control("fail extension entra-ssh");
        await desk.DoAsync(new Effect.InstallExtension(Extensions.For(CloudDesk.PyTorch).First()));
        desk.Time.Advance(CloudDesk.LongEnough);

        var extension = (await desk.SeeAsync()).Vm?.Extensions.Single();

        Assert.Equal(ProvisioningState.Failed, extension?.Provisioning);
        Assert.Contains("exit code 14", extension?.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, FaultKind> NotFoundForAnotherReason => new()
    {
        { """{"error":{"code":"ResourceGroupNotFound","message":"Resource group 'gpu-machines' could not be found."}}""", FaultKind.Invalid },
        { """{"error":{"code":"SubscriptionNotFound","message":"The subscription could not be found."}}""", FaultKind.Invalid },
        { """{"error":{"code":"InvalidResourceType","message":"The resource type could not be found in the namespace."}}""", FaultKind.Invalid },
        { """{"error":{"code":"NeverHeardOf","message":"?"}}""", FaultKind.Transient },
        { "<html>Not found</html>", FaultKind.Transient },
        { "", FaultKind.Transient },
    };

    [Theory]
    [MemberData(nameof(NotFoundForAnotherReason))]
    public async Task Takes_nothing_for_gone_because_of_a_404_alone(string body, FaultKind kind)
    {
        var arm = Arm.Open(Arm.Answering(_ => Arm.Answer(404, body)));
        var cloud = new AzureMachineCloud(arm, Arm.Site);
        var left = new CloudResource(Arm.Site.DiskId("left"), ResourceKind.Disk, "left", null, null);
        Func<Task>[] calls =
        [
            () => cloud.ObserveAsync(CloudDesk.Machine, null, Cancellation),
            () => cloud.ObserveAsync(CloudDesk.Machine, "checks-1", Cancellation),
            () => cloud.CarryOutAsync(CloudDesk.Machine, new Effect.DeleteVm(), Cancellation),
            () => cloud.CarryOutAsync(CloudDesk.Machine, new Effect.DeleteRuns(["checks-1"]), Cancellation),
            () => cloud.CarryOutAsync(CloudDesk.Machine, new Effect.DeleteLeftovers([left.Id]), Cancellation),
            () => new AzureInventory(arm, Arm.Site).DeleteAsync(left, Cancellation),
        ];

        foreach (var call in calls) Assert.Equal(kind, (await Assert.ThrowsAsync<CloudFaultException>(call)).Fault.Kind);
    }

    // The middle one comes just after the machine's end, before Azure has forgotten it everywhere; the last one, for what belongs to a machine.
    [Theory]
    [InlineData("ResourceNotFound")]
    [InlineData("NotFound")]
    [InlineData("ParentResourceNotFound")]
    public async Task Knows_what_is_gone_by_the_code(string code)
    {
        var arm = Arm.Open(Arm.Answering(_ => Arm.Answer(404, $$$"""{"error":{"code":"{{{code}}}","message":"It is not there."}}""")));
        var cloud = new AzureMachineCloud(arm, Arm.Site);

        var seen = await cloud.ObserveAsync(CloudDesk.Machine with { Wanted = Wanted.Deleted }, "checks-1", Cancellation);
        await cloud.CarryOutAsync(CloudDesk.Machine, new Effect.DeleteVm(), Cancellation);

        Assert.Equal((null, null, 0), (seen.Vm, seen.Run, seen.Leftovers.Length));
    }

    [Fact]
    public async Task Takes_an_answer_that_does_not_come_for_something_that_passes()
    {
        var cloud = new AzureMachineCloud(Arm.Open(Arm.Answering(_ => throw new TaskCanceledException("The SDK's own time limit."))), Arm.Site);

        var e = await Assert.ThrowsAsync<CloudFaultException>(() => cloud.ObserveAsync(CloudDesk.Machine, null, Cancellation));

        Assert.Equal((FaultKind.Transient, "NoAnswer"), (e.Fault.Kind, e.Fault.Code));
    }

    [Theory]
    [InlineData("throttle 1 45", FaultKind.Throttled, 45)]
    [InlineData("error 500", FaultKind.Transient, null)]
    [InlineData("error 503", FaultKind.Transient, null)]
    public async Task Says_what_kept_it_from_looking(string control, FaultKind kind, int? seconds)
    {
        await using var desk = await CloudDesk.OpenAsync();
        desk.Control(control);

        var fault = (await Assert.ThrowsAsync<CloudFaultException>(() => desk.SeeAsync())).Fault;

        Assert.Equal((kind, seconds), (fault.Kind, (int?)fault.RetryAfter?.TotalSeconds));
        Assert.Null((await desk.SeeAsync()).Fault);
    }

    [Fact]
    public async Task Says_at_once_that_the_quota_is_used_up()
    {
        await using var desk = await CloudDesk.OpenAsync();
        desk.Control("quota StandardNCADSA100v4Family eastus 0");

        Assert.Equal(FaultKind.QuotaExceeded, (await desk.RefusedAsync(new Effect.CreateVm(CloudDesk.PyTorch))).Kind);
    }

    [Fact]
    public async Task Takes_a_token_service_that_is_down_for_passing()
    {
        var arm = ArmConnection.Open(Arm.Subscription, new NoToken(), Arm.Answering(_ => Arm.Answer(200, "{}")));

        var e = await Assert.ThrowsAsync<CloudFaultException>(() => new AzureMachineCloud(arm, Arm.Site).ObserveAsync(CloudDesk.Machine, null, Cancellation));

        Assert.Equal((FaultKind.Transient, "NoToken"), (e.Fault.Kind, e.Fault.Code));
    }

    private sealed class NoToken : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            throw new AuthenticationFailedException("IMDS does not answer.");

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            throw new AuthenticationFailedException("IMDS does not answer.");
    }
}
