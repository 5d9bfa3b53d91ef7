using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ChatOps.Sandbox.Slack;

/// <summary>What the program says by way of a <c>response_url</c>: to the person only, unless it says otherwise.</summary>
internal static class HookEndpoint
{
    public static void Map(WebApplication app, SlackStandIn standIn) => app.MapPost("/hooks/{id}", async http =>
    {
        var (status, said) = Answer(standIn, http.Request.RouteValues["id"] as string ?? "", await BodyAsync(http));
        (http.Response.StatusCode, http.Response.ContentType) = (status, "text/plain; charset=utf-8");
        await http.Response.WriteAsync(said, http.RequestAborted);
    });

    /// <summary>Shows it as a message; the bodies of answers to slash commands have this shape too.</summary>
    /// <returns>Null, or why Slack would not take it.</returns>
    public static string? Show(SlackStandIn standIn, SlackHook hook, JsonObject said)
    {
        var (workspace, text) = (standIn.Workspace, (string?)said["text"] ?? "");
        if (hook.Message is { } original && (bool?)said["delete_original"] == true)
        {
            workspace.Remove(original);
            return null;
        }
        var blocks = said["blocks"] as JsonArray;
        if (text.Length == 0 && blocks is not { Count: > 0 }) return "no_text";
        if (blocks is not null && standIn.Problems(blocks).Count > 0) return "invalid_blocks";
        var named = blocks is { Count: > 0 } ? BlockState.Named(blocks) : null;
        if (hook.Message is { IsGone: false } replaced && (bool?)said["replace_original"] == true)
        {
            workspace.Edit(replaced, text, named);
            return null;
        }
        workspace.Post(new SlackMessage
        {
            Ts = workspace.NextTs(),
            Channel = hook.Channel,
            Text = text,
            Blocks = named,
            ThreadTs = (string?)said["thread_ts"],
            OnlyFor = (string?)said["response_type"] == "in_channel" ? null : hook.Person,
        });
        return null;
    }

    private static (int Status, string Said) Answer(SlackStandIn standIn, string id, JsonObject? body)
    {
        lock (standIn.Workspace.Lock)
        {
            if (body is null) return (400, "invalid_payload");
            var (hook, refusal) = standIn.Hooks.Use(id);
            if (hook is null) return (404, refusal);
            return Show(standIn, hook, body) is { } problem ? (400, problem) : (200, "ok");
        }
    }

    private static async Task<JsonObject?> BodyAsync(HttpContext http)
    {
        try
        {
            return await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
