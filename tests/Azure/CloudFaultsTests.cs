using System.Text.Json.Nodes;
using Azure;
using Azure.Core;
using Azure.ResourceManager.Compute;
using ChatOps.Azure;
using ChatOps.Core.Machines;
using ChatOps.Tests.Core.State;

namespace ChatOps.Tests.Azure;

/// <summary>Every failure here has come out of the real SDK, so that status, code, headers and body are where they are in production.</summary>
public sealed class CloudFaultsTests
{
    private const string Operation =
        $"https://management.azure.com/subscriptions/{Arm.Subscription}"
        + "/providers/Microsoft.Compute/locations/eastus/operations/1?api-version=2023-07-01";

    private const string QuotaMessage =
        "Operation could not be completed as it results in exceeding approved standardNCADSA100v4Family Cores quota. "
        + "Additional details - Deployment Model: Resource Manager, Location: westus2, Current Limit: 200, Current Usage: 24, "
        + "Additional Required: 600, (Minimum) New Limit Required: 624.";
    private const string ThrottleMessage = "The server rejected the request because too many requests have been received for this subscription.";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(409, "SkuNotAvailable", FaultKind.NoCapacity)]
    [InlineData(409, "AllocationFailed", FaultKind.NoCapacity)]
    [InlineData(409, "ZonalAllocationFailed", FaultKind.NoCapacity)]
    [InlineData(409, "OverconstrainedAllocationRequest", FaultKind.NoCapacity)]
    [InlineData(409, "OverconstrainedZonalAllocationRequest", FaultKind.NoCapacity)]
    [InlineData(409, "SpotPriceGreaterThanProvidedMaxPrice", FaultKind.NoCapacity)]
    [InlineData(409, "QuotaExceeded", FaultKind.QuotaExceeded)]
    [InlineData(400, "InvalidParameter", FaultKind.Invalid)]
    [InlineData(400, "InvalidTemplateDeployment", FaultKind.Invalid)]
    [InlineData(400, "MarketplacePurchaseEligibilityFailed", FaultKind.Invalid)]
    [InlineData(400, "VMMarketplaceInvalidInput", FaultKind.Invalid)]
    [InlineData(404, "ImageNotFound", FaultKind.Invalid)]
    [InlineData(404, "PlatformImageNotFound", FaultKind.Invalid)]
    [InlineData(404, "ResourceGroupNotFound", FaultKind.Invalid)]
    [InlineData(404, "SubscriptionNotFound", FaultKind.Invalid)]
    [InlineData(404, "InvalidResourceType", FaultKind.Invalid)]
    [InlineData(409, "MaxPriceValueInvalid", FaultKind.Invalid)]
    [InlineData(409, "AzureSpotIsNotSupportedForThisVMSize", FaultKind.Invalid)]
    [InlineData(409, "VMPriorityCannotBeApplied", FaultKind.Invalid)]
    [InlineData(409, "EvictionPolicyCanBeSetOnlyOnAzureSpotVirtualMachines", FaultKind.Invalid)]
    [InlineData(409, "AzureSpotFeatureNotEnabledForSubscription", FaultKind.Denied)]
    [InlineData(403, "AuthorizationFailed", FaultKind.Denied)]
    [InlineData(403, "LinkedAuthorizationFailed", FaultKind.Denied)]
    [InlineData(403, "RequestDisallowedByPolicy", FaultKind.Denied)]
    [InlineData(409, "ScopeLocked", FaultKind.Denied)]
    [InlineData(409, "SubscriptionNotRegistered", FaultKind.Denied)]
    [InlineData(409, "MissingSubscriptionRegistration", FaultKind.Denied)]
    [InlineData(409, "PropertyChangeNotAllowed", FaultKind.Conflict)]
    [InlineData(409, "MaxPriceChangeNotAllowedForAllocatedVMs", FaultKind.Conflict)]
    [InlineData(409, "AnotherOperationInProgress", FaultKind.Conflict)]
    [InlineData(409, "Conflict", FaultKind.Conflict)]
    [InlineData(409, "OperationPreempted", FaultKind.Conflict)]
    [InlineData(409, "OperationNotAllowed", FaultKind.Conflict)]
    [InlineData(409, "RetryableError", FaultKind.Transient)]
    [InlineData(500, "InternalExecutionError", FaultKind.Transient)]
    [InlineData(500, "InternalServerError", FaultKind.Transient)]
    [InlineData(504, "ServerTimeout", FaultKind.Transient)]
    [InlineData(503, "ServiceUnavailable", FaultKind.Transient)]
    [InlineData(404, "NotFound", FaultKind.NotFound)]
    [InlineData(404, "ResourceNotFound", FaultKind.NotFound)]
    [InlineData(404, "ParentResourceNotFound", FaultKind.NotFound)]
    public async Task Knows_a_refusal_by_its_code(int status, string code, FaultKind kind)
    {
        var fault = await RefusedAsync(status, Error(code, "Azure's own words."));

        Assert.Equal((kind, code, "Azure's own words."), (fault.Kind, fault.Code, fault.Message));
    }

    [Theory]
    [InlineData("AllocationFailed", FaultKind.NoCapacity)]
    [InlineData("ZonalAllocationFailed", FaultKind.NoCapacity)]
    [InlineData("OverconstrainedAllocationRequest", FaultKind.NoCapacity)]
    [InlineData("SkuNotAvailable", FaultKind.NoCapacity)]
    [InlineData("OSProvisioningTimedOut", FaultKind.GuestFailed)]
    [InlineData("OSProvisioningInternalError", FaultKind.GuestFailed)]
    [InlineData("VMExtensionProvisioningError", FaultKind.GuestFailed)]
    [InlineData("VMExtensionHandlerNonTransientError", FaultKind.GuestFailed)]
    [InlineData("VMAgentStatusCommunicationError", FaultKind.GuestFailed)]
    [InlineData("InvalidParameter", FaultKind.Invalid)]
    [InlineData("OperationPreempted", FaultKind.Conflict)]
    [InlineData("InternalExecutionError", FaultKind.Transient)]
    [InlineData("NeverHeardOf", FaultKind.GuestFailed)]
    public async Task Knows_a_failure_that_came_later_with_status_200(string code, FaultKind kind)
    {
        var e = await FailedLaterAsync(code);

        Assert.Equal((200, kind, code), (e.Status, CloudFaults.Classify(e).Kind, CloudFaults.Classify(e).Code));
        Assert.Equal(kind, CloudFaults.Classify(code, "as the VM's state says it").Kind);
    }

    [Fact]
    public async Task Tells_quota_by_its_details() =>
        Assert.Equal(FaultKind.QuotaExceeded, (await RefusedAsync(409, Error("OperationNotAllowed", "No.", "QuotaExceeded"))).Kind);

    [Fact]
    public async Task Tells_quota_by_its_words_when_there_are_no_details() =>
        Assert.Equal(FaultKind.QuotaExceeded, (await RefusedAsync(409, Error("OperationNotAllowed", QuotaMessage))).Kind);

    [Theory]
    [InlineData("Unable to resize the VM 'gpu-1' because the requested size Standard_NC48ads_A100_v4 is not available in the current hardware cluster.")]
    [InlineData("Unable to resize the VM 'gpu-1' since changing from resource disk to non-resource disk VM size and vice-versa is not allowed.")]
    public async Task Tells_a_size_that_it_cannot_become_by_its_words(string message) =>
        Assert.Equal(FaultKind.Invalid, (await RefusedAsync(409, Error("OperationNotAllowed", message))).Kind);

    [Fact]
    public async Task Tells_throttling_by_its_details_whatever_the_status() =>
        Assert.Equal(FaultKind.Throttled, (await RefusedAsync(409, Error("OperationNotAllowed", ThrottleMessage, "TooManyRequests"))).Kind);

    [Fact]
    public async Task Tells_throttling_by_its_status_whatever_the_code()
    {
        var fault = await RefusedAsync(429, Error("OperationNotAllowed", ThrottleMessage), ("Retry-After", "1200"));

        Assert.Equal((FaultKind.Throttled, TimeSpan.FromMinutes(20)), (fault.Kind, fault.RetryAfter));
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("-5")]
    [InlineData("99999999999")]
    [InlineData("Wed, 18 Nov 2026 10:00:30 GMT")]
    public async Task Does_without_a_wait_that_is_no_number_of_seconds(string retryAfter) =>
        Assert.Null((await RefusedAsync(429, Error("OperationNotAllowed", ThrottleMessage), ("Retry-After", retryAfter))).RetryAfter);

    [Theory]
    [InlineData(400, FaultKind.Invalid)]
    [InlineData(401, FaultKind.Denied)]
    [InlineData(403, FaultKind.Denied)]
    [InlineData(404, FaultKind.Transient)]
    [InlineData(405, FaultKind.Invalid)]
    [InlineData(409, FaultKind.Conflict)]
    [InlineData(412, FaultKind.Conflict)]
    [InlineData(422, FaultKind.Invalid)]
    [InlineData(429, FaultKind.Throttled)]
    [InlineData(500, FaultKind.Transient)]
    [InlineData(502, FaultKind.Transient)]
    [InlineData(503, FaultKind.Transient)]
    public async Task Takes_an_unknown_code_by_its_status(int status, FaultKind kind) =>
        Assert.Equal(
            (kind, "NeverHeardOf"),
            ((await RefusedAsync(status, Error("NeverHeardOf", "?"))).Kind, (await RefusedAsync(status, Error("NeverHeardOf", "?"))).Code));

    [Theory]
    [InlineData("<html>Bad gateway</html>")]
    [InlineData("")]
    [InlineData("\"oops\"")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"error\":\"oops\"}")]
    [InlineData("{\"error\":{\"details\":[\"oops\",{\"code\":7},{}]}}")]
    public async Task Takes_an_answer_that_is_no_ARM_error_by_its_status(string body)
    {
        var fault = await RefusedAsync(502, body);

        Assert.Equal((FaultKind.Transient, "Http502"), (fault.Kind, fault.Code));
    }

    [Fact]
    public async Task Takes_no_answer_at_all_for_passing()
    {
        var vm = Vm(_ => throw new HttpRequestException("Connection refused"));

        var fault = CloudFaults.Classify(await Assert.ThrowsAsync<RequestFailedException>(() => vm.GetAsync(cancellationToken: Cancellation)));

        Assert.Equal((FaultKind.Transient, "NoAnswer"), (fault.Kind, fault.Code));
    }

    private static async Task<CloudFault> RefusedAsync(int status, string body, params (string, string)[] headers)
    {
        var vm = Vm(_ => Arm.Answer(status, body, headers));
        return CloudFaults.Classify(await Assert.ThrowsAsync<RequestFailedException>(() => vm.GetAsync(cancellationToken: Cancellation)));
    }

    private static async Task<RequestFailedException> FailedLaterAsync(string code)
    {
        var vm = Vm(
            _ => Arm.Answer(202, "", ("Azure-AsyncOperation", Operation)),
            _ => Arm.Answer(200, $$$"""{"status":"Failed","name":"1","error":{"code":"{{{code}}}","message":"It failed."}}"""));
        return await Assert.ThrowsAsync<RequestFailedException>(() => vm.PowerOnAsync(WaitUntil.Completed, Cancellation));
    }

    private static VirtualMachineResource Vm(params Func<HttpRequestMessage, HttpResponseMessage>[] answers) =>
        Arm.Open(Arm.Answering(answers)).GetVirtualMachineResource(
            new ResourceIdentifier($"{Arm.Site.GroupId}/providers/Microsoft.Compute/virtualMachines/{SampleMachine.Of("a").ResourceName}"));

    private static string Error(string code, string message, string? detail = null)
    {
        var error = new JsonObject { ["code"] = code, ["message"] = message };
        if (detail is not null) error["details"] = new JsonArray(new JsonObject { ["code"] = detail, ["message"] = message });
        return new JsonObject { ["error"] = error }.ToJsonString();
    }
}
