namespace ChatOps.Azure;

/// <summary>Where in Azure is kept what machines measure, and where it is read: all of it exists before the first launch.</summary>
/// <param name="Ingestion">The data collection rule's endpoint; without a path.</param>
/// <param name="RuleId">The rule's immutable id: dcr- and 32 hex digits.</param>
/// <param name="Identity">
/// Name of the user-assigned identity that every machine sends as, in the machines' resource group: Monitoring Metrics Publisher on the rule.
/// </param>
/// <param name="WorkspaceId">Of the Log Analytics workspace, which is no ARM id.</param>
/// <param name="Query">Where the workspace is asked; without a path.</param>
public sealed record MetricsSite(Uri Ingestion, string RuleId, string Identity, Guid WorkspaceId, Uri Query);
