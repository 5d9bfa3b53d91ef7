using System.Globalization;
using System.Text.Json.Nodes;

namespace ChatOps.Sandbox.Teams;

/// <summary>Personal chats that the bot begins, and who is in a conversation.</summary>
internal static class ConversationEndpoints
{
    private const int SmallestPage = 50, LargestPage = 500;

    public static void Map(ConnectorRoutes routes)
    {
        routes.On("POST", "", Create);
        routes.On("GET", "/{conversation}/members/{member}", Member);
        routes.On("GET", "/{conversation}/pagedmembers", Members);
    }

    /// <summary>The same one each time.</summary>
    private static ConnectorAnswer Create(ConnectorRequest request)
    {
        var asked = request.Object();
        if ((bool?)asked["isGroup"] == true) throw ConnectorError.BadSyntax("The stand-in begins personal chats only.");
        if ((string?)asked["tenantId"] is null && (string?)asked["channelData"]?["tenant"]?["id"] is null)
            throw ConnectorError.BadSyntax("Tenant id is missing.");
        if (asked["members"] is not JsonArray { Count: 1 } members) throw ConnectorError.BadSyntax("Incorrect conversation creation parameters.");
        var id = (string?)members[0]?["id"];
        var person = request.Tenant.People.FirstOrDefault(person => person.Id == id || person.ObjectId == id)
            ?? throw ConnectorError.BadSyntax("Bad format of conversation ID.");
        if (!request.Tenant.IsReached(person)) throw ConnectorError.NotInRoster();
        var personal = request.Tenant.Personal(person);
        personal.Bot = BotPresence.Here;
        return new ConnectorAnswer(201, new JsonObject { ["id"] = personal.Id });
    }

    private static ConnectorAnswer Member(ConnectorRequest request) => new(200, Found(request).Member());

    private static TeamsPerson Found(ConnectorRequest request) =>
        request.Conversation().Members.FirstOrDefault(person => person.Id == request.Member || person.ObjectId == request.Member)
        ?? throw new ConnectorError(404, "MemberNotFoundInConversation", "Member not found in conversation.");

    private static ConnectorAnswer Members(ConnectorRequest request)
    {
        var (query, members) = (request.Http.Request.Query, request.Conversation().Members);
        var size = Number(query["pageSize"].ToString()) is { } asked ? Math.Clamp(asked, SmallestPage, LargestPage) : LargestPage;
        var from = Number(query["continuationToken"].ToString()) ?? 0;
        var page = new JsonObject { ["members"] = new JsonArray([.. members.Skip(from).Take(size).Select(person => person.Member())]) };
        if (from + size < members.Count) page["continuationToken"] = $"{from + size}";
        return new ConnectorAnswer(200, page);
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
