using ChatOps.Bot;
using ChatOps.Bot.Cards;
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
        if (said is null) throw new BadHttpRequestException("That is nothing said.");
        await http.Response.WriteAsJsonAsync(await AnswerAsync(product, said, http.RequestAborted), SandboxJson.Options, http.RequestAborted);
    });

    /// <summary>As in the other chats: who it is, the policy of the moment says.</summary>
    public static async Task<Reply> AnswerAsync(Product product, Said said, CancellationToken cancellationToken) =>
        product.Policy.Find(said.Email) is { } person
            ? await product.Bot.AnswerAsync(new ChatRequest(said.Id, person, said.Conversation, said.Text), cancellationToken)
            : Reply.Private(ErrorCard.Mistake(Strangers.Sentence(product.Policy)));
}

/// <param name="Id">The same one delivered twice acts once.</param>
internal sealed record Said(string Id, string Email, Conversation Conversation, string Text);
