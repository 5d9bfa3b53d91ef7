namespace ChatOps.Azure;

/// <summary>Where in Azure is kept what machines measure: all of it exists before the first launch.</summary>
/// <param name="Endpoint">Of the data collection rule, for ingestion: https://NAME.REGION.ingest.monitor.azure.com.</param>
/// <param name="RuleId">The rule's immutable id: dcr- and 32 hex digits.</param>
/// <param name="WorkspaceId">The Log Analytics workspace's own id, a GUID, by which it is asked.</param>
/// <param name="Identity">
/// Name of the user-assigned identity that every machine sends as, in the machines' resource group: Monitoring Metrics Publisher on the rule.
/// </param>
public sealed record MetricsSite(Uri Endpoint, string RuleId, string WorkspaceId, string Identity);
