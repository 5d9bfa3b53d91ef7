using System.Text.Json;
using ChatOps.Bot.Cards;

namespace ChatOps.Bot.Channels.Teams;

/// <summary>A card as a message, and as the answer to a pressed button.</summary>
internal static class CardMessage
{
    public const string CardType = "application/vnd.microsoft.card.adaptive";

    /// <param name="adaptive">The rendered card.</param>
    /// <param name="card">Its title is what a notification shows.</param>
    public static byte[] Write(byte[] adaptive, Card card) => JsonBody.Write(json =>
    {
        json.WriteString("type", ActivityTypes.Message);
        json.WriteString("summary", card.Tone.Mark() + card.Title);
        json.WriteStartArray("attachments");
        json.WriteStartObject();
        json.WriteString("contentType", CardType);
        json.WritePropertyName("content");
        json.WriteRawValue(adaptive);
        json.WriteEndObject();
        json.WriteEndArray();
    });

    public static ChatAnswer Shown(byte[] adaptive) => Invoke(200, CardType, json => json.WriteRawValue(adaptive));

    /// <summary>A line that only the one who pressed sees, for a moment.</summary>
    public static ChatAnswer Toast(string text) => Invoke(200, "application/vnd.microsoft.activity.message", json => json.WriteStringValue(text));

    public static ChatAnswer Error(int status, string code, string message) => Invoke(status, "application/vnd.microsoft.error", json =>
    {
        json.WriteStartObject();
        json.WriteString("code", code);
        json.WriteString("message", message);
        json.WriteEndObject();
    });

    /// <summary>Whatever became of it, the HTTP status is 200: else the person sees only that something went wrong.</summary>
    private static ChatAnswer Invoke(int status, string type, Action<Utf8JsonWriter> value) => new(200, JsonBody.Write(json =>
    {
        json.WriteNumber("statusCode", status);
        json.WriteString("type", type);
        json.WritePropertyName("value");
        value(json);
    }));
}
