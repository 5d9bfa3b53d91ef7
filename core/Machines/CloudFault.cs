namespace ChatOps.Core.Machines;

/// <summary>Why Azure did not do what it was asked, classified once (in <c>azure/CloudFaults.cs</c>).</summary>
/// <param name="Code">Azure's error code, for the log and the history.</param>
/// <param name="Message">Azure's own words; not for people's cards.</param>
/// <param name="RetryAfter">When Azure said to come back.</param>
/// <param name="RequestId">Azure's own number of the request, which its support asks for.</param>
public sealed record CloudFault(FaultKind Kind, string Code, string Message, TimeSpan? RetryAfter = null, string? RequestId = null);

public enum FaultKind
{
    /// <summary>Unknown or passing; ask again soon.</summary>
    Transient,
    /// <summary>Too many requests; ask again when told.</summary>
    Throttled,
    /// <summary>Something else is being done to the resource; ask again soon.</summary>
    Conflict,
    NotFound,
    /// <summary>No room for this size here now; another size or region may have some.</summary>
    NoCapacity,
    /// <summary>The subscription's vCPU quota is used up; only the platform team can raise it.</summary>
    QuotaExceeded,
    /// <summary>Permission or policy.</summary>
    Denied,
    /// <summary>The request itself is wrong: a blueprint or the deployment's settings need mending.</summary>
    Invalid,
    /// <summary>The VM was made, but its system did not come up.</summary>
    GuestFailed,
}

/// <summary>Thrown by <see cref="IMachineCloud"/>; the engine turns it into an observation.</summary>
public sealed class CloudFaultException(CloudFault fault, Exception? inner = null) : Exception($"{fault.Code}: {fault.Message}", inner)
{
    public CloudFault Fault { get; } = fault;
}
