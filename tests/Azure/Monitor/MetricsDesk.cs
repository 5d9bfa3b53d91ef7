using System.Collections.Immutable;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ChatOps.Azure;
using ChatOps.Azure.Monitor;
using ChatOps.Core.Machines;
using ChatOps.Core.Metrics;
using ChatOps.Sandbox;
using ChatOps.Sandbox.Monitor;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Azure.Monitor;

/// <summary>The product's metrics against the stand-in for Log Analytics, over HTTP, at ten o'clock.</summary>
internal sealed class MetricsDesk : IAsyncDisposable
{
    /// <summary>What a test shows that sends something by hand: it is often wrong on purpose.</summary>
    public const string ByHand = "by-hand";

    private readonly HttpClient _http;

    private MetricsDesk(MonitorStandIn standIn, SettableTime time)
    {
        var options = new LogsQueryClientOptions { Transport = standIn.Transport() };
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        (StandIn, Time, _http) = (standIn, time, new HttpClient { BaseAddress = standIn.Address });
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ByHand);
        Metrics = new AzureMachineMetrics(new LogsQueryClient(LogsQueryClient.PublicCloud, SandboxAzure.Credential, options), SandboxAzure.Metrics.WorkspaceId);
    }

    public MonitorStandIn StandIn { get; }

    public SettableTime Time { get; }

    public AzureMachineMetrics Metrics { get; }

    public static string Upload => $"dataCollectionRules/{SandboxAzure.Metrics.RuleId}/streams/{MetricsTable.Stream}?api-version=2023-01-01";

    public static async Task<MetricsDesk> OpenAsync()
    {
        var time = new SettableTime();
        return new MetricsDesk(await MonitorStandIn.StartAsync(time, certificate: null, TestContext.Current.CancellationToken), time);
    }

    public static MachineId Machine(int number) => new(number.ToString("x16", CultureInfo.InvariantCulture));

    /// <summary>A row of a machine that many minutes after nine; what is said of it as "UtilPct=3 ProcName=python".</summary>
    public static JsonObject Row(MachineId machine, double minute, int? gpu, string values = "")
    {
        var row = new JsonObject { ["TimeGenerated"] = $"{At(minute):O}", ["Machine"] = machine.Value, ["Agent"] = "1", ["Gpu"] = gpu };
        foreach (var pair in values.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = (pair.Split('=')[0], pair.Split('=')[1]);
            row[name] = double.TryParse(value, CultureInfo.InvariantCulture, out var number) ? number : value;
        }
        return row;
    }

    public static DateTimeOffset At(double minute) => SettableTime.Start.AddHours(-1).AddMinutes(minute);

    public async Task SendAsync(params IEnumerable<JsonObject> rows)
    {
        using var content = new StringContent(new JsonArray([.. rows]).ToJsonString(), Encoding.UTF8, "application/json");
        Assert.Equal(204, (await PostAsync(Upload, content)).Status);
    }

    public async Task<(int Status, JsonNode? Body)> PostAsync(string path, HttpContent content)
    {
        using var answer = await _http.PostAsync(new Uri(path, UriKind.Relative), content, TestContext.Current.CancellationToken);
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, body.Length == 0 ? null : JsonNode.Parse(body));
    }

    /// <summary>What machines did since nine.</summary>
    public Task<IReadOnlyDictionary<MachineId, MachineUse>> ReadAsync(IReadOnlyCollection<MachineId>? only = null, int machines = 1) =>
        Metrics.ReadAsync(At(0), Time.Now, only, machines, TestContext.Current.CancellationToken);

    /// <summary>Likewise in sums.</summary>
    public Task<IReadOnlyDictionary<MachineId, ImmutableArray<GpuUse>>> SumAsync(params IReadOnlyCollection<MachineId> machines) =>
        Metrics.SumAsync(At(0), Time.Now, machines, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return StandIn.DisposeAsync();
    }
}
