using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ChatOps.Sandbox.Slack;

/// <summary>Leads calls to their method, one at a time: who shows no token, or comes too often, gets no further.</summary>
internal sealed class SlackRoutes(WebApplication app, SlackStandIn standIn)
{
    /// <summary>A method that changes something; its arguments come as JSON or as a form.</summary>
    public void Write(string name, Func<SlackCall, JsonObject> answer) => Map(name, ["POST"], isRead: false, answer);

    /// <summary>A method that only looks; its arguments come in the query or as a form.</summary>
    public void Read(string name, Func<SlackCall, JsonObject> answer) => Map(name, ["GET", "POST"], isRead: true, answer);

    public static async Task WriteAsync(HttpContext http, int status, JsonObject body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json; charset=utf-8";
        await http.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(body), http.RequestAborted);
    }

    private void Map(string name, string[] methods, bool isRead, Func<SlackCall, JsonObject> answer) => app.MapMethods($"/api/{name}", methods, async http =>
    {
        try
        {
            var call = await SlackCall.ReadAsync(http.Request, standIn, isRead);
            await WriteAsync(http, 200, Answer(http, call, answer));
        }
        catch (SlackError e)
        {
            if (e.RetryAfter is { } seconds) http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            await WriteAsync(http, e.Status, e.Body());
        }
    });

    private JsonObject Answer(HttpContext http, SlackCall call, Func<SlackCall, JsonObject> answer)
    {
        var shown = http.Request.Headers.Authorization.ToString() is { Length: > 0 } header ? header : $"Bearer {call.Text("token")}";
        if (shown == "Bearer ") throw new SlackError("not_authed");
        if (shown != $"Bearer {SandboxSlack.BotToken}") throw new SlackError("invalid_auth");
        lock (standIn.Workspace.Lock)
        {
            if (standIn.Throttled <= 0) return answer(call);
            standIn.Throttled--;
            throw SlackError.Throttled(seconds: 2);
        }
    }
}
