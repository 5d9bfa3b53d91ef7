using System.Text.Json;
using ChatOps.Bot.Rendering;

namespace ChatOps.Bot.Channels.Slack.Api;

/// <summary>JSON of messages, as the Web API and what answers a command take it.</summary>
internal static class SlackMessage
{
    /// <summary>What is shown, whatever else is said of it where it is sent.</summary>
    public static byte[] Write(BlockKitMessage message, Action<Utf8JsonWriter>? more = null) => JsonBody.Write(json =>
    {
        more?.Invoke(json);
        json.WriteString("text", message.Text);
        json.WritePropertyName("blocks");
        json.WriteRawValue(message.Blocks, skipInputValidation: true);
    });

    /// <summary>The answer to a command, in the response itself or at its address.</summary>
    /// <param name="isForAll">Else only the one who asked sees it.</param>
    /// <param name="isInstead">Whether it takes the place of the message that the button was on.</param>
    public static byte[] Answer(BlockKitMessage message, bool isForAll, string? thread = null, bool isInstead = false) => Write(message, json =>
    {
        json.WriteString("response_type", isForAll ? "in_channel" : "ephemeral");
        json.WriteBoolean("replace_original", isInstead);
        if (thread is not null) json.WriteString("thread_ts", thread);
    });

    /// <summary>A line to the one who asked.</summary>
    public static byte[] Line(string text) => JsonBody.Write(json =>
    {
        json.WriteString("response_type", "ephemeral");
        json.WriteBoolean("replace_original", false);
        json.WriteString("text", SlackText.Escaped(text));
    });
}
