using ChatOps.Bot.Channels;
using ChatOps.Functions.Endpoints;
using ChatOps.Sandbox.Loopback;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ChatOps.Sandbox.Programs;

/// <summary>
/// The public doors of a program in this process, <c>POST /api/messages</c> and <c>/api/slack/…</c>: its host stands before it, as in Azure, and
/// outlives it.
/// </summary>
internal sealed class PublicFront : IAsyncDisposable
{
    private readonly LoopbackServer _server;

    /// <param name="teams">Null when the program ended over it; likewise Slack.</param>
    private PublicFront(Func<HttpContext, Task<ChatAnswer?>> teams, Func<HttpContext, Task<ChatAnswer?>> slack) => _server = new LoopbackServer(web =>
    {
        web.UseRouting();
        web.MapPost("/api/messages", http => AnswerAsync(http, teams));
        web.MapPost("/api/slack/{door}", http => AnswerAsync(http, slack));
    });

    /// <summary>Before "messages" and "slack/…".</summary>
    public Uri Address => new(_server.Address, "api/");

    /// <inheritdoc cref="PublicFront(Func{HttpContext, Task{ChatAnswer?}}, Func{HttpContext, Task{ChatAnswer?}})"/>
    public static async Task<PublicFront> StartAsync(
        Func<HttpContext, Task<ChatAnswer?>> teams, Func<HttpContext, Task<ChatAnswer?>> slack, CancellationToken cancellationToken)
    {
        var front = new PublicFront(teams, slack);
        await front._server.StartAsync(cancellationToken);
        return front;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static async Task AnswerAsync(HttpContext http, Func<HttpContext, Task<ChatAnswer?>> handle)
    {
        if (await handle(http) is { } answer) await ChatAnswers.WriteAsync(http, answer);
        else http.Response.StatusCode = StatusCodes.Status502BadGateway;
    }
}
