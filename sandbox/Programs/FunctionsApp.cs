using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ChatOps.Azure;
using ChatOps.Azure.Storage;
using ChatOps.Bot;
using ChatOps.Core.Machines;
using ChatOps.Functions;
using ChatOps.Functions.Sandboxed;
using ChatOps.Sandbox.Hosting;
using ChatOps.Sandbox.Loopback;
using Microsoft.Extensions.Logging;

namespace ChatOps.Sandbox.Programs;

/// <summary>
/// The program as it is published, in a process of its own behind the stand-in for the Functions host. What reaches it goes the
/// ways that it goes in Azure: requests by HTTP, nudges by storage queues, chores by timers.
/// </summary>
internal sealed class FunctionsApp : IProgram
{
    private readonly ProgramPlace _place;
    private readonly LocalAzure _azure;
    private readonly FunctionsHost _host;
    private readonly ChatFront _chat;
    private readonly QueueServiceClient _queues;
    private readonly QueueClient _reconcile;
    private readonly SandboxNames _names;
    private readonly HttpClient _http = new();
    private readonly ConcurrentQueue<string> _told = new();

    private FunctionsApp(ProgramPlace place, LocalAzure azure, FunctionsHost host, ChatFront chat, QueueServiceClient queues)
    {
        (_place, _azure, _host, _chat, _queues) = (place, azure, host, chat, queues);
        _reconcile = queues.GetQueueClient(QueueNudges.Reconcile);
        _names = new SandboxNames(place.Folder);
        Product = new InProcess(place, () => new LongLife()).Product;
    }

    /// <summary>A copy in this process, which is never handed anything to do.</summary>
    public Product Product { get; }

    /// <param name="azure">The program's alone; goes with it.</param>
    /// <param name="appRoot">The published folder.</param>
    public static async Task<FunctionsApp> StartAsync(ProgramPlace place, LocalAzure azure, string appRoot, CancellationToken cancellationToken)
    {
        SandboxClock.Set(place.Folder, place.Time.GetUtcNow());
        var log = place.Logs.CreateLogger<FunctionsApp>();
        var chat = await ChatFront.StartAsync(place.Chat, cancellationToken);
        try
        {
            var settings = new Dictionary<string, string>(azure.Settings())
            {
                ["Azure__EventGrid"] = "true",
                ["Blueprints__Folder"] = place.Blueprints,
                ["Blueprints__Drafts"] = "true",
                ["Sandbox__Folder"] = place.Folder,
                ["Sandbox__Chat"] = $"{chat.Address}",
            };
            var queues = azure.OpenQueues();
            await queues.GetQueueClient(QueueNudges.Reconcile).CreateIfNotExistsAsync(cancellationToken);
            var host = await FunctionsHost.StartAsync(
                new FunctionsHostOptions
                {
                    AppRoot = appRoot,
                    Settings = settings,
                    Queues = queues,
                    Time = place.Time,
                    Output = line => Log.Said(log, line),
                    Logs = place.Logs,
                },
                cancellationToken);
            return new FunctionsApp(place, azure, host, chat, queues);
        }
        catch
        {
            await chat.DisposeAsync();
            throw;
        }
    }

    public void FixName(string name) => _names.Add(name);

    public Task RestartAsync(CancellationToken cancellationToken) => _host.RestartAsync(cancellationToken);

    public async Task<Reply?> AnswerAsync(ChatRequest request, CancellationToken cancellationToken)
    {
        Synchronize();
        var said = new Said(request.Id, request.Person.Email, request.Conversation, request.Text);
        using var answer = await _http.PostAsJsonAsync(new Uri(_host.Address, "api/chat"), said, SandboxJson.Options, cancellationToken);
        // The host answers for a program that ended over it.
        if ((int)answer.StatusCode >= 500) return null;
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<Reply>(SandboxJson.Options, cancellationToken);
    }

    public async Task<bool> WorkAsync(CancellationToken cancellationToken)
    {
        Synchronize();
        while (_told.TryDequeue(out var armId)) await _reconcile.SendMessageAsync(Event(armId, _place.Time.GetUtcNow()), TimeSpan.Zero, cancellationToken);
        return await _host.PumpAsync(cancellationToken);
    }

    public async Task GiveUpAsync(NudgeKind kind, string text, CancellationToken cancellationToken)
    {
        var poison = _queues.GetQueueClient($"{QueueNudges.QueueOf(kind)}-poison");
        await poison.CreateIfNotExistsAsync(cancellationToken);
        await poison.SendMessageAsync(text, TimeSpan.Zero, cancellationToken);
    }

    public Task RunAsync(Chore chore, CancellationToken cancellationToken)
    {
        Synchronize();
        return _host.RunTimerAsync(chore.Name, cancellationToken);
    }

    public void AzureTells(string armId) => _told.Enqueue(armId);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _host.DisposeAsync();
        await _chat.DisposeAsync();
        await _azure.DisposeAsync();
    }

    private void Synchronize() => SandboxClock.Set(_place.Folder, _place.Time.GetUtcNow());

    /// <summary>As Event Grid writes it: https://learn.microsoft.com/azure/event-grid/event-schema-resource-groups.</summary>
    internal static string Event(string armId, DateTimeOffset at) => new JsonObject
    {
        ["id"] = $"{Guid.NewGuid()}",
        ["topic"] = SandboxAzure.Site.GroupId,
        ["subject"] = armId,
        ["eventType"] = "Microsoft.Resources.ResourceWriteSuccess",
        ["eventTime"] = $"{at:O}",
        ["data"] = new JsonObject { ["resourceUri"] = armId, ["status"] = "Succeeded" },
        ["dataVersion"] = "2",
        ["metadataVersion"] = "1",
    }.ToJsonString();
}
