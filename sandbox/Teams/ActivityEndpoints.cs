using System.Text.Json.Nodes;

namespace ChatOps.Sandbox.Teams;

/// <summary>The bot's messages: sent, edited, deleted.</summary>
internal static class ActivityEndpoints
{
    public static void Map(ConnectorRoutes routes)
    {
        routes.On("POST", "/{conversation}/activities", request => Send(request, replyTo: null));
        routes.On("POST", "/{conversation}/activities/{activity}", request => Send(request, request.Activity));
        routes.On("PUT", "/{conversation}/activities/{activity}", Update);
        routes.On("DELETE", "/{conversation}/activities/{activity}", Delete);
    }

    private static ConnectorAnswer Send(ConnectorRequest request, string? replyTo)
    {
        var (conversation, id) = (request.Conversation(), request.Tenant.NextId());
        var sent = SentActivity.Read(request.Object());
        var thread = Thread(request, conversation, replyTo) ?? (conversation.IsChannel ? id : null);
        var message = new TeamsMessage { Id = id, Conversation = conversation, Thread = thread };
        conversation.Messages.Add(message);
        request.StandIn.Show(message, sent);
        return new ConnectorAnswer(201, new JsonObject { ["id"] = id });
    }

    /// <summary>Teams goes by the thread that the conversation's id names, else by the one that the message is in to which this replies.</summary>
    private static string? Thread(ConnectorRequest request, TeamsConversation conversation, string? replyTo)
    {
        var thread = request.Thread ?? conversation.Messages.FirstOrDefault(message => message.Id == replyTo)?.Thread;
        if (thread is null || conversation.Messages.Any(message => message.Thread == thread)) return thread;
        throw ConnectorError.NoConversation();
    }

    private static ConnectorAnswer Update(ConnectorRequest request)
    {
        var message = request.Message();
        request.StandIn.Show(message, SentActivity.Read(request.Object()));
        return new ConnectorAnswer(200, new JsonObject { ["id"] = message.Id });
    }

    private static ConnectorAnswer Delete(ConnectorRequest request)
    {
        request.StandIn.Remove(request.Message());
        return new ConnectorAnswer(200);
    }
}
