using System.Globalization;
using System.Text.Json;
using Azure;
using ChatOps.Core.Machines;

namespace ChatOps.Azure;

/// <summary>
/// The one place where Azure's errors get their meaning. The code decides, not the status: an operation that failed later
/// comes with status 200, and quota and throttling share the code OperationNotAllowed.
/// </summary>
public static class CloudFaults
{
    public static CloudFault Classify(RequestFailedException e)
    {
        var response = e.GetRawResponse();
        var code = e.ErrorCode ?? (e.Status == 0 ? "NoAnswer" : $"Http{e.Status.ToString(CultureInfo.InvariantCulture)}");
        var kind = e.Status == 429 ? FaultKind.Throttled : Classify(code, e.Message, Details(response), e.Status);
        return new CloudFault(kind, code, FirstLine(e.Message), RetryAfter(response), response?.Headers.RequestId);
    }

    /// <summary>A failure that Azure reports in a resource's state.</summary>
    public static CloudFault Classify(string code, string message) => new(Classify(code, message, [], 200), code, FirstLine(message));

    private static FaultKind Classify(string code, string message, IReadOnlyCollection<string> details, int status) => code switch
    {
        "AllocationFailed" or "ZonalAllocationFailed" or "OverconstrainedAllocationRequest" or "OverconstrainedZonalAllocationRequest"
            or "SkuNotAvailable" or "SpotPriceGreaterThanProvidedMaxPrice" => FaultKind.NoCapacity,
        "QuotaExceeded" => FaultKind.QuotaExceeded,
        "TooManyRequests" => FaultKind.Throttled,
        "OperationNotAllowed" when details.Contains("TooManyRequests") => FaultKind.Throttled,
        "OperationNotAllowed" when details.Contains("QuotaExceeded") || message.Contains("quota", StringComparison.OrdinalIgnoreCase) =>
            FaultKind.QuotaExceeded,
        // It says why, and no waiting helps: the sizes differ in what they have of their own, or belong to other hardware.
        "OperationNotAllowed" when message.Contains("Unable to resize", StringComparison.OrdinalIgnoreCase) => FaultKind.Invalid,
        // The VM was made in the meantime, or something else is being done to it: the next look tells.
        "OperationNotAllowed" or "AnotherOperationInProgress" or "Conflict" or "OperationPreempted" or "PropertyChangeNotAllowed" => FaultKind.Conflict,
        "RetryableError" or "InternalExecutionError" or "InternalServerError" or "ServerTimeout" or "ServiceUnavailable" or "NoAnswer" => FaultKind.Transient,
        "AuthorizationFailed" or "LinkedAuthorizationFailed" or "RequestDisallowedByPolicy" or "ScopeLocked"
            or "SubscriptionNotRegistered" or "MissingSubscriptionRegistration" or "AzureSpotFeatureNotEnabledForSubscription" => FaultKind.Denied,
        "ResourceGroupNotFound" or "SubscriptionNotFound" or "InvalidResourceType" or "ImageNotFound" or "PlatformImageNotFound"
            or "InvalidParameter" or "MaxPriceValueInvalid" or "AzureSpotIsNotSupportedForThisVMSize" or "VMPriorityCannotBeApplied"
            or "EvictionPolicyCanBeSetOnlyOnAzureSpotVirtualMachines"
            or "WorkspaceNotFoundError" => FaultKind.Invalid,
        // These alone say that what was asked for is not there; see Faults.IsGone.
        "NotFound" or "ResourceNotFound" or "ParentResourceNotFound" => FaultKind.NotFound,
        "OSProvisioningTimedOut" or "OSProvisioningInternalError" or "OSProvisioningClientError" or "VMAgentStatusCommunicationError"
            or "VMExtensionProvisioningError" or "VMExtensionHandlerNonTransientError" => FaultKind.GuestFailed,
        _ => status switch
        {
            401 or 403 => FaultKind.Denied,
            409 or 412 => FaultKind.Conflict,
            400 or 405 or 422 => FaultKind.Invalid,
            // Accepted, and then failed for a reason that nobody has met: asking for the same again would not help.
            200 => FaultKind.GuestFailed,
            _ => FaultKind.Transient,
        },
    };

    /// <summary>The codes in <c>error.details</c>, which the SDK leaves in the body.</summary>
    private static List<string> Details(Response? response)
    {
        if (response?.ContentStream is not { CanSeek: true, Length: > 0 }) return [];
        try
        {
            using var body = JsonDocument.Parse(response.Content.ToMemory());
            return body.RootElement.TryGetProperty("error", out var error)
                && error.TryGetProperty("details", out var details)
                && details.ValueKind == JsonValueKind.Array
                ? [.. details.EnumerateArray().Select(d => d.TryGetProperty("code", out var code) ? code.GetString() ?? "" : "")]
                : [];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // A gateway's error page, or JSON of another shape; the status says enough.
            return [];
        }
    }

    private static TimeSpan? RetryAfter(Response? response) =>
        response is not null
        && response.Headers.TryGetValue("Retry-After", out var value)
        && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : null;

    /// <summary>The SDK appends status, headers and body; the log needs the sentence.</summary>
    private static string FirstLine(string message) => message.Split('\n')[0].Trim();
}
