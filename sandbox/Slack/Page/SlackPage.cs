using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using ChatOps.Core.Words;
using ChatOps.Sandbox.Loopback;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ChatOps.Sandbox.Slack.Page;

/// <summary>Slack in the browser, as one person sees it: <c>?as=scientist</c> says who. Nothing on it comes from elsewhere.</summary>
internal sealed class SlackPage : IAsyncDisposable
{
    private const string Html = """
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <title>Slack, as the sandbox plays it</title>
          <link rel="icon" href="data:,">
          <link rel="stylesheet" href="page.css">
        </head>
        <body><div id="page"></div><script src="page.js"></script></body>
        </html>
        """;

    private const string Sources = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'";

    private readonly LoopbackServer _server;
    private readonly CancellationTokenSource _stop = new();
    private readonly SlackWorkspace _workspace;
    private readonly SlackGestures _gestures;

    private SlackPage(SlackWorkspace workspace, SlackGestures gestures, string folder, int port)
    {
        (_workspace, _gestures) = (workspace, gestures);
        _server = new LoopbackServer(web =>
        {
            web.UseRouting();
            web.MapGet("/", http => WriteAsync(http, "text/html", Html));
            web.MapGet("/page.js", http => SendAsync(http, "text/javascript", Path.Combine(folder, "page.js")));
            web.MapGet("/page.css", http => SendAsync(http, "text/css", Path.Combine(folder, "page.css")));
            web.MapGet("/seen", ShowAsync);
            web.MapPost("/do", ActAsync);
        }, port: port);
    }

    /// <summary>Who looks there says who they are: <c>?as=scientist</c>.</summary>
    public Uri Address => _server.Address;

    /// <param name="root">The folder that <c>npm ci</c> was run in.</param>
    /// <param name="folder">Where the page's program is written.</param>
    /// <param name="port">Where it listens if that is free; 0 for anywhere.</param>
    /// <exception cref="UserError">The page could not be made.</exception>
    public static async Task<SlackPage> StartAsync(
        SlackStandIn standIn, SlackGestures gestures, string root, string folder, int port, CancellationToken cancellationToken)
    {
        if (PageBundle.Missing(root) is { } missing) throw new UserError(missing);
        await PageBundle.WriteAsync(root, folder, cancellationToken);
        var page = new SlackPage(standIn.Workspace, gestures, folder, port);
        try
        {
            await page._server.StartAsync(cancellationToken);
            return page;
        }
        catch (IOException) when (port != 0)
        {
            await page.DisposeAsync();
            page = new SlackPage(standIn.Workspace, gestures, folder, port: 0);
            await page._server.StartAsync(cancellationToken);
            return page;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _server.DisposeAsync();
        _stop.Dispose();
    }

    /// <summary>Tells the page what the person sees, now and after each change.</summary>
    private async Task ShowAsync(HttpContext http)
    {
        if (Who(http) is not { } person)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, _stop.Token);
        // However much has changed since it was last told, it is told once.
        var news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        void Note(SlackChange change)
        {
            if (change.IsSeenBy(person)) news.Writer.TryWrite(true);
        }
        _workspace.Changed += Note;
        try
        {
            http.Response.ContentType = "text/event-stream";
            do
            {
                await http.Response.WriteAsync($"data: {PageState.Of(person, _workspace).ToJsonString()}\n\n", stop.Token);
                await http.Response.Body.FlushAsync(stop.Token);
            }
            while (await news.Reader.ReadAsync(stop.Token));
        }
        catch (OperationCanceledException)
        {
            // They have gone, or the page has.
        }
        finally
        {
            _workspace.Changed -= Note;
        }
    }

    private async Task ActAsync(HttpContext http)
    {
        // Other sites in the same browser cannot send this type unasked.
        if (Who(http) is not { } person || !http.Request.HasJsonContentType()
            || await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted) is not JsonObject act)
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }
        try
        {
            // It is done to its end though the person may have gone by then.
            await Delivery(person, act).RunAsync(_stop.Token);
        }
        catch (UserError e)
        {
            http.Response.StatusCode = StatusCodes.Status409Conflict;
            await WriteAsync(http, "text/plain", e.Message);
        }
    }

    private SlackDelivery Delivery(SlackPerson person, JsonObject act)
    {
        var (action, value) = ((string?)act["action"] ?? "", (string?)act["value"]);
        switch ((string?)act["do"])
        {
            case "say":
                return _gestures.Say(person, (string?)act["channel"], (string?)act["text"] ?? "");
            case "press" when Message(act) is { } message:
                return _gestures.Press(person, message, action, value);
            case "press" when _workspace.View((string?)act["view"]) is { } view && view.Owner == person:
                return _gestures.Press(view, action, value);
            case "submit":
                return _gestures.Submit(person, act["values"].Deserialize<Dictionary<string, string>>() ?? []);
            case "cancel":
                return _gestures.Cancel(person);
            case "home":
                return _gestures.OpenHome(person);
            default:
                throw new UserError("That is gone.");
        }
    }

    private SlackMessage? Message(JsonObject act)
    {
        lock (_workspace.Lock) return _workspace.ChannelOf((string?)act["channel"])?.Messages.Find(message => message.Ts == (string?)act["ts"]);
    }

    private SlackPerson? Who(HttpContext http) => _workspace.Person(http.Request.Query["as"].ToString());

    private static Task SendAsync(HttpContext http, string type, string file)
    {
        Head(http, type);
        return http.Response.SendFileAsync(file, http.RequestAborted);
    }

    private static Task WriteAsync(HttpContext http, string type, string text)
    {
        Head(http, type);
        return http.Response.WriteAsync(text, http.RequestAborted);
    }

    private static void Head(HttpContext http, string type)
    {
        http.Response.ContentType = $"{type}; charset=utf-8";
        http.Response.Headers.ContentSecurityPolicy = Sources;
        http.Response.Headers.CacheControl = "no-store";
    }
}
