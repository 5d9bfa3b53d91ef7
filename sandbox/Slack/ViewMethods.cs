using System.Text.Json.Nodes;
using ChatOps.Sandbox.Slack.Blocks;

namespace ChatOps.Sandbox.Slack;

/// <summary>Modals and Home tabs.</summary>
internal static class ViewMethods
{
    public static void Map(SlackRoutes routes)
    {
        routes.Write("views.open", Open);
        routes.Write("views.update", Update);
        routes.Write("views.publish", Publish);
    }

    private static JsonObject Open(SlackCall call)
    {
        var view = call.View(Surface.Modal);
        var person = call.StandIn.Triggers.Use(call.Required("trigger_id"));
        return Shown(call.Workspace.Open(person, view, isHome: false));
    }

    private static JsonObject Update(SlackCall call)
    {
        var view = call.View(Surface.Modal);
        var modals = call.Workspace.People.Select(call.Workspace.Modal);
        var open = call.Text("view_id") is { } id ? call.Workspace.View(id)
            : call.Text("external_id") is { } external ? modals.FirstOrDefault(modal => modal?.ExternalId == external)
            : throw SlackError.Missing("view_id");
        if (open is null || open.IsHome) throw new SlackError("not_found");
        return Changed(call, open, view);
    }

    private static JsonObject Publish(SlackCall call)
    {
        var view = call.View(Surface.Home);
        var person = call.Person("user_id", "user_not_found");
        return call.Workspace.Home(person) is { } home ? Changed(call, home, view) : Shown(call.Workspace.Open(person, view, isHome: true));
    }

    /// <summary>Unless it has changed since the program looked.</summary>
    private static JsonObject Changed(SlackCall call, SlackView view, JsonObject content)
    {
        if (call.Text("hash") is { } hash && hash != view.Hash) throw new SlackError("hash_conflict");
        call.Workspace.Change(view, content);
        return Shown(view);
    }

    private static JsonObject Shown(SlackView view) => new() { ["ok"] = true, ["view"] = view.Json() };
}
