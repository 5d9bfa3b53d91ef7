using ChatOps.Azure;

namespace ChatOps.Tests.Functions.Settings;

public sealed class MetricsSettingsTests
{
    private const string Workspace = "Azure__Metrics__WorkspaceId";
    private const string Endpoint = "Azure__Metrics__Endpoint";
    private const string Rule = "Azure__Metrics__RuleId";
    private const string Identity = "Azure__Metrics__Identity";
    private const string Query = "Azure__Metrics__QueryEndpoint";

    private static readonly (string, string?)[] InOrder =
    [
        (Workspace, "3f1c0e5a-9d44-4c1e-8f00-0123456789ab"),
        (Endpoint, "https://gpu-a1b2.eastus-1.ingest.monitor.azure.com"),
        (Rule, "dcr-00112233445566778899aabbccddeeff"),
        (Identity, "gpu-agents"),
    ];

    /// <summary>What is changed, and the beginning of the one sentence that is said.</summary>
    public static TheoryData<string, string?, string> Broken => new()
    {
        { Workspace, null, $"{Workspace} is not set. Set it to the workspace's id" },
        { Endpoint, null, $"{Endpoint} is not set. Set it to where the data collection rule takes logs" },
        { Rule, null, $"{Rule} is not set. Set it to the rule's immutable id" },
        { Identity, null, $"{Identity} is not set. Set it to the name of the user-assigned identity" },
        { Workspace, "gpu-logs", $"{Workspace} is no workspace's id." },
        { Workspace, $"{Guid.Empty}", $"{Workspace} is no workspace's id." },
        { Endpoint, "http://gpu-a1b2.eastus-1.ingest.monitor.azure.com", $"{Endpoint} is no https address." },
        { Endpoint, "https://gpu.eastus-1.ingest.monitor.azure.com/dataCollectionRules", $"{Endpoint} has a path." },
        { Endpoint, "https://127.0.0.1:4000", $"{Endpoint} is on this machine." },
        { Rule, "dcr-gpu", $"{Rule} is no rule's immutable id." },
        { Rule, "dcr-00112233445566778899aabbccddeeff0", $"{Rule} is no rule's immutable id." },
        { Identity, "/subscriptions/a/b", $"{Identity} is no name of a user-assigned identity." },
        { Query, "https://api.loganalytics.us/v1", $"{Query} has a path." },
        { Query, "https://127.0.0.1:4000", $"{Query} is on this machine." },
        { "Azure__Metrics__Workspace", "a", "Azure__Metrics__Workspace is no setting. Did you mean" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void One_thing_that_is_wrong_is_said_in_one_sentence(string name, string? value, string problem) =>
        Assert.StartsWith(problem, Assert.Single(SomeSettings.Problems(SomeSettings.With([.. InOrder, (name, value)]))), StringComparison.Ordinal);

    [Fact]
    public void Where_nothing_of_it_is_set_nothing_is_measured()
    {
        Assert.Null(Read([]));
        Assert.StartsWith(
            "Azure__Metric is no setting.", Assert.Single(SomeSettings.Problems(SomeSettings.With(("Azure__Metric__RuleId", "a")))), StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_asked_in_the_public_cloud_where_nothing_else_is_said()
    {
        Assert.Equal(
            new MetricsSite(
                new Uri("https://gpu-a1b2.eastus-1.ingest.monitor.azure.com"), "dcr-00112233445566778899aabbccddeeff", "gpu-agents",
                Guid.Parse("3f1c0e5a-9d44-4c1e-8f00-0123456789ab"), new Uri("https://api.loganalytics.azure.com")),
            Read(InOrder));
        var other = Read([.. InOrder, (Query, "https://api.loganalytics.us")]);
        Assert.Equal("api.loganalytics.us", other?.Query.Host);
    }

    private static MetricsSite? Read((string, string?)[] changes) =>
        SomeSettings.Read(SomeSettings.Configuration(SomeSettings.With(changes))).Options.Azure.Site.Metrics;
}
