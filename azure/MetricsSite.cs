namespace ChatOps.Azure;

/// <summary>Where machines' agents write what they measure, and where it is read.</summary>
/// <param name="Ingestion">The endpoint of the data collection rule; without a path.</param>
/// <param name="RuleId">The rule's immutable id: dcr- and 32 hex digits.</param>
/// <param name="Identity">Name of the user-assigned identity that machines write as; null for that of their blueprint.</param>
/// <param name="WorkspaceId">Of the Log Analytics workspace, which is no ARM id.</param>
/// <param name="Query">Where the workspace is asked; without a path.</param>
public sealed record MetricsSite(Uri Ingestion, string RuleId, string? Identity, Guid WorkspaceId, Uri Query);
