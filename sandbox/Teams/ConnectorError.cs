using System.Text.Json.Nodes;

namespace ChatOps.Sandbox.Teams;

/// <summary>An answer in the Bot Connector's error format.</summary>
internal sealed class ConnectorError(int status, string code, string message, int? retryAfter = null) : Exception(message)
{
    public int Status { get; } = status;

    public int? RetryAfter { get; } = retryAfter;

    public JsonObject Body { get; } = new() { ["error"] = new JsonObject { ["code"] = code, ["message"] = message } };

    public static ConnectorError BadSyntax(string message) => new(400, "BadSyntax", message);

    public static ConnectorError NoConversation() => new(404, "ConversationNotFound", "Conversation not found.");

    public static ConnectorError NotInRoster() => new(403, "BotNotInConversationRoster", "The bot is not part of the conversation roster.");

    public static ConnectorError Throttled(int seconds) => new(429, "TooManyRequests", "API calls quota exceeded!", seconds);
}
