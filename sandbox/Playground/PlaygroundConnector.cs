using System.Text.Json.Nodes;
using ChatOps.Sandbox.Teams;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ChatOps.Sandbox.Playground;

/// <summary>The Bot Connector's calls that the program makes, answered for all windows together.</summary>
/// <param name="people">Whom Teams knows, with a window or without.</param>
internal sealed class PlaygroundConnector(IReadOnlyList<PlaygroundWindow> windows, IReadOnlyList<TeamsPerson> people, ViewRefresher views)
{
    public void Map(WebApplication web)
    {
        web.MapPost("/v3/conversations", CreateAsync);
        web.MapPost("/v3/conversations/{conversation}/activities", http => ShowAsync(http, id: null));
        web.MapPost("/v3/conversations/{conversation}/activities/{activity}", http => ShowAsync(http, id: null));
        web.MapPut("/v3/conversations/{conversation}/activities/{activity}", http => ShowAsync(http, Named(http, "activity")));
        web.MapDelete("/v3/conversations/{conversation}/activities/{activity}", DeleteAsync);
        web.MapGet("/v3/conversations/{conversation}/members/{member}", MemberAsync);
        web.MapGet("/v3/conversations/{conversation}/pagedmembers", MembersAsync);
    }

    /// <summary>A personal chat that the bot begins. Who has no window has, as far as the bot can see, not installed the app.</summary>
    private async Task CreateAsync(HttpContext http)
    {
        var asked = await BodyAsync(http);
        var member = (string?)asked["members"]?[0]?["id"];
        if (windows.FirstOrDefault(window => IsCalled(window.Person, member)) is { } window)
            await AnswerAsync(http, StatusCodes.Status201Created, new JsonObject { ["id"] = window.Persona.PersonalChat });
        else await RefuseAsync(http, StatusCodes.Status403Forbidden, "BotNotInConversationRoster");
    }

    private async Task ShowAsync(HttpContext http, string? id)
    {
        var (conversation, thread) = Place(http);
        var activity = await BodyAsync(http);
        // They are about the way here; each window has its own.
        foreach (var name in (string[])["conversation", "replyToId"]) activity.Remove(name);
        var refresh = ViewRefresher.Take(activity["attachments"]?[0]?["content"]);
        var seeing = windows.Where(window => window.Persona.IsIn(conversation)).ToList();
        if (seeing.Count == 0)
        {
            await RefuseAsync(http, StatusCodes.Status403Forbidden, "BotNotInConversationRoster");
            return;
        }
        try
        {
            foreach (var window in seeing) id = await window.ShowAsync(conversation, thread, id, activity, http.RequestAborted);
        }
        catch (PlaygroundException e)
        {
            http.Response.StatusCode = (int)e.Status;
            await http.Response.WriteAsync(e.Said, http.RequestAborted);
            return;
        }
        await AnswerAsync(http, id is null ? StatusCodes.Status202Accepted : StatusCodes.Status201Created, new JsonObject { ["id"] = id });
        if (id is not null && refresh is not null) views.Add(new ViewOrder(seeing, conversation, thread, id, refresh));
    }

    private async Task DeleteAsync(HttpContext http)
    {
        var conversation = Place(http).Conversation;
        foreach (var window in windows.Where(window => window.Persona.IsIn(conversation)))
            await window.RemoveAsync(conversation, Named(http, "activity"), http.RequestAborted);
    }

    private Task MemberAsync(HttpContext http) => Members(http).FirstOrDefault(person => IsCalled(person, Named(http, "member"))) is { } person
        ? AnswerAsync(http, StatusCodes.Status200OK, person.Member())
        : RefuseAsync(http, StatusCodes.Status404NotFound, "MemberNotFoundInConversation");

    private Task MembersAsync(HttpContext http) => AnswerAsync(
        http, StatusCodes.Status200OK, new JsonObject { ["members"] = new JsonArray([.. Members(http).Select(person => person.Member())]) });

    private IReadOnlyList<TeamsPerson> Members(HttpContext http)
    {
        var conversation = Place(http).Conversation;
        return windows.FirstOrDefault(window => window.Persona.PersonalChat == conversation) is { } window ? [window.Person] : people;
    }

    private static bool IsCalled(TeamsPerson person, string? id) => person.Id == id || person.ObjectId == id;

    private static (string Conversation, string? Thread) Place(HttpContext http) => Named(http, "conversation").Split(TeamsConversation.ThreadMark) switch
    {
        [var channel, var thread] => (channel, thread),
        var whole => (whole[0], null),
    };

    private static string Named(HttpContext http, string what) => http.Request.RouteValues[what] as string ?? "";

    private static async Task<JsonObject> BodyAsync(HttpContext http) =>
        await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted) as JsonObject
        ?? throw new BadHttpRequestException("The body is no object.");

    private static Task AnswerAsync(HttpContext http, int status, JsonObject body)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(body, http.RequestAborted);
    }

    private static Task RefuseAsync(HttpContext http, int status, string code) =>
        AnswerAsync(http, status, new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = code } });
}
