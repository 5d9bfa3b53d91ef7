using System.Text.Json.Nodes;

namespace ChatOps.Sandbox.Slack;

/// <summary>What a method of the Web API says no with: under HTTP 200, but for what comes too often.</summary>
/// <param name="code">As Slack calls it.</param>
/// <param name="messages">What exactly is wrong.</param>
internal sealed class SlackError(string code, IReadOnlyList<string>? messages = null, int? retryAfter = null) : Exception(code)
{
    public int Status => retryAfter is null ? 200 : 429;

    /// <summary>In seconds.</summary>
    public int? RetryAfter => retryAfter;

    public JsonObject Body()
    {
        var body = new JsonObject { ["ok"] = false, ["error"] = Message };
        if (messages is { Count: > 0 })
            body["response_metadata"] = new JsonObject { ["messages"] = new JsonArray([.. messages.Select(message => JsonValue.Create(message))]) };
        return body;
    }

    public static SlackError Missing(string argument) => new("invalid_arguments", [$"[ERROR] missing required field: {argument}"]);

    public static SlackError Throttled(int seconds) => new("ratelimited", retryAfter: seconds);
}
