using System.Collections.Immutable;
using System.Text.Json.Nodes;
using ChatOps.Core.People;
using ChatOps.Sandbox.Loopback;
using ChatOps.Sandbox.Slack.Blocks;
using Microsoft.AspNetCore.Builder;

namespace ChatOps.Sandbox.Slack;

/// <summary>
/// A stand-in for Slack: a real HTTP server on the loopback with the methods of the Web API that the bot calls, and the ways back that
/// payloads name. What it takes is in the workspace then, for whoever looks at it.
/// </summary>
public sealed class SlackStandIn : IAsyncDisposable
{
    private readonly LoopbackServer _server;
    private readonly PostingRate _rate;

    private SlackStandIn(SlackWorkspace workspace, TimeProvider time, TimeProvider pace, int port)
    {
        (Workspace, Time, _rate) = (workspace, time, new PostingRate(time));
        (Triggers, Hooks) = (new SlackTriggers(workspace, pace), new SlackHooks(workspace, time));
        _server = new LoopbackServer(Map, port: port);
    }

    /// <summary>Every request with its answer, which has been decided on and not been sent yet.</summary>
    public event Action<HttpExchange>? Exchanged;

    /// <summary>Every stand-in as it starts; the tests listen to all of them.</summary>
    internal static event Action<SlackStandIn>? Started;

    /// <summary>Of the Web API; a method's name comes after it.</summary>
    public Uri Api => new(_server.Address, "api/");

    internal SlackWorkspace Workspace { get; }

    internal TimeProvider Time { get; }

    internal SlackTriggers Triggers { get; }

    internal SlackHooks Hooks { get; }

    /// <summary>How many calls are still refused because there were too many.</summary>
    internal int Throttled { get; set; }

    /// <summary>Whether messages that are posted too fast are refused. A clock that stands still makes all of them too fast.</summary>
    internal bool KeepsRate { get; set; }

    /// <summary>Types of blocks that this workspace does not know: it plays an older one.</summary>
    internal ImmutableHashSet<string> Unknown { get; set; } = [];

    /// <summary>With the same ids in each play, and people as quick as its clock.</summary>
    /// <param name="port">Where it listens; 0 for anywhere.</param>
    public static Task<SlackStandIn> StartAsync(Policy policy, TimeProvider time, int port, CancellationToken cancellationToken) =>
        StartAsync(policy, time, pace: time, port, opening: "", cancellationToken);

    /// <param name="pace">By which people and the program are quick enough, where <paramref name="time"/> flies.</param>
    /// <param name="port">Where it listens; 0 for anywhere.</param>
    /// <param name="opening">Makes its ids others than those of any before it, which the program may remember; empty for the same in each play.</param>
    public static async Task<SlackStandIn> StartAsync(
        Policy policy, TimeProvider time, TimeProvider pace, int port, string opening, CancellationToken cancellationToken)
    {
        var standIn = new SlackStandIn(new SlackWorkspace(policy, time, opening), time, pace, port);
        await standIn._server.StartAsync(cancellationToken);
        Started?.Invoke(standIn);
        return standIn;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    /// <summary>A <c>response_url</c>.</summary>
    internal Uri NewHook(SlackHook hook) => new(_server.Address, $"hooks/{Hooks.New(hook)}");

    /// <returns>Why Slack would not take these blocks in a message; empty when it would.</returns>
    internal IReadOnlyList<string> Problems(JsonArray blocks) => BlockKitRules.Problems(blocks, Surface.Message, Unknown);

    /// <returns>Likewise of a view.</returns>
    internal IReadOnlyList<string> ProblemsOf(JsonObject view) => BlockKitRules.Problems(view, Unknown);

    /// <exception cref="SlackError">It is one message too many for now.</exception>
    internal void Pace(SlackChannel channel)
    {
        if (KeepsRate && _rate.Wait(channel) is { } seconds) throw SlackError.Throttled(seconds);
    }

    private void Map(WebApplication web)
    {
        web.Use(next => async http =>
        {
            if (Exchanged is not { } listeners) await next(http);
            else await HttpExchange.ListenAsync(http, next, path => new Uri($"https://slack.com{path}"), listeners);
        });
        web.UseRouting();
        var routes = new SlackRoutes(web, this);
        ChatMethods.Map(routes);
        ViewMethods.Map(routes);
        PeopleMethods.Map(routes);
        HookEndpoint.Map(web, this);
        web.MapFallback("{*path}", http => SlackRoutes.WriteAsync(http, 200, new SlackError("unknown_method").Body()));
    }
}
