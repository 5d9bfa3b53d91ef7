using Azure.Core;
using Azure.Identity;
using ChatOps.Azure;
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

    [Fact]
    public async Task Does_not_take_a_missing_resource_group_for_a_missing_machine()
    {
        const string NoGroup = """{"error":{"code":"ResourceGroupNotFound","message":"Resource group 'gpu-machines' could not be found."}}""";
        var cloud = new AzureMachineCloud(Arm.Open(Arm.Answering(_ => Arm.Answer(404, NoGroup))), Arm.Site);

        var e = await Assert.ThrowsAsync<CloudFaultException>(() => cloud.ObserveAsync(CloudDesk.Machine, null, Cancellation));

        Assert.Equal(FaultKind.Invalid, e.Fault.Kind);
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
