using System.Collections.Immutable;
using ChatOps.Core.Metrics;

namespace ChatOps.Azure;

/// <summary>Where in Azure machines are built: all of it exists before the first launch.</summary>
/// <param name="ResourceGroup">Holds the machines and nothing else, so that what is in it is ours.</param>
/// <param name="Subnets">By region name, the ARM id of the subnet that machines there join.</param>
/// <param name="AdminSshPublicKey">Azure demands a key; people enter with Entra, this one is the platform team's for emergencies.</param>
public sealed record AzureSite(string SubscriptionId, string ResourceGroup, ImmutableDictionary<string, string> Subnets, string AdminSshPublicKey)
{
    /// <summary>Where the machines' agents send what they measure; null where nothing is measured.</summary>
    public MetricsSite? Metrics { get; init; }

    public string GroupId => $"/subscriptions/{SubscriptionId}/resourceGroups/{ResourceGroup}";

    /// <summary>A blueprint names its identity; it lies in the machines' resource group.</summary>
    public string IdentityId(string name) => $"{GroupId}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{name}";

    /// <summary>What the agent on each machine is told; null where nothing is measured.</summary>
    public AgentSettings? Agent => Metrics is { } metrics ? new AgentSettings(metrics.Ingestion, metrics.RuleId, IdentityId(metrics.Identity)) : null;

    public string DiskId(string name) => $"{GroupId}/providers/Microsoft.Compute/disks/{name}";
}
