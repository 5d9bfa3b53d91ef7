using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;
using ChatOps.Core.Machines;
using ChatOps.Core.Metrics;
using ChatOps.Core.Sizes;
using ChatOps.Sandbox.Cloud;

namespace ChatOps.Sandbox.Monitor;

/// <summary>
/// What the agents of all running machines send: a sample each minute, and here the samples of all machines in one upload every five minutes, so
/// that a world with machines is hardly slower. An agent runs from when the first boot is done for as long as the VM does.
/// </summary>
internal sealed class GuestAgents : IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>What an agent keeps when it cannot send.</summary>
    private static readonly TimeSpan MostKept = TimeSpan.FromHours(2);

    private const int UploadBytes = 900_000;

    private readonly ArmStandIn _cloud;
    private readonly TimeProvider _time;
    private readonly string? _file;
    private readonly HttpClient _http;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Agent> _agents = [];
    private readonly List<Agent> _ended = [];
    private readonly Dictionary<string, Workload> _workloads;
    private DateTimeOffset _sentAt;
    private bool _isDue;

    /// <param name="file">Where it is kept what the machines are used for; null for nowhere.</param>
    public GuestAgents(ArmStandIn cloud, MonitorStandIn monitor, TimeProvider time, string? file)
    {
        (_cloud, _time, _file, _sentAt) = (cloud, time, file, time.GetUtcNow());
        _http = new HttpClient(monitor.Handler()) { BaseAddress = SandboxAzure.Metrics.Ingestion };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "sandbox");
        _workloads = file is not null && File.Exists(file)
            ? JsonSerializer.Deserialize<Dictionary<string, Workload>>(File.ReadAllText(file)) ?? []
            : [];
        string[] names;
        lock (cloud.Lock) names = [.. cloud.State.Vms.Keys];
        foreach (var name in names) Look(name);
        cloud.Changed += Note;
    }

    /// <summary>When they send next; null while no machine runs.</summary>
    public DateTimeOffset? NextAt
    {
        get
        {
            lock (_lock) return _isDue ? _time.GetUtcNow() : _agents.Count + _ended.Count == 0 ? null : Floor(_sentAt, Every) + Every;
        }
    }

    /// <summary>Lets a machine be used for something else, or something be typed on it.</summary>
    /// <param name="vm">Its name in Azure.</param>
    public void Change(string vm, Func<Workload, Workload> change)
    {
        lock (_lock)
        {
            _workloads[vm] = change(WorkloadOf(vm));
            if (_file is not null) File.WriteAllText(_file, JsonSerializer.Serialize(_workloads));
        }
    }

    /// <summary>Azure tells the machine that it will be taken back, and its agent tells at once.</summary>
    public void AnnounceEviction(string vm, DateTimeOffset at)
    {
        lock (_lock)
        {
            if (!_agents.TryGetValue(vm, out var agent)) return;
            agent.EvictionAt = at;
            _isDue = true;
        }
    }

    /// <summary>Sends what was measured since the last time. What could not be sent is sent with the next.</summary>
    public async Task SendAsync(CancellationToken cancellationToken)
    {
        var (now, uploads) = (_time.GetUtcNow(), new List<ArrayBufferWriter<byte>>());
        Agent[] ended;
        lock (_lock)
        {
            (_sentAt, _isDue, ended) = (now, false, [.. _ended]);
            Write(now, uploads);
        }
        foreach (var upload in uploads)
            if (!await UploadAsync(upload, cancellationToken)) return;
        lock (_lock)
        {
            _ended.RemoveAll(ended.Contains);
            foreach (var agent in _agents.Values.Where(agent => agent.Next <= now)) agent.Next = Floor(now, Minute) + Minute;
        }
    }

    public void Dispose()
    {
        _cloud.Changed -= Note;
        _http.Dispose();
    }

    private async Task<bool> UploadAsync(ArrayBufferWriter<byte> upload, CancellationToken cancellationToken)
    {
        using var body = new ReadOnlyMemoryContent(upload.WrittenMemory);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var path = $"dataCollectionRules/{SandboxAzure.Metrics.RuleId}/streams/{MetricsTable.Stream}?api-version={IngestionEndpoint.ApiVersion}";
        using var answer = await _http.PostAsync(new Uri(path, UriKind.Relative), body, cancellationToken);
        return answer.IsSuccessStatusCode;
    }

    private void Note(string armId)
    {
        if (armId.Split('/') is [.., "virtualMachines", var vm]) Look(vm);
    }

    /// <summary>Whether the machine still runs, or does now.</summary>
    private void Look(string name)
    {
        if (MachineId.OfResource(name) is not { } machine) return;
        var now = _time.GetUtcNow();
        Agent? running = null;
        lock (_cloud.Lock)
        {
            if (_cloud.State.Vms.GetValueOrDefault(name) is { Power: "running", SoftwareFails: false, SoftwareEndsAt: { } ends } vm)
                running = new Agent(machine, name, SizeCatalog.Get(vm.Size)) { Next = Floor((ends > now ? ends : now) + Minute, Minute) };
        }
        lock (_lock)
        {
            if (running is not null)
            {
                if (!_agents.TryAdd(name, running)) return;
                if (_sentAt < now - Every) _sentAt = now;
            }
            else if (_agents.Remove(name, out var ended))
            {
                ended.Until = now;
                _ended.Add(ended);
            }
        }
    }

    private void Write(DateTimeOffset now, List<ArrayBufferWriter<byte>> uploads)
    {
        Utf8JsonWriter? json = null;
        foreach (var agent in _ended.Concat(_agents.Values))
        {
            var (workload, until) = (WorkloadOf(agent.Vm), agent.Until ?? now);
            for (var at = Max(agent.Next, Floor(now - MostKept, Minute)); at <= until; at += Minute) Write(agent, workload, at, ref json, uploads);
            // Told at once, and not only in the next minute's sample.
            if (agent is { EvictionAt: not null, Until: null } && agent.Next > now) Write(agent, workload, now, ref json, uploads);
        }
        json?.WriteEndArray();
        json?.Dispose();
    }

    private static void Write(Agent agent, Workload workload, DateTimeOffset at, ref Utf8JsonWriter? json, List<ArrayBufferWriter<byte>> uploads)
    {
        for (var gpu = 0; gpu < agent.Size.GpuCount; gpu++)
        {
            if (GuestSample.Of(workload, agent.Vm, gpu, agent.Size, at) is not { } sample) return;
            if (json?.BytesCommitted + json?.BytesPending > UploadBytes)
            {
                json?.WriteEndArray();
                json?.Dispose();
                json = null;
            }
            if (json is null)
            {
                uploads.Add(new ArrayBufferWriter<byte>());
                json = new Utf8JsonWriter(uploads[^1]);
                json.WriteStartArray();
            }
            GuestRow.Write(json, agent, workload, gpu, sample, at);
        }
    }

    private Workload WorkloadOf(string vm) => _workloads.GetValueOrDefault(vm) ?? new Workload();

    private static DateTimeOffset Floor(DateTimeOffset at, TimeSpan to) => new(at.UtcTicks - at.UtcTicks % to.Ticks, TimeSpan.Zero);

    private static DateTimeOffset Max(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    /// <summary>One machine's, while it runs.</summary>
    internal sealed class Agent(MachineId machine, string vm, GpuSize size)
    {
        public MachineId Machine { get; } = machine;
        public string Vm { get; } = vm;
        public GpuSize Size { get; } = size;
        /// <summary>Of which minute its next sample is.</summary>
        public DateTimeOffset Next { get; set; }
        /// <summary>When its machine stopped; null while it runs.</summary>
        public DateTimeOffset? Until { get; set; }
        public DateTimeOffset? EvictionAt { get; set; }
    }
}
