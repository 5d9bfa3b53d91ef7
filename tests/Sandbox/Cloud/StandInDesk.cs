using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ChatOps.Sandbox.Cloud;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Sandbox.Cloud;

/// <summary>The stand-in for ARM, spoken to in plain HTTP.</summary>
internal sealed class StandInDesk : IAsyncDisposable
{
    public const string A100 = "Standard_NC24ads_A100_v4";
    public const string Compute = "/subscriptions/sub/resourceGroups/gpu-machines/providers/Microsoft.Compute";
    public const string Network = "/subscriptions/sub/resourceGroups/gpu-machines/providers/Microsoft.Network";

    private readonly HttpClient _http;

    private StandInDesk(SettableTime time, ArmStandIn standIn)
    {
        (Time, StandIn, _http) = (time, standIn, new HttpClient { BaseAddress = standIn.Address });
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "any");
    }

    public SettableTime Time { get; }

    public ArmStandIn StandIn { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<StandInDesk> OpenAsync(string? file = null, SettableTime? time = null)
    {
        var clock = time ?? new SettableTime();
        return new StandInDesk(clock, await ArmStandIn.StartAsync(clock, file, Cancellation));
    }

    /// <summary>With a VM called vm1 that has booted.</summary>
    public static async Task<StandInDesk> WithVmAsync(bool spot = false)
    {
        var desk = await OpenAsync();
        Assert.Equal(201, (await desk.PutVmAsync("vm1", spot: spot)).Status);
        desk.Later();
        desk.StandIn.Settle();
        return desk;
    }

    /// <summary>Whatever was set off is over.</summary>
    public void Later() => Time.Advance(TimeSpan.FromMinutes(15));

    public void Control(string words) => CloudControls.Run(StandIn, words.Split(' '), Time, name => name);

    public Task<Said> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Said> PostAsync(string path) => SendAsync(HttpMethod.Post, path);

    public Task<Said> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    public Task<Said> PutAsync(string path, JsonObject body) => SendAsync(HttpMethod.Put, path, body);

    public Task<Said> PatchAsync(string path, JsonObject body) => SendAsync(HttpMethod.Patch, path, body);

    /// <summary>How far the operation is that an answer has begun.</summary>
    public async Task<string?> OperationAsync(Said begun) => (string?)(await GetAsync(begun.Operation)).Body?["status"];

    public Task<Said> PutVmAsync(string name, string size = A100, bool spot = false, Action<JsonObject>? change = null)
    {
        var body = VmBody(name, size, spot);
        change?.Invoke(body);
        return PutAsync($"{Compute}/virtualMachines/{name}", body);
    }

    /// <summary>What the VM's instance view says, e.g. "PowerState/running".</summary>
    public async Task<IEnumerable<string>> StatusesAsync(string name) =>
        (await GetAsync($"{Compute}/virtualMachines/{name}/instanceView")).Body?["statuses"]?.AsArray().Select(s => (string?)s?["code"] ?? "") ?? [];

    /// <summary>Sends just this, without adding a token or an api-version.</summary>
    public async Task<Said> SendRawAsync(string pathAndQuery, bool withToken = true)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(StandIn.Address, pathAndQuery));
        using var bare = new HttpClient();
        return await Said.ReadAsync(await (withToken ? _http : bare).SendAsync(request, Cancellation));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await StandIn.DisposeAsync();
    }

    private async Task<Said> SendAsync(HttpMethod method, string path, JsonObject? body = null)
    {
        var separator = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        var version = path.Contains("api-version=", StringComparison.Ordinal) ? "" : $"{separator}api-version=2023-07-01";
        using var request = new HttpRequestMessage(method, path + version)
        {
            Content = body is null ? null : JsonContent.Create(body),
        };
        return await Said.ReadAsync(await _http.SendAsync(request, Cancellation));
    }

    private static JsonObject VmBody(string name, string size, bool spot) => new()
    {
        ["location"] = "eastus",
        ["tags"] = new JsonObject(),
        ["properties"] = new JsonObject
        {
            ["hardwareProfile"] = new JsonObject { ["vmSize"] = size },
            ["storageProfile"] = new JsonObject
            {
                ["imageReference"] = new JsonObject { ["publisher"] = "p", ["offer"] = "o", ["sku"] = "s", ["version"] = "1.0" },
                ["osDisk"] = new JsonObject { ["name"] = $"{name}-os", ["diskSizeGB"] = 128 },
            },
            ["osProfile"] = new JsonObject
            {
                ["customData"] = "",
                ["linuxConfiguration"] = new JsonObject
                {
                    ["ssh"] = new JsonObject { ["publicKeys"] = new JsonArray(new JsonObject { ["keyData"] = "ssh-ed25519 AAAA" }) },
                },
            },
            ["networkProfile"] = new JsonObject
            {
                ["networkApiVersion"] = "2020-11-01",
                ["networkInterfaceConfigurations"] = new JsonArray(new JsonObject { ["name"] = $"{name}-nic" }),
            },
            ["priority"] = spot ? "Spot" : "Regular",
        },
    };
}

/// <summary>An answer of the stand-in.</summary>
internal sealed record Said(int Status, JsonNode? Body, HttpResponseHeaders Headers)
{
    public string? Code => (string?)Body?["error"]?["code"];

    /// <summary>Where to ask for the operation, on the stand-in.</summary>
    public string Operation => new Uri(Headers.GetValues("Azure-AsyncOperation").Single()).AbsolutePath;

    public static async Task<Said> ReadAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new Said((int)response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text), response.Headers);
    }
}
