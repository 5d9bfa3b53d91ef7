using System.Text.RegularExpressions;
using ChatOps.Azure;
using ChatOps.Azure.Monitor;

namespace ChatOps.Functions.Settings;

/// <summary>Where machines' agents write what they measure: all of it, or nothing.</summary>
internal static partial class MetricsOptions
{
    public const string Section = "Azure__Metrics";

    private const string WorkspaceId = "Azure__Metrics__WorkspaceId";
    private const string Endpoint = "Azure__Metrics__Endpoint";
    private const string RuleId = "Azure__Metrics__RuleId";
    private const string Identity = "Azure__Metrics__Identity";
    private const string QueryEndpoint = "Azure__Metrics__QueryEndpoint";

    [GeneratedRegex(@"^dcr-[0-9a-f]{32}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ImmutableId();

    /// <summary>Of a user-assigned identity: https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules.</summary>
    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_-]{2,127}\z", RegexOptions.CultureInvariant)]
    private static partial Regex IdentityName();

    /// <returns>Null where nothing of it is set.</returns>
    public static MetricsSite? Read(SettingsReader settings, bool isSandbox)
    {
        if (!settings.HasAny(Section))
        {
            // So that what looks like one of them is told from nothing at all.
            foreach (var name in (string[])[WorkspaceId, Endpoint, RuleId, Identity, QueryEndpoint]) settings.Optional(name);
            return null;
        }
        var workspace = settings.Required(WorkspaceId, "the workspace's id: `az monitor log-analytics workspace show --query customerId`");
        if (workspace.Length > 0 && (!Guid.TryParseExact(workspace, "D", out var id) || id == Guid.Empty))
            settings.Problem($"{WorkspaceId} is no workspace's id. Set it to the GUID that says `az monitor log-analytics workspace show --query customerId`.");
        var endpoint = settings.Required(
            Endpoint, "where the data collection rule takes logs: `az monitor data-collection rule show --query endpoints.logsIngestion`");
        var ingestion = endpoint.Length == 0 ? null : Alone(settings, Endpoint, "https://NAME.eastus-1.ingest.monitor.azure.com", isSandbox);
        var rule = settings.Required(RuleId, "the rule's immutable id: `az monitor data-collection rule show --query immutableId`");
        if (rule.Length > 0 && !ImmutableId().IsMatch(rule))
            settings.Problem($"{RuleId} is no rule's immutable id. Set it to dcr- and 32 digits: `az monitor data-collection rule show --query immutableId`.");
        var identity = settings.Required(
            Identity, "the name of the user-assigned identity, in the machines' resource group, that every machine sends as");
        if (identity.Length > 0 && !IdentityName().IsMatch(identity))
            settings.Problem($"{Identity} is no name of a user-assigned identity. Set it to that of one in the machines' resource group.");
        var query = Alone(settings, QueryEndpoint, "https://api.loganalytics.azure.com", isSandbox) ?? LogsQueryClient.PublicCloud;
        return ingestion is null || !Guid.TryParse(workspace, out var workspaceId) ? null : new MetricsSite(ingestion, rule, identity, workspaceId, query);
    }

    private static Uri? Alone(SettingsReader settings, string name, string like, bool isSandbox)
    {
        if (settings.Address(name) is not { } address) return null;
        if (address.IsLoopback && !isSandbox) settings.Problem($"{name} is on this machine. Set it to an address of Azure's.");
        if (address.AbsolutePath != "/") settings.Problem($"{name} has a path. Set it to the address alone, like {like}.");
        return address;
    }
}
