using ChatOps.Functions.Sandboxed;
using ChatOps.Sandbox.Chat;
using ChatOps.Sandbox.Loopback;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ChatOps.Sandbox.Programs;

/// <summary>The world's chat, for a program in another process: it puts its cards here.</summary>
internal sealed class ChatFront : IAsyncDisposable
{
    private readonly LoopbackServer _server;
    private readonly SemaphoreSlim _turn = new(1);

    private ChatFront(SandboxChat chat) => _server = new LoopbackServer(web => web.Run(http => PutAsync(http, chat)));

    public Uri Address => _server.Address;

    public static async Task<ChatFront> StartAsync(SandboxChat chat, CancellationToken cancellationToken)
    {
        var front = new ChatFront(chat);
        await front._server.StartAsync(cancellationToken);
        return front;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _turn.Dispose();
    }

    /// <summary>Several may come at once; the chat takes one at a time.</summary>
    private async Task PutAsync(HttpContext http, SandboxChat chat)
    {
        var shown = await http.Request.ReadFromJsonAsync<ShownCard>(SandboxJson.Options, http.RequestAborted);
        if (shown is null) throw new BadHttpRequestException("That is no card.");
        await _turn.WaitAsync(http.RequestAborted);
        try
        {
            await chat.PutAsync(shown.Conversation, shown.Key, shown.Card, http.RequestAborted);
        }
        finally
        {
            _turn.Release();
        }
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
