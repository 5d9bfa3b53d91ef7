using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOps.Sandbox.Slack.Blocks;
using Microsoft.AspNetCore.Http;

namespace ChatOps.Sandbox.Slack;

/// <summary>A method of the Web API that is called, with its arguments.</summary>
internal sealed record SlackCall(SlackStandIn StandIn, IReadOnlyDictionary<string, JsonNode?> Arguments)
{
    private const int LongestText = 40_000;

    public SlackWorkspace Workspace => StandIn.Workspace;

    /// <param name="isRead">Methods that only read take no JSON.</param>
    /// <exception cref="SlackError">The body is not what its type says.</exception>
    public static async Task<SlackCall> ReadAsync(HttpRequest request, SlackStandIn standIn, bool isRead)
    {
        var arguments = request.Query.ToDictionary(pair => pair.Key, pair => (JsonNode?)pair.Value.ToString());
        if (request.HasFormContentType)
            foreach (var (name, value) in await request.ReadFormAsync(request.HttpContext.RequestAborted)) arguments[name] = value.ToString();
        else if (request.HasJsonContentType() && !isRead)
            foreach (var (name, value) in await ObjectAsync(request)) arguments[name] = value;
        return new SlackCall(standIn, arguments);
    }

    /// <returns>Null where it is not given, or nothing.</returns>
    public string? Text(string name) =>
        Arguments.GetValueOrDefault(name) is { } given && given.GetValueKind() == JsonValueKind.String && (string?)given is { Length: > 0 } text ? text : null;

    /// <exception cref="SlackError">It is not given.</exception>
    public string Required(string name) => Text(name) ?? throw SlackError.Missing(name);

    /// <exception cref="SlackError">There is none such.</exception>
    public SlackPerson Person(string name, string error) => Workspace.PersonOf(Required(name)) ?? throw new SlackError(error);

    /// <summary>Where the bot speaks.</summary>
    /// <exception cref="SlackError">There is none such, or the bot is not in it.</exception>
    public SlackChannel Channel()
    {
        var id = Required("channel");
        var channel = Workspace.ChannelOf(id) ?? (Workspace.PersonOf(id) is { } person ? Workspace.Direct(person) : throw new SlackError("channel_not_found"));
        return channel.HasBot ? channel : throw new SlackError("not_in_channel");
    }

    /// <summary>What a message is to say: a text, which stands for the blocks where those cannot be shown, and blocks.</summary>
    /// <returns>Blocks are null where they are not given, and empty to have none.</returns>
    /// <exception cref="SlackError">Slack would not take it.</exception>
    public (string Text, JsonArray? Blocks) Content()
    {
        var (text, blocks) = (Text("text"), Blocks());
        if (text is null && blocks is not { Count: > 0 }) throw new SlackError("no_text");
        return text?.Length > LongestText ? throw new SlackError("msg_too_long") : (text ?? "", blocks);
    }

    /// <exception cref="SlackError">Slack would not take it.</exception>
    public JsonObject View(Surface surface)
    {
        if (Node("view") is not JsonObject view) throw SlackError.Missing("view");
        if ((string?)view["type"] != (surface == Surface.Home ? "home" : "modal"))
            throw new SlackError("invalid_arguments", [$"[ERROR] unsupported type: {view["type"]} [json-pointer:/view/type]"]);
        if (StandIn.ProblemsOf(view) is { Count: > 0 } problems) throw new SlackError("invalid_arguments", problems);
        var named = (JsonObject)view.DeepClone();
        named["blocks"] = BlockState.Named(view["blocks"] as JsonArray ?? []);
        return named;
    }

    private JsonArray? Blocks() => Node("blocks") switch
    {
        null => null,
        JsonArray { Count: 0 } none => none,
        JsonArray blocks when StandIn.Problems(blocks) is { Count: > 0 } problems => throw new SlackError("invalid_blocks", problems),
        JsonArray blocks => BlockState.Named(blocks),
        _ => throw new SlackError("invalid_blocks_format"),
    };

    /// <summary>In a form, and in JSON too if one likes, it is written as a string.</summary>
    private JsonNode? Node(string name)
    {
        try
        {
            return Text(name) is { } written ? JsonNode.Parse(written) : Arguments.GetValueOrDefault(name);
        }
        catch (JsonException)
        {
            throw new SlackError(name == "blocks" ? "invalid_blocks_format" : "invalid_arguments");
        }
    }

    private static async Task<JsonObject> ObjectAsync(HttpRequest request)
    {
        try
        {
            return await JsonNode.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted) as JsonObject
                ?? throw new SlackError("json_not_object");
        }
        catch (JsonException)
        {
            throw new SlackError("invalid_json");
        }
    }
}
