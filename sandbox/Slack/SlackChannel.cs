using System.Text.Json.Nodes;

namespace ChatOps.Sandbox.Slack;

/// <summary>A public channel of the workspace, or somebody's direct messages with the bot.</summary>
/// <param name="name">Without '#'; what payloads call it.</param>
internal sealed class SlackChannel(string id, string name, IReadOnlyList<SlackPerson> members)
{
    private const string DirectName = "directmessage";

    public string Id => id;

    public string Name => name;

    public bool IsDirect => name == DirectName;

    /// <summary>Beside the bot.</summary>
    public IReadOnlyList<SlackPerson> Members => members;

    public bool HasBot { get; set; } = true;

    /// <summary>In their order; what was deleted is not among them.</summary>
    public List<SlackMessage> Messages { get; } = [];

    public static SlackChannel Direct(SlackPerson person) => new(SlackId.Of("D", person.Email), DirectName, [person]);

    /// <summary>As <c>conversations.info</c> tells of it.</summary>
    public JsonObject Info()
    {
        var info = new JsonObject { ["id"] = id, ["is_channel"] = !IsDirect, ["is_im"] = IsDirect, ["is_private"] = IsDirect, ["is_archived"] = false };
        if (IsDirect) info["user"] = members[0].Id;
        else (info["name"], info["is_member"], info["is_general"]) = (name, HasBot, name == "general");
        return info;
    }
}
