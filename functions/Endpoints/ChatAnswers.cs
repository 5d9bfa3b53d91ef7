using ChatOps.Bot.Channels;
using Microsoft.AspNetCore.Http;

namespace ChatOps.Functions.Endpoints;

/// <summary>What a chat is answered, as a response.</summary>
internal static class ChatAnswers
{
    public static async Task WriteAsync(HttpContext http, ChatAnswer answer)
    {
        http.Response.StatusCode = answer.Status;
        if (answer.Json.IsEmpty) return;
        http.Response.ContentType = "application/json; charset=utf-8";
        await http.Response.BodyWriter.WriteAsync(answer.Json, http.RequestAborted);
    }
}
