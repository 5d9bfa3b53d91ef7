using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using Azure;
using ChatOps.Azure;
using ChatOps.Azure.Storage;
using ChatOps.Core.Sizes;
using ChatOps.Functions.Sandboxed;
using ChatOps.Sandbox;
using ChatOps.Sandbox.Chat;
using ChatOps.Sandbox.Hosting;
using ChatOps.Sandbox.Loopback;
using ChatOps.Sandbox.Programs;

namespace ChatOps.Bench;

/// <summary>
/// The published program on several instances of the stand-in for the Functions host, with one storage account, one Azure and one chat, in
/// real time. In this Azure nearly nothing takes time, and there is room for everything.
/// </summary>
internal sealed class ScaledOutApp : IAsyncDisposable
{
    /// <summary>Event Grid delivers several events at the same time.</summary>
    private const int Deliverers = 4;

    private readonly Deployment _deployment;
    private readonly LocalAzure _azure;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chatops-bench-");
    private readonly QueueServiceClient _queues;
    private readonly Channel<string> _events = Channel.CreateUnbounded<string>();
    private readonly ConcurrentQueue<Invocation> _invocations = new();
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly List<FunctionsHost> _instances = [];
    private ChatFront? _chat;

    private ScaledOutApp(Deployment deployment, LocalAzure azure)
    {
        (_deployment, _azure, _queues) = (deployment, azure, azure.OpenQueues());
        azure.Arm.State.Faults.Slow = 0;
        foreach (var family in SizeCatalog.Names.Select(name => SizeCatalog.Get(name).QuotaFamily).Distinct())
            foreach (var region in SandboxAzure.Site.Subnets.Keys) azure.Arm.State.Quota[$"{family}/{region}"] = int.MaxValue;
        azure.Arm.Changed += id => _events.Writer.TryWrite(id);
    }

    /// <summary>A card was put into the chat.</summary>
    public event Action<ChatMessage>? Shown;

    public HttpClient Http { get; } = new();

    /// <summary>Calls of functions so far, in the order of their ends.</summary>
    public IReadOnlyCollection<Invocation> Invocations => [.. _invocations];

    /// <summary>What host and program have logged that is a warning or worse.</summary>
    public IReadOnlyCollection<string> Complaints => [.. _complaints];

    public int Vms => _azure.Arm.State.Vms.Count;

    public int VmRequests => _azure.Arm.Requests.Where(request => request.Key.StartsWith("PUT", StringComparison.Ordinal)
        && request.Key.EndsWith("virtualMachines/{vm}", StringComparison.Ordinal)).Sum(request => request.Value);

    public IEnumerable<double> ResidentMiB => _instances.Select(instance => instance.Handler.ResidentBytes / 1048576.0);

    /// <summary>Of all instances of the program together; hosts and emulator are not in it.</summary>
    public TimeSpan Cpu => _instances.Select(CpuOf).Aggregate((one, other) => one + other);

    public static async Task<ScaledOutApp> StartAsync(string published, int instances, CancellationToken cancellationToken)
    {
        var deployment = await Deployment.OpenAsync(BenchFolders.Root, published, cancellationToken);
        var app = new ScaledOutApp(deployment, await deployment.NewAzureAsync(TimeProvider.System, null, cancellationToken));
        await app.StartAsync(instances, cancellationToken);
        return app;
    }

    /// <summary>Who says one thing after the other meets the instances in turn.</summary>
    public Uri Address(int turn) => _instances[turn % _instances.Count].Address;

    /// <summary>Works on queues and timers, lets things happen in Azure and tells of them, until it is cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(
    [
        .. _instances.Select(instance => instance.RunAsync(cancellationToken)),
        .. Enumerable.Range(0, Deliverers).Select(_ => DeliverEventsAsync(cancellationToken)),
        AzureAsync(cancellationToken),
        TellTheTimeAsync(cancellationToken),
    ]);

    /// <summary>How many messages are in a queue, hidden or not.</summary>
    public async Task<int> MessagesAsync(string queue, CancellationToken cancellationToken)
    {
        try
        {
            return await _queues.GetQueueClient(queue).CountApproximatelyAsync(cancellationToken);
        }
        catch (RequestFailedException e) when (e.ErrorCode == "QueueNotFound")
        {
            return 0;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var instance in _instances) await instance.DisposeAsync();
        if (_chat is not null) await _chat.DisposeAsync();
        Http.Dispose();
        await _azure.DisposeAsync();
        await _deployment.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task StartAsync(int instances, CancellationToken cancellationToken)
    {
        var chat = new SandboxChat();
        chat.Changed += message => Shown?.Invoke(message);
        _chat = await ChatFront.StartAsync(chat, cancellationToken);
        SandboxClock.Set(_folder.FullName, TimeProvider.System.GetUtcNow());
        await _queues.GetQueueClient(QueueNudges.Reconcile).CreateIfNotExistsAsync(cancellationToken);
        var options = new FunctionsHostOptions
        {
            AppRoot = _deployment.AppRoot,
            Settings = new Dictionary<string, string>(_azure.Settings())
            {
                ["Azure__EventGrid"] = "true",
                ["Blueprints__Folder"] = BenchFolders.Blueprints,
                ["Blueprints__Drafts"] = "true",
                ["Sandbox__Folder"] = _folder.FullName,
                ["Sandbox__Chat"] = $"{_chat.Address}",
            },
            Queues = _queues,
            Timers = new SharedTimers(),
            Output = Hear,
            Logs = LineLogs.To(new LineWriter(line => _complaints.Enqueue(line))),
        };
        for (var i = 0; i < instances; i++)
        {
            var instance = await FunctionsHost.StartAsync(options, cancellationToken);
            instance.Invoked += _invocations.Enqueue;
            _instances.Add(instance);
        }
    }

    /// <summary>ASP.NET's short names of levels begin each line that the program writes.</summary>
    private void Hear(string line)
    {
        if (line.StartsWith("warn:", StringComparison.Ordinal) || line.StartsWith("fail:", StringComparison.Ordinal)) _complaints.Enqueue(line);
    }

    private async Task DeliverEventsAsync(CancellationToken cancellationToken)
    {
        var reconcile = _queues.GetQueueClient(QueueNudges.Reconcile);
        await foreach (var armId in _events.Reader.ReadAllAsync(cancellationToken))
            await reconcile.SendMessageAsync(FunctionsApp.Event(armId, TimeProvider.System.GetUtcNow()), TimeSpan.Zero, cancellationToken);
    }

    private async Task AzureAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, cancellationToken);
            if (_azure.Arm.NextChangeAt <= TimeProvider.System.GetUtcNow()) _azure.Arm.Settle();
        }
    }

    /// <summary>In the sandbox the program has its time from a file.</summary>
    private async Task TellTheTimeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            SandboxClock.Set(_folder.FullName, TimeProvider.System.GetUtcNow());
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
        }
    }

    private static TimeSpan CpuOf(FunctionsHost instance)
    {
        using var process = Process.GetProcessById(instance.Handler.ProcessId);
        return process.TotalProcessorTime;
    }

    private sealed class LineWriter(Action<string> write) : StringWriter
    {
        public override void WriteLine(string? value) => write(value ?? "");
    }
}
