using System.Text.Json.Nodes;
using ChatOps.Core.People;

namespace ChatOps.Sandbox.Teams;

/// <summary>A personal chat with the bot, a group chat, or a channel of a team.</summary>
/// <param name="id">Without the thread.</param>
/// <param name="kind">As Teams calls it: "personal", "groupChat", "channel".</param>
/// <param name="place">The same conversation to people who read a transcript.</param>
internal sealed class TeamsConversation(string id, string kind, Conversation place, string tenantId, IReadOnlyList<TeamsPerson> members)
{
    public const string ThreadMark = ";messageid=";

    public string Id => id;

    public bool IsPersonal => kind == "personal";

    public bool IsGroupChat => kind == "groupChat";

    public bool IsChannel => kind == "channel";

    public Conversation Place => place;

    public string TenantId => tenantId;

    public IReadOnlyList<TeamsPerson> Members => members;

    public BotPresence Bot { get; set; }

    /// <summary>In their order; what was deleted is not among them.</summary>
    public List<TeamsMessage> Messages { get; } = [];

    /// <summary>As an activity names it.</summary>
    /// <param name="thread">The message that the thread began with; only channels have threads.</param>
    public JsonObject Account(string? thread)
    {
        var account = new JsonObject { ["id"] = FullId(thread), ["conversationType"] = kind, ["tenantId"] = tenantId };
        if (!IsPersonal) account["isGroup"] = true;
        return account;
    }

    public string FullId(string? thread) => IsChannel && thread is not null ? $"{id}{ThreadMark}{thread}" : id;

    /// <summary>What Teams adds of its own.</summary>
    public JsonObject ChannelData()
    {
        var data = new JsonObject { ["tenant"] = new JsonObject { ["id"] = tenantId } };
        if (!IsChannel) return data;
        (data["teamsChannelId"], data["teamsTeamId"]) = (id, TeamId);
        (data["channel"], data["team"]) = (new JsonObject { ["id"] = id }, new JsonObject { ["id"] = TeamId });
        return data;
    }

    private string TeamId => $"19:team-of-{id["19:".Length..]}";
}

/// <summary>Whether the bot is in a conversation. Who has removed it does not hear from it, and it cannot come back by itself.</summary>
internal enum BotPresence { NotYet, Here, Removed }

/// <summary>Something that was said in Teams.</summary>
internal sealed class TeamsMessage
{
    /// <summary>Of its activity.</summary>
    public required string Id { get; init; }
    public required TeamsConversation Conversation { get; init; }
    /// <summary>The message that its thread began with, which may be itself; null outside channels.</summary>
    public required string? Thread { get; init; }
    /// <summary>Null for the bot's.</summary>
    public TeamsPerson? From { get; init; }
    /// <summary>The Adaptive Card; null for one without.</summary>
    public JsonObject? Card { get; set; }
    /// <summary>What each sees instead of the card, by their id there: their client has asked for it, or they have pressed something.</summary>
    public Dictionary<string, JsonObject> Views { get; } = [];
}
