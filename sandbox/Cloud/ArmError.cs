using System.Text.Json.Nodes;

namespace ChatOps.Sandbox.Cloud;

/// <summary>An answer in ARM's error format (docs: Azure REST API error responses).</summary>
internal sealed class ArmError(int status, string code, string message, string? detail = null, int? retryAfter = null) : Exception(message)
{
    public int Status { get; } = status;

    public int? RetryAfter { get; } = retryAfter;

    public JsonObject Body { get; } = new()
    {
        ["error"] = detail is null
            ? new JsonObject { ["code"] = code, ["message"] = message }
            : new JsonObject
            {
                ["code"] = code,
                ["message"] = message,
                ["details"] = new JsonArray(new JsonObject { ["code"] = detail, ["message"] = message }),
            },
    };

    public static ArmError NotFound(string type, string name, string group) =>
        new(404, "ResourceNotFound", $"The Resource '{type}/{name}' under resource group '{group}' was not found. "
            + "For more details please go to https://aka.ms/ARMResourceNotFoundFix");

    public static ArmError Invalid(string target, string message) => new(400, "InvalidParameter", $"{message} (target: {target})");

    public static ArmError Busy(string vm) =>
        new(409, "AnotherOperationInProgress", $"Another operation on {vm} is in progress.");

    public static ArmError Throttled(int retryAfter) => new(429, "OperationNotAllowed",
        "The server rejected the request because too many requests have been received for this subscription.", "TooManyRequests", retryAfter);

    public static ArmError Quota(string family, string region, int limit, int used, int needed) => new(409, "OperationNotAllowed",
        $"Operation could not be completed as it results in exceeding approved {family} Cores quota. "
        + $"Additional details - Deployment Model: Resource Manager, Location: {region}, Current Limit: {limit}, Current Usage: {used}, "
        + $"Additional Required: {needed}, (Minimum) New Limit Required: {used + needed}.",
        "QuotaExceeded");

    public static string Wording(string code, string size, string region) => code switch
    {
        "AllocationFailed" => "Allocation failed. We do not have sufficient capacity for the requested VM size in this region. "
            + "Read more about improving likelihood of allocation success at http://aka.ms/allocation-guidance",
        "SkuNotAvailable" => $"The requested VM size for resource 'Following SKUs have failed for Capacity Restrictions: {size}' "
            + $"is currently not available in location '{region}'. "
            + "Please try another size or deploy to a different location or different zone. See https://aka.ms/azureskunotavailable for details.",
        "OSProvisioningTimedOut" => "OS Provisioning for the VM did not finish in the allotted time.",
        _ => $"The operation failed with {code}.",
    };
}
