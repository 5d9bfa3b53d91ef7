using ChatOps.Bot.Channels.Teams;
using ChatOps.Functions.Endpoints;
using ChatOps.Sandbox.Loopback;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ChatOps.Sandbox.Programs;

/// <summary>The public door of a program in this process, <c>POST /api/messages</c>: its host stands before it, as in Azure, and outlives it.</summary>
internal sealed class MessagesFront : IAsyncDisposable
{
    private readonly LoopbackServer _server;

    /// <param name="handle">Null when the program ended over it.</param>
    private MessagesFront(Func<string?, Stream, CancellationToken, Task<ChatAnswer?>> handle) => _server = new LoopbackServer(web =>
    {
        web.UseRouting();
        web.MapPost("/api/messages", http => AnswerAsync(http, handle));
    });

    public Uri Messages => new(_server.Address, "api/messages");

    /// <inheritdoc cref="MessagesFront(Func{string?, Stream, CancellationToken, Task{ChatAnswer?}})"/>
    public static async Task<MessagesFront> StartAsync(
        Func<string?, Stream, CancellationToken, Task<ChatAnswer?>> handle, CancellationToken cancellationToken)
    {
        var front = new MessagesFront(handle);
        await front._server.StartAsync(cancellationToken);
        return front;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static async Task AnswerAsync(HttpContext http, Func<string?, Stream, CancellationToken, Task<ChatAnswer?>> handle)
    {
        var answer = await handle(http.Request.Headers.Authorization, http.Request.Body, http.RequestAborted);
        if (answer is null) http.Response.StatusCode = StatusCodes.Status502BadGateway;
        else await ChatAnswers.WriteAsync(http, answer);
    }
}
