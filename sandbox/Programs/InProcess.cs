using System.Collections.Concurrent;
using System.Collections.Immutable;
using Azure.Core.Pipeline;
using ChatOps.Azure;
using ChatOps.Azure.CostManagement;
using ChatOps.Azure.Monitor;
using ChatOps.Azure.Prices;
using ChatOps.Bot;
using ChatOps.Bot.Channels;
using ChatOps.Core.Machines;
using ChatOps.Core.Orders;
using ChatOps.Functions;
using ChatOps.Functions.Endpoints;
using ChatOps.Functions.Sandboxed;
using Microsoft.AspNetCore.Http;

namespace ChatOps.Sandbox.Programs;

/// <summary>
/// The program in this process, as often as it is started. What it has in memory only, a restart loses. Of several instances the first answers
/// and works, all do what is done by the clock, and they die together.
/// </summary>
internal sealed class InProcess : IProgram
{
    private readonly ProgramPlace _place;
    private readonly Func<ILife> _nextLife;
    private readonly HttpPipelineTransport _azure;
    private readonly HttpPipelineTransport _logs;
    private readonly HttpPipelineTransport _prices;
    private readonly ConcurrentQueue<string> _names = new();
    private readonly SideBySide _sideBySide = new();
    private NudgeQueue _nudges = new();
    private ILife _life = new LongLife();
    private ImmutableArray<Product> _instances;
    private PublicFront? _front;

    /// <param name="nextLife">Asked at each start.</param>
    public InProcess(ProgramPlace place, Func<ILife> nextLife)
    {
        (_place, _nextLife) = (place, nextLife);
        (_azure, _logs, _prices) = (place.Azure.Arm.Transport(), place.Azure.Monitor.Transport(), place.Azure.Prices.Transport());
        _instances = Start(1);
    }

    public Product Product => _instances[0];

    public IReadOnlyList<Uri> Doors => _front is { } front ? [front.Address] : [];

    /// <inheritdoc cref="InProcess(ProgramPlace, Func{ILife})"/>
    public static async Task<InProcess> StartAsync(ProgramPlace place, Func<ILife> nextLife, CancellationToken cancellationToken)
    {
        var program = new InProcess(place, nextLife);
        if (place.Teams is not null || place.Slack is not null)
            program._front = await PublicFront.StartAsync(program.HandleTeamsAsync, program.HandleSlackAsync, cancellationToken);
        return program;
    }

    public void FixName(string name) => _names.Enqueue(name);

    public Task RestartAsync(CancellationToken cancellationToken)
    {
        _instances = Start(_instances.Length);
        return Task.CompletedTask;
    }

    public Task ScaleOutAsync(int instances, CancellationToken cancellationToken)
    {
        while (_instances.Length < instances) _instances = _instances.Add(New());
        return Task.CompletedTask;
    }

    public async Task<Reply?> AnswerAsync(ChatRequest request, CancellationToken cancellationToken)
    {
        Reply? reply = null;
        var said = new Said(request.Id, request.Person.Email, request.Conversation, request.Text);
        return await DoAsync(
            $"the request \"{request.Text}\"", async token => reply = await ChatEndpoint.AnswerAsync(Product, said, token), cancellationToken)
            ? reply
            : null;
    }

    public async Task<bool> WorkAsync(CancellationToken cancellationToken)
    {
        if (!_nudges.TryTake(out var nudge)) return false;
        await DoAsync($"a nudge to {nudge.Kind}", token => Product.HandleAsync(nudge, token), cancellationToken);
        return true;
    }

    public async Task GiveUpAsync(NudgeKind kind, string text, CancellationToken cancellationToken)
    {
        QueueNudges.TryRead(text, out var machine);
        while (!await DoAsync($"a poison message to {kind}", token => Product.GiveUpAsync(kind, text, machine, token), cancellationToken))
        {
            // It stays in its queue until it is taken.
        }
    }

    public Task RunAsync(Chore chore, CancellationToken cancellationToken) =>
        DoAsync($"the {chore.Name} at {_place.Time.GetUtcNow():HH:mm:ss}", token => EachAsync(chore, token), cancellationToken);

    private Task EachAsync(Chore chore, CancellationToken cancellationToken) => _instances.Length == 1
        ? chore.RunAsync(cancellationToken)
        : _sideBySide.RunAsync(_instances, instance => Same(chore, instance).RunAsync(cancellationToken));

    private static Chore Same(Chore chore, Product instance) =>
        new[] { instance.Sweep, instance.Rounds, instance.Inventory, instance.Meter, instance.Digest, instance.Reap }.Single(own => own.Name == chore.Name);

