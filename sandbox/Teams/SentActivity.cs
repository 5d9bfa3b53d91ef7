using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChatOps.Sandbox.Teams;

/// <summary>What the bot sends, once it is found to be something that Teams shows.</summary>
/// <param name="Text">Null when it is a card only.</param>
/// <param name="Card">The Adaptive Card; null when it is text only.</param>
internal sealed record SentActivity(string? Text, JsonObject? Card)
{
    /// <summary>In UTF-16, with all that belongs to it.</summary>
    private const int LongestBytes = 100 * 1024;

    private const int MostViewers = 60;

    private const string CardType = "application/vnd.microsoft.card.adaptive";

    /// <exception cref="ConnectorError">Teams would not take it.</exception>
    public static SentActivity Read(JsonObject body)
    {
        if (body.ToJsonString().Length * sizeof(char) > LongestBytes)
            throw new ConnectorError(413, "MessageSizeTooBig", "Message size too large.");
        if (Word(body["type"]) != "message") throw ConnectorError.BadSyntax("Unknown activity type.");
        var attachments = body["attachments"] as JsonArray ?? [];
        if (attachments.Count > 1) throw ConnectorError.BadSyntax("The stand-in shows one attachment only.");
        var card = attachments is [JsonObject attachment] ? Drawn(attachment) : null;
        var text = Word(body["text"]);
        if (card is null && string.IsNullOrWhiteSpace(text))
            throw ConnectorError.BadSyntax("Activity must include non empty 'text' field or at least 1 attachment.");
        return new SentActivity(text, card);
    }

    /// <exception cref="ConnectorError">Teams would not draw it.</exception>
    public static void RequireCard(JsonObject card)
    {
        if (Word(card["type"]) != "AdaptiveCard" || card["body"] is not JsonArray) throw ConnectorError.BadSyntax("The attachment is no Adaptive Card.");
        if (!Version.TryParse(Word(card["version"]), out var version) || version < new Version(1, 4) || version > new Version(1, 5))
            throw ConnectorError.BadSyntax("The card's version is not one with Action.Execute that Teams draws.");
        if (card["refresh"] is not JsonObject refresh) return;
        if (Word(refresh["action"]?["type"]) != "Action.Execute") throw ConnectorError.BadSyntax("A refresh is an Action.Execute.");
        var viewers = refresh["userIds"] as JsonArray ?? [];
        if (viewers.Count > MostViewers || viewers.Any(viewer => Word(viewer)?.StartsWith("29:", StringComparison.Ordinal) != true))
            throw ConnectorError.BadSyntax("At most 60 people, by their ids in Teams, can have a view of their own.");
    }

    private static JsonObject Drawn(JsonObject attachment)
    {
        if (Word(attachment["contentType"]) != CardType || attachment["content"] is not JsonObject card)
            throw ConnectorError.BadSyntax("The stand-in shows Adaptive Cards only.");
        RequireCard(card);
        return card;
    }

    private static string? Word(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? (string?)node : null;
}
