using ChatOps.Bot.Channels.Slack;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;

namespace ChatOps.Functions.Endpoints;

/// <summary>
/// <c>POST /api/slack/commands</c>, <c>/interactivity</c> and <c>/events</c>, where Slack posts what is said, pressed and sent. Anybody may try:
/// the signature is what is believed.
/// </summary>
internal static class SlackEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, Product product) => routes.MapPost("/api/slack/{door}", http =>
        product.Slack is { } slack && DoorOf(http) is { } door ? AnswerAsync(http, slack, door) : Results.NotFound().ExecuteAsync(http));

    /// <summary>Null for another address.</summary>
    public static SlackDoor? DoorOf(HttpContext http) => http.Request.RouteValues["door"] switch
    {
        "commands" => SlackDoor.Commands,
        "interactivity" => SlackDoor.Interactivity,
        "events" => SlackDoor.Events,
        _ => null,
    };

    public static SlackRequest Read(HttpContext http, SlackDoor door)
    {
        var headers = http.Request.Headers;
        return new SlackRequest(
            door, Only(headers["X-Slack-Request-Timestamp"]), Only(headers["X-Slack-Signature"]), Only(headers["X-Slack-Retry-Num"]));
    }

    /// <summary>What it asked for must not be left half done when Slack hangs up.</summary>
    private static async Task AnswerAsync(HttpContext http, SlackChat slack, SlackDoor door) => await ChatAnswers.WriteAsync(
        http, await slack.HandleAsync(Read(http, door), http.Request.Body, caller: http.RequestAborted, CancellationToken.None));

    private static string? Only(StringValues header) => header is [{ Length: > 0 } value] ? value : null;
}
