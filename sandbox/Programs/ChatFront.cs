using ChatOps.Functions.Sandboxed;
using ChatOps.Sandbox.Chat;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOps.Sandbox.Programs;

/// <summary>The world's chat, for a program in another process: it puts its cards here.</summary>
internal sealed class ChatFront : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SemaphoreSlim _turn = new(1);

    private ChatFront(SandboxChat chat)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(http => PutAsync(http, chat));
    }

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public static async Task<ChatFront> StartAsync(SandboxChat chat, CancellationToken cancellationToken)
    {
        var front = new ChatFront(chat);
        await front._app.StartAsync(cancellationToken);
        var addresses = front._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>();
        front.Address = new Uri(addresses?.Addresses.First() ?? throw new InvalidOperationException("The chat has no address."));
        return front;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
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
