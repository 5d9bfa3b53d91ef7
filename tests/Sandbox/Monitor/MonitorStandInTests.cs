using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using ChatOps.Azure.Monitor;
using ChatOps.Sandbox;
using ChatOps.Tests.Azure.Monitor;

namespace ChatOps.Tests.Sandbox.Monitor;

/// <summary>What the stand-in for Log Analytics takes and refuses, spoken to by hand.</summary>
public sealed class MonitorStandInTests
{
    private static readonly string Query = $"v1/workspaces/{SandboxAzure.Metrics.WorkspaceId}/query";

    private static readonly string Right =
        UseQuery.OfPage(new QueryTimeRange(MetricsDesk.At(0), MetricsDesk.At(60)), 0, 1).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Row => $"[{MetricsDesk.Row(MetricsDesk.Machine(1), 5, 0, "UtilPct=1").ToJsonString()}]";

    public static TheoryData<string, string, int, string> Refused => new()
    {
        { MetricsDesk.Upload.Replace("2023-01-01", "2021-01-01", StringComparison.Ordinal), "[]", 400, "UnsupportedApiVersion" },
        { MetricsDesk.Upload.Replace("dcr-0", "dcr-1", StringComparison.Ordinal), "[]", 404, "NotFound" },
        { MetricsDesk.Upload.Replace("Custom-", "", StringComparison.Ordinal), "[]", 400, "InvalidStream" },
        { MetricsDesk.Upload, "{}", 400, "InvalidPayload" },
        { MetricsDesk.Upload, "[1]", 400, "InvalidPayload" },
        { MetricsDesk.Upload, "[", 400, "InvalidPayload" },
        { MetricsDesk.Upload, $"[{{\"Machine\":\"{new string('x', 1024 * 1024)}\"}}]", 413, "ContentLengthLimitExceeded" },
        { "v1/workspaces/3f1c0e5a-9d44-4c1e-8f00-0123456789ab/query", "{}", 404, "WorkspaceNotFoundError" },
        { Query, "[]", 400, "BadArgumentError" },
        { Query, """{"query":"GpuMetrics_CL | take 1"}""", 400, "BadArgumentError" },
        { Query, $$"""{"query":"{{Right}}\n| take 1"}""", 400, "BadArgumentError" },
        { Query, $$"""{"query":"{{Right}}","timespan":"soon"}""", 400, "BadArgumentError" },
        { "v1/workspaces", "{}", 404, "PathNotFoundError" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Refuses_what_Azure_refuses(string path, string body, int status, string code)
    {
        await using var desk = await MetricsDesk.OpenAsync();

        var (answered, error) = await desk.PostAsync(path, Json(body));

        Assert.Equal((status, code), (answered, (string?)error?["error"]?["code"]));
    }

    [Fact]
    public async Task Whoever_shows_no_token_is_refused()
    {
        await using var desk = await MetricsDesk.OpenAsync();
        using var http = new HttpClient { BaseAddress = desk.StandIn.Address };
        foreach (var path in (string[])[MetricsDesk.Upload, Query])
        {
            using var body = Json("[]");
            using var answer = await http.PostAsync(new Uri(path, UriKind.Relative), body, TestContext.Current.CancellationToken);
            Assert.Equal(401, (int)answer.StatusCode);
        }
    }

    [Fact]
    public async Task Takes_what_is_packed_and_no_more_of_it_unpacked_than_of_anything()
    {
        await using var desk = await MetricsDesk.OpenAsync();

        Assert.Equal(204, (await desk.PostAsync(MetricsDesk.Upload, Packed(Row))).Status);
        Assert.Equal(413, (await desk.PostAsync(MetricsDesk.Upload, Packed($"[{new string(' ', 1024 * 1024)}]"))).Status);
        using var unpacked = Json(Row);
        unpacked.Headers.ContentEncoding.Add("gzip");
        Assert.Equal(400, (await desk.PostAsync(MetricsDesk.Upload, unpacked)).Status);
        Assert.Single(await desk.ReadAsync());
    }

    [Fact]
    public async Task What_a_column_cannot_hold_is_null_and_what_belongs_to_none_is_dropped()
    {
        await using var desk = await MetricsDesk.OpenAsync();
        var row = MetricsDesk.Row(MetricsDesk.Machine(1), 5, 0, "UtilPct=much CpuPct=3 Colour=red MemUsedMiB=2048");
        row["CpuPct"] = "3.5";

        await desk.SendAsync(row, []);

        var bin = Assert.Single(Assert.Single(await desk.ReadAsync()).Value.Bins);
        Assert.Equal((1, 1, 3.5f, 2f), (bin.Samples, bin.Unmeasured, bin.MaxCpu, bin.MemoryGiB));
    }

    [Fact]
    public async Task What_is_late_is_there_later()
    {
        await using var desk = await MetricsDesk.OpenAsync();
        await desk.SendAsync(MetricsDesk.Row(MetricsDesk.Machine(1), 45, 0), MetricsDesk.Row(MetricsDesk.Machine(1), 55, 0));
        desk.StandIn.Faults.Late = TimeSpan.FromMinutes(10);

        Assert.Equal(MetricsDesk.At(45), Assert.Single(await desk.ReadAsync()).Value.LastSampleAt);
        desk.StandIn.Faults.Heal();
        Assert.Equal(MetricsDesk.At(55), Assert.Single(await desk.ReadAsync()).Value.LastSampleAt);
    }

    [Fact]
    public async Task What_is_older_than_a_day_and_a_half_is_forgotten()
    {
        await using var desk = await MetricsDesk.OpenAsync();
        for (var hour = 0; hour < 120; hour++)
        {
            await desk.SendAsync(Enumerable.Range(0, 60).Select(minute => MetricsDesk.Row(MetricsDesk.Machine(1), 60 * hour + minute, 0)));
            desk.Time.Advance(TimeSpan.FromHours(1));
        }

        Assert.InRange(desk.StandIn.Rows.Count, 36 * 60, 80 * 60);
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private static ByteArrayContent Packed(string body)
    {
        using var packed = new MemoryStream();
        using (var packing = new GZipStream(packed, CompressionLevel.Fastest)) packing.Write(Encoding.UTF8.GetBytes(body));
        var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.ContentEncoding.Add("gzip");
        return content;
    }
}