    public void AzureTells(string armId)
    {
        if (AzureInventory.MachineOf(armId) is { } machine) _nudges.Add(new Nudge(NudgeKind.Look, machine));
    }

    public async ValueTask DisposeAsync()
    {
        if (_front is not null) await _front.DisposeAsync();
        _place.Teams?.Http.Dispose();
        _place.Slack?.Http.Dispose();
    }

    private async Task<ChatAnswer?> HandleTeamsAsync(HttpContext http)
    {
        if (Product.Teams is not { } teams) return null;
        ChatAnswer? answer = null;
        return await DoAsync(
            "the request from Teams",
            async token => answer = await teams.HandleAsync(http.Request.Headers.Authorization, http.Request.Body, token),
            http.RequestAborted) ? answer : null;
    }

    private async Task<ChatAnswer?> HandleSlackAsync(HttpContext http)
    {
        if (Product.Slack is not { } slack || SlackEndpoint.DoorOf(http) is not { } door) return null;
        ChatAnswer? answer = null;
        return await DoAsync(
            "the request from Slack",
            async token => answer = await slack.HandleAsync(SlackEndpoint.Read(http, door), http.Request.Body, http.RequestAborted, token),
            http.RequestAborted) ? answer : null;
    }

    /// <summary>Has the program do something; when it ends over it, starts it again and returns false.</summary>
    private async Task<bool> DoAsync(string work, Func<CancellationToken, Task> doAsync, CancellationToken cancellationToken)
    {
        var life = _life;
        life.Begin(work);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, life.Ended);
        try
        {
            await doAsync(ended.Token);
        }
        catch (OperationCanceledException) when (life.Ended.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // What it was doing is lost.
        }
        if (!life.Ended.IsCancellationRequested) return true;
        await RestartAsync(cancellationToken);
        return false;
    }

    private AzureMachineMetrics OpenMetrics()
    {
        var options = new LogsQueryClientOptions { Transport = _life.Around(_logs) };
        // The world's time stands still meanwhile.
        (options.Retry.Delay, options.Retry.MaxDelay) = (TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1));
        var metrics = SandboxAzure.Metrics;
        return new AzureMachineMetrics(new LogsQueryClient(metrics.Query, SandboxAzure.Credential, options), metrics.WorkspaceId);
    }

    /// <summary>Whoever reads a public list has done nothing that somebody would have to find again: its calls are not among those to die at.</summary>
    private AzurePriceList OpenPrices()
    {
        var options = new RetailPricesClientOptions { Transport = _prices };
        (options.Retry.Delay, options.Retry.MaxDelay) = (TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1));
        return new AzurePriceList(new RetailPricesClient(RetailPricesClient.Public, options));
    }

    /// <inheritdoc cref="OpenPrices"/>
    private AzureActualCosts OpenActuals()
    {
        var options = new CostManagementClientOptions(TimeSpan.FromMilliseconds(1)) { Transport = _azure };
        return new AzureActualCosts(new CostManagementClient(ArmConnection.PublicCloud, SandboxAzure.Credential, options), SandboxAzure.Site);
    }

    private ImmutableArray<Product> Start(int instances)
    {
        // In memory only: what was waiting is lost with the program.
        _nudges = new NudgeQueue();
        _life = _nextLife();
        return [.. Enumerable.Range(0, instances).Select(_ => New())];
    }

    private Product New()
    {
        var arm = ArmConnection.Open(SandboxAzure.Subscription, SandboxAzure.Credential, _life.Around(_azure));
        return new Product(_life.Around(new Surroundings
        {
            BlueprintsFolder = _place.Blueprints,
            PolicyFile = _place.Policy,
            Drafts = true,
            Table = name => new SharedTable(_place.Tables(name), _sideBySide),
            Cloud = new AzureMachineCloud(arm, SandboxAzure.Site),
            Inventory = new AzureInventory(arm, SandboxAzure.Site),
            Prices = OpenPrices(),
            Actuals = OpenActuals(),
            Metrics = _place.IsMeasured ? OpenMetrics() : null,
            Nudges = _nudges,
            AzureTells = true,
            Channel = _place.Terminal,
            Teams = _place.Teams,
            Slack = _place.Slack,
            Time = _place.Time,
            Logs = _place.Logs,
            Names = new NameMaker(() => _names.TryDequeue(out var name) ? name : null),
            // One after the other, so that a play is the same every time.
            AtOnce = 1,
        }));
    }
}
