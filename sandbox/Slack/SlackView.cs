using System.Text.Json.Nodes;

namespace ChatOps.Sandbox.Slack;

/// <summary>A modal that is open before somebody, or their Home tab of the app.</summary>
internal sealed class SlackView
{
    public required string Id { get; init; }
    public required SlackPerson Owner { get; init; }
    public required bool IsHome { get; init; }
    /// <summary>As the program sent it.</summary>
    public required JsonObject Content { get; set; }
    /// <summary>Another one after each change.</summary>
    public required string Hash { get; set; }
    /// <summary>By <c>block_id</c>, what is wrong with what was filled in; by "", what is wrong with all of it.</summary>
    public IReadOnlyDictionary<string, string> Errors { get; set; } = new Dictionary<string, string>();
    /// <summary>Nobody sees it any more.</summary>
    public bool IsGone { get; set; }

    public string? ExternalId => (string?)Content["external_id"] is { Length: > 0 } id ? id : null;

    public JsonArray Blocks => Content["blocks"] as JsonArray ?? [];

    /// <summary>As payloads and answers hold it.</summary>
    /// <param name="values">By <c>block_id</c>, what is filled in; null for what the view itself begins with.</param>
    public JsonObject Json(IReadOnlyDictionary<string, string>? values = null)
    {
        var json = (JsonObject)Content.DeepClone();
        (json["id"], json["team_id"], json["app_id"], json["bot_id"]) = (Id, Owner.TeamId, SandboxSlack.AppId, SandboxSlack.BotProfileId);
        (json["hash"], json["root_view_id"], json["previous_view_id"]) = (Hash, Id, null);
        json["state"] = new JsonObject { ["values"] = BlockState.Values(Blocks, values ?? new Dictionary<string, string>()) };
        foreach (var name in (string[])["callback_id", "private_metadata", "external_id"]) json[name] ??= "";
        return json;
    }
}
