using System.Collections.Concurrent;
using ChatOps.Azure.Storage;
using ChatOps.Bot;
using ChatOps.Bot.Rendering;
using ChatOps.Core.People;
using ChatOps.Sandbox;
using ChatOps.Sandbox.Chat;
using ChatOps.Sandbox.Hosting;
using ChatOps.Sandbox.Loopback;
using ChatOps.Sandbox.Programs;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Functions.Published;

/// <summary>One instance of the published program behind its host, with a storage account and a chat of its own. Time stands still.</summary>
internal sealed class AppDesk : IAsyncDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    private readonly TempFolder _folder;
    private readonly ConcurrentQueue<Invocation> _invocations;
    private readonly FunctionsApp _app;
    private readonly SandboxChat _chat;
    private int _said;

    private AppDesk(TempFolder folder, ConcurrentQueue<Invocation> invocations, FunctionsApp app, FunctionsHost host, SandboxChat chat, LocalAzure azure)
    {
        (_folder, _invocations, _app, _chat, Host, Queues) = (folder, invocations, app, chat, host, azure.OpenQueues());
        _chat.Changed += message => Shown.Add($"{message.Where}: {TextRenderer.Render(message.Card)}");
    }

    public FunctionsHost Host { get; }

    public QueueServiceClient Queues { get; }

    /// <summary>Each card as it was put or edited.</summary>
    public List<string> Shown { get; } = [];

    /// <summary>What the host has called so far.</summary>
    public IReadOnlyList<Invocation> Invocations => [.. _invocations];

    public static async Task<AppDesk> OpenAsync(PublishedProgram program, PayloadReading payload, CancellationToken cancellationToken)
    {
        var (folder, chat, time) = (new TempFolder(), new SandboxChat(), new VirtualTime(Start));
        var (invocations, hosts) = (new ConcurrentQueue<Invocation>(), new List<FunctionsHost>());
        var deployment = await program.DeploymentAsync();
        var azure = await deployment.NewAzureAsync(time, null, cancellationToken);
        var place = new ProgramPlace(
            folder.Root, Repository.Blueprints, Path.Combine(Repository.Blueprints, "policy.yaml"), azure.Tables, azure.StandIns, chat, time,
            LineLogs.To(TextWriter.Null));
        var app = await FunctionsApp.StartAsync(place, azure, new FunctionsTrial(deployment) { Instances = [payload], Started = Note }, cancellationToken);
        return new AppDesk(folder, invocations, app, hosts[0], chat, azure);

        void Note(FunctionsHost host)
        {
            host.Invoked += invocations.Enqueue;
            hosts.Add(host);
        }
    }

    public async Task<string> SayAsync(string email, string text, CancellationToken cancellationToken)
    {
        var person = _app.Product.Policy.Find(email) ?? throw new ArgumentException($"Nobody is called {email}.", nameof(email));
        var request = new ChatRequest($"request-{++_said}", person, Conversation.Direct(_chat.Name, email), text);
        var reply = await _app.AnswerAsync(request, cancellationToken);
        return TextRenderer.Render((reply ?? throw new InvalidOperationException("The program ended over it.")).Card);
    }

    /// <summary>Works on the queues until nothing is in them.</summary>
    public async Task WorkAsync(CancellationToken cancellationToken)
    {
        while (await _app.WorkAsync(cancellationToken))
        {
            // There may be more.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _folder.Dispose();
    }
}
