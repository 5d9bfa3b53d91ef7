using ChatOps.Core.Metrics;
using ChatOps.Sandbox;
using ChatOps.Sandbox.Loopback;
using ChatOps.Sandbox.Play;
using ChatOps.Tests.Azure.Monitor;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Contracts;

/// <summary>What agents and the product send to Log Analytics, and what the stand-in answers, is what Microsoft's OpenAPI files say.</summary>
[Collection(ContractCollection.Name)]
public sealed class MonitorContractTests
{
    private static readonly string QueryUrl = $"https://api.loganalytics.azure.com/v1/workspaces/{SandboxAzure.Metrics.WorkspaceId}/query";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_that_was_said_to_Log_Analytics_in_this_run_is_as_Microsoft_specifies_it()
    {
        if (OpenApi.Specification() is not { } specification)
        {
            TestContext.Current.AddWarning(OpenApi.Missing);
            return;
        }
        // So that there is something to look at when this test runs alone.
        Assert.Null(await Scenario.PlayAsync(
            Repository.At("tests", "scenarios", "launch.chat"), new Trial(), Repository.Blueprints, _ => { }, restartAlways: false,
            LineLogs.To(TextWriter.Null), Cancellation));
        await using var desk = await MetricsDesk.OpenAsync();
        Assert.Empty(await desk.ReadAsync());
        await desk.SendAsync(MetricsDesk.Row(MetricsDesk.Machine(1), 5, 0, "UtilPct=3"));
        Assert.Single(await desk.ReadAsync());
        Assert.Single(await desk.SumAsync(MetricsDesk.Machine(1)));

        var (total, exchanges) = (MonitorTraffic.Total, MonitorTraffic.Distinct);
        var verdicts = await OpenApi.ValidateMonitorAsync(specification, exchanges, Cancellation);

        TestContext.Current.AddWarning($"Contracts: {total} exchanges with Log Analytics' stand-in, {exchanges.Count} of different shape, "
            + $"{verdicts.Select(verdict => verdict.Operation).Distinct().Count()} operations, checked against Microsoft's OpenAPI files.");
        var wrong = exchanges.Zip(verdicts)
            .SelectMany(pair => pair.Second.Violations.Select(violation => $"{pair.First.Method} {pair.First.Url} ({pair.First.Status}): {violation}"))
            .Distinct()
            .ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task What_is_not_as_Microsoft_specifies_it_is_found_and_named()
    {
        if (OpenApi.Specification() is not { } specification) return;
        var upload = $"https://gpu.eastus-1.ingest.monitor.azure.com/{MetricsDesk.Upload}";
        (HttpExchange Exchange, string? Says)[] cases =
        [
            (Exchange(upload, """[{"Machine":"a"}]""", 204, null), null),
            (Exchange(upload, """{"Machine":"a"}""", 204, null), "request as a whole: must be array"),
            (Exchange(upload, "[1]", 204, null), "request /0: must be object"),
            (Exchange(upload, "[]", 200, null), "200 is not described"),
            (Exchange(upload.Replace("api-version", "version", StringComparison.Ordinal), "[]", 204, null), "no such query parameter as version"),
            (Exchange(upload, "[]", 404, """{"code":"NotFound"}"""), "must have required property 'error'"),
            (Exchange(QueryUrl, """{"query":"a"}""", 200, """{"tables":[{"name":"P","columns":[{"name":"N","type":"long"}],"rows":[[1]]}]}"""), null),
            (Exchange(QueryUrl, """{"timespan":"PT1H"}""", 200, """{"tables":[]}"""), "request as a whole: must have required property 'query'"),
            (Exchange(QueryUrl, """{"query":"a"}""", 200, """{"tables":[{"name":"P","columns":[{"name":"N","type":"number"}],"rows":[]}]}"""),
                "must be equal to one of the allowed values"),
            (Exchange(QueryUrl, """{"query":"a"}""", 200, """{"tables":[{"name":"P","columns":[]}]}"""), "must have required property 'rows'"),
            (Exchange(QueryUrl.Replace("/v1", "", StringComparison.Ordinal), """{"query":"a"}""", 200, """{"tables":[]}"""), "There is no such operation"),
        ];

        var verdicts = await OpenApi.ValidateMonitorAsync(specification, [.. cases.Select(given => given.Exchange)], Cancellation);

        foreach (var ((exchange, says), verdict) in cases.Zip(verdicts))
        {
            if (says is null) Assert.Empty(verdict.Violations);
            else Assert.True(verdict.Violations.Any(v => v.Contains(says, StringComparison.Ordinal)), $"{exchange}: {string.Join("; ", verdict.Violations)}");
        }
    }

    [Fact]
    public void The_stream_is_the_table_s() => Assert.Equal($"Custom-{MetricsTable.Name}", MetricsTable.Stream);

    private static HttpExchange Exchange(string url, string asked, int status, string? said) =>
        new("POST", new Uri(url), new Dictionary<string, string>(), asked, status, new Dictionary<string, string>(), said);
}
