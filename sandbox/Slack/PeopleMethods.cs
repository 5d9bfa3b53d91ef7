using System.Text.Json.Nodes;

namespace ChatOps.Sandbox.Slack;

/// <summary>Who somebody is, the bot included, and where they are reached.</summary>
internal static class PeopleMethods
{
    public static void Map(SlackRoutes routes)
    {
        routes.Write("auth.test", Test);
        routes.Read("users.info", Info);
        routes.Read("users.lookupByEmail", LookUp);
        routes.Write("conversations.open", Open);
        routes.Read("conversations.info", Conversation);
    }

    private static JsonObject Test(SlackCall call) => new()
    {
        ["ok"] = true,
        ["url"] = $"https://{SandboxSlack.Domain}.slack.com/",
        ["team"] = SandboxSlack.Domain,
        ["user"] = SandboxSlack.BotName,
        ["team_id"] = SandboxSlack.WorkspaceId,
        ["user_id"] = SandboxSlack.BotId,
        ["bot_id"] = SandboxSlack.BotProfileId,
        ["is_enterprise_install"] = false,
    };

    private static JsonObject Info(SlackCall call) => call.Required("user") == SandboxSlack.BotId
        ? User(Bot())
        : User(call.Person("user", "user_not_found").User());

    /// <summary>Only of the workspace's own people.</summary>
    private static JsonObject LookUp(SlackCall call)
    {
        var email = call.Required("email");
        var person = call.Workspace.People.FirstOrDefault(person => !person.IsStranger && !person.IsDeleted && person.Email == email);
        return User(person?.User() ?? throw new SlackError("users_not_found"));
    }

    /// <summary>The same one each time.</summary>
    private static JsonObject Open(SlackCall call)
    {
        var users = (call.Text("users") ?? throw new SlackError("users_list_not_supplied")).Split(',');
        if (users.Length > 1) throw new SlackError("too_many_users");
        var person = call.Workspace.PersonOf(users[0]) ?? throw new SlackError("user_not_found");
        if (person.IsDeleted) throw new SlackError("user_disabled");
        return new JsonObject { ["ok"] = true, ["channel"] = new JsonObject { ["id"] = call.Workspace.Direct(person).Id } };
    }

    private static JsonObject Conversation(SlackCall call)
    {
        var channel = call.Workspace.ChannelOf(call.Required("channel")) ?? throw new SlackError("channel_not_found");
        return new JsonObject { ["ok"] = true, ["channel"] = channel.Info() };
    }

    private static JsonObject User(JsonObject user) => new() { ["ok"] = true, ["user"] = user };

    private static JsonObject Bot() => new()
    {
        ["id"] = SandboxSlack.BotId,
        ["team_id"] = SandboxSlack.WorkspaceId,
        ["name"] = SandboxSlack.BotName,
        ["deleted"] = false,
        ["is_bot"] = true,
        ["is_email_confirmed"] = false,
        ["profile"] = new JsonObject { ["real_name"] = SandboxSlack.BotName, ["bot_id"] = SandboxSlack.BotProfileId, ["api_app_id"] = SandboxSlack.AppId },
    };
}
