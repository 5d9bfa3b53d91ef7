using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ChatOps.Sandbox.Teams;

/// <summary>A request to the connector, with what its path names.</summary>
/// <param name="Body">Null where there is none, or no object.</param>
internal sealed record ConnectorRequest(HttpContext Http, ConnectorStandIn StandIn, JsonObject? Body)
{
    public TeamsTenant Tenant => StandIn.Tenant;

    /// <summary>The message that the named thread began with; null when the path names none.</summary>
    public string? Thread => Named("conversation").Split(TeamsConversation.ThreadMark) is [_, var thread] ? thread : null;

    public string? Activity => Http.Request.RouteValues["activity"] as string;

    public string Member => Named("member");

    /// <exception cref="ConnectorError">There is none such, or the bot is not in it.</exception>
    public TeamsConversation Conversation()
    {
        var id = Named("conversation").Split(TeamsConversation.ThreadMark)[0];
        var conversation = Tenant.Conversations.FirstOrDefault(c => c.Id == id) ?? throw ConnectorError.NoConversation();
        return conversation.Bot switch
        {
            BotPresence.Here => conversation,
            BotPresence.Removed => throw ConnectorError.NotInRoster(),
            _ => throw ConnectorError.NoConversation(),
        };
    }

    /// <summary>Of the bot's own, which nobody else may change.</summary>
    /// <exception cref="ConnectorError">There is none such.</exception>
    public TeamsMessage Message() => Conversation().Messages.FirstOrDefault(message => message.From is null && message.Id == Activity)
        ?? throw new ConnectorError(404, "ActivityNotFoundInConversation", "The activity is not found in the conversation.");

    /// <exception cref="ConnectorError">There is none.</exception>
    public JsonObject Object() => Body ?? throw ConnectorError.BadSyntax("Bad format of the request's body.");

    private string Named(string what) => Http.Request.RouteValues[what] as string ?? "";
}

/// <param name="Body">Null for none.</param>
internal sealed record ConnectorAnswer(int Status, JsonObject? Body = null);
