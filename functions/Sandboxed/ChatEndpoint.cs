using ChatOps.Bot;
using ChatOps.Core.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ChatOps.Functions.Sandboxed;

/// <summary><c>POST /api/chat</c>, where the sandbox says what its people say. It is believed who they are, so there is none in Azure.</summary>
internal static class ChatEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, Product product) => routes.MapPost("/api/chat", async http =>
    {
        var said = await http.Request.ReadFromJsonAsync<Said>(SandboxJson.Options, http.RequestAborted);
        if (said is null || product.Policy.Find(said.Email) is not { } person)
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }
        var reply = await product.Bot.AnswerAsync(new ChatRequest(said.Id, person, said.Conversation, said.Text), http.RequestAborted);
        await http.Response.WriteAsJsonAsync(reply, SandboxJson.Options, http.RequestAborted);
    });
}

/// <param name="Id">The same one delivered twice acts once.</param>
internal sealed record Said(string Id, string Email, Conversation Conversation, string Text);
