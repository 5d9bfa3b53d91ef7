using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ChatOps.Azure;
using ChatOps.Azure.Storage;
using ChatOps.Bot;
using ChatOps.Core.Machines;
using ChatOps.Functions;
using ChatOps.Functions.Sandboxed;
using ChatOps.Sandbox.Chat;
using ChatOps.Sandbox.Hosting;
using ChatOps.Sandbox.Loopback;
using Microsoft.Extensions.Logging;

namespace ChatOps.Sandbox.Programs;

/// <summary>
/// The program as it is published, in processes of its own behind the stand-in for the Functions host. What reaches it goes the
/// ways that it goes in Azure: requests by HTTP, nudges by storage queues, chores by timers. Several instances all work at once.
/// </summary>
internal sealed class FunctionsApp : IProgram
{
    private readonly ProgramPlace _place;
    private readonly LocalAzure _azure;
    private readonly FunctionsTrial _trial;
    private readonly ChatFront _chat;
    private readonly QueueServiceClient _queues;
    private readonly SandboxNames _names;
    private readonly HttpClient _http = new();
    private readonly ConcurrentQueue<string> _told = new();
    private ImmutableArray<FunctionsHost> _hosts = [];
    private int _answered;

    private FunctionsApp(ProgramPlace place, LocalAzure azure, FunctionsTrial trial, ChatFront chat)
    {
        (_place, _azure, _trial, _chat, _queues) = (place, azure, trial, chat, azure.OpenQueues());
        _names = new SandboxNames(place.Folder);
        Product = new InProcess(place, () => new LongLife()).Product;
    }

    /// <summary>
    /// Of a copy in this process, which is never handed anything to do. It is a whole program all the same: a product is made in one
    /// way only, and what it needs to tell of itself is not less than what it needs to work.
    /// </summary>
    public Product Product { get; }

    public IReadOnlyList<Uri> Doors => _place is { Teams: null, Slack: null } ? [] : [.. _hosts.Select(host => new Uri(host.Address, "api/"))];

    /// <param name="azure">The program's alone; goes with it.</param>
    public static async Task<FunctionsApp> StartAsync(ProgramPlace place, LocalAzure azure, FunctionsTrial trial, CancellationToken cancellationToken)
    {
        var app = new FunctionsApp(place, azure, trial, await ChatFront.StartAsync(place.Terminal ?? new SandboxChat(), cancellationToken));
        try
        {
            app.Synchronize();
            // Event Grid does not make the queue that it writes to.
            await app._queues.GetQueueClient(QueueNudges.Reconcile).CreateIfNotExistsAsync(cancellationToken);
            foreach (var payload in trial.Instances) await app.StartHostAsync(payload, cancellationToken);
            return app;
        }
        catch
        {
            await app.StopAsync();
            throw;
        }
    }

    public void FixName(string name) => _names.Add(name);

    public async Task ScaleOutAsync(int instances, CancellationToken cancellationToken)
    {
        while (_hosts.Length < instances) await StartHostAsync(_trial.Instances[^1], cancellationToken);
    }

    public Task RestartAsync(CancellationToken cancellationToken) => Task.WhenAll(_hosts.Select(host => host.RestartAsync(cancellationToken)));

    public async Task<Reply?> AnswerAsync(ChatRequest request, CancellationToken cancellationToken)
    {
        Synchronize();
        var said = new Said(request.Id, request.Person.Email, request.Conversation, request.Text);
        // One after the other, as a load balancer does.
        var host = _hosts[_answered++ % _hosts.Length];
        using var answer = await _http.PostAsJsonAsync(new Uri(host.Address, "api/chat"), said, SandboxJson.Options, cancellationToken);
        // The host answers for a program that ended over it.
        if ((int)answer.StatusCode >= 500) return null;
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<Reply>(SandboxJson.Options, cancellationToken);
    }

    public async Task<bool> WorkAsync(CancellationToken cancellationToken)
    {
        Synchronize();
        while (_told.TryDequeue(out var armId)) await SendAsync(QueueNudges.Reconcile, Event(armId, _place.Time.GetUtcNow()), cancellationToken);
        var worked = await Task.WhenAll(_hosts.Select(host => host.PumpAsync(cancellationToken)));
        return worked.Contains(true);
    }

    public Task GiveUpAsync(NudgeKind kind, string text, CancellationToken cancellationToken) =>
        SendAsync($"{QueueNudges.QueueOf(kind)}-poison", text, cancellationToken);

    /// <summary>In Azure one instance runs a timer; that several do is worse, and must do no harm.</summary>
    public Task RunAsync(Chore chore, CancellationToken cancellationToken)
    {
        Synchronize();
        return Task.WhenAll(_hosts.Select(host => host.RunTimerAsync(chore.Name, cancellationToken)));
    }

    public void AzureTells(string armId) => _told.Enqueue(armId);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _azure.DisposeAsync();
    }

    private async Task StartHostAsync(PayloadReading payload, CancellationToken cancellationToken)
    {
        var host = await FunctionsHost.StartAsync(Options(_trial.Deployment.AppRoot, payload), cancellationToken);
        _hosts = _hosts.Add(host);
        _trial.Started(host);
    }

    private async Task StopAsync()
    {
        foreach (var host in _hosts) await host.DisposeAsync();
        await _chat.DisposeAsync();
        _http.Dispose();
    }

    private FunctionsHostOptions Options(string appRoot, PayloadReading payload)
    {
        var log = _place.Logs.CreateLogger<FunctionsApp>();
        return new FunctionsHostOptions
        {
            AppRoot = appRoot,
            Settings = new Dictionary<string, string>(_azure.Settings().Concat(TeamsSettings()).Concat(SlackSettings()))
            {
                ["Azure__EventGrid"] = "true",
                ["Blueprints__Folder"] = _place.Blueprints,
                ["Blueprints__Drafts"] = "true",
                ["Policy__File"] = _place.Policy,
                ["Sandbox__Folder"] = _place.Folder,
                ["Sandbox__Chat"] = $"{_chat.Address}",
                // The world's time stands still while a message waits to be tried again.
                ["AzureFunctionsJobHost__extensions__queues__visibilityTimeout"] = "00:00:00",
            },
            Queues = _queues,
            Payload = payload,
            Time = _place.Time,
            Output = line => Log.Said(log, line),
            Logs = _place.Logs,
        };
    }

    private IEnumerable<KeyValuePair<string, string>> TeamsSettings() => _place.Teams is not { } teams ? [] :
    [
        new("Teams__AppId", teams.AppId),
        new("Teams__TenantId", teams.TenantId),
        new("Teams__Credential", "managed-identity"),
        new("Teams__OpenIdMetadata", $"{teams.OpenIdMetadata}"),
    ];

    private IEnumerable<KeyValuePair<string, string>> SlackSettings() => _place.Slack is not { } slack ? [] :
    [
        new("Slack__SigningSecret", slack.SigningSecret),
        .. slack.Workspaces.Select(workspace => KeyValuePair.Create($"Slack__Workspaces__{workspace.Key}", workspace.Value)),
        new("Slack__Api", $"{slack.Api}"),
    ];

    private void Synchronize() => SandboxClock.Set(_place.Folder, _place.Time.GetUtcNow());

    private async Task SendAsync(string name, string text, CancellationToken cancellationToken)
    {
        var queue = _queues.GetQueueClient(name);
        await queue.CreateIfNotExistsAsync(cancellationToken);
        await queue.SendMessageAsync(text, TimeSpan.Zero, cancellationToken);
    }

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
