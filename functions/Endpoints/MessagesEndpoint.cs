using ChatOps.Bot.Channels.Teams;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ChatOps.Functions.Endpoints;

/// <summary><c>POST /api/messages</c>, where Microsoft's Bot Connector posts what is said in Teams. Anybody may try: the token is what is believed.</summary>
internal static class MessagesEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, Product product) => routes.MapPost("/api/messages", http => product.Teams is { } teams
        ? AnswerAsync(http, teams)
        : Results.NotFound().ExecuteAsync(http));

    /// <summary>A connector that hangs up because it takes long delivers again; what it asked for first must not be left half done.</summary>
    private static async Task AnswerAsync(HttpContext http, TeamsChat teams)
    {
        var (authorization, body) = (http.Request.Headers.Authorization, http.Request.Body);
        await ChatAnswers.WriteAsync(http, await teams.HandleAsync(authorization, body, caller: http.RequestAborted, CancellationToken.None));
    }
}
