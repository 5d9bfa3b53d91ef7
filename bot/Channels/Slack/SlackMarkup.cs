using System.Net;
using System.Text.RegularExpressions;

namespace ChatOps.Bot.Channels.Slack;

/// <summary>From what Slack makes of a typed line back to what was typed: https://docs.slack.dev/messaging/formatting-message-text.</summary>
internal static partial class SlackMarkup
{
    /// <summary>A mention, a channel or a link, with its label where it has one.</summary>
    [GeneratedRegex(@"<(?<kind>[@#!]?)(?:mailto:|tel:)?(?<what>[^<>|]*)(?:\|(?<label>[^<>]*))?>")]
    private static partial Regex Reference();

    /// <param name="bot">Whose mention is only a way of addressing us; null where nobody is mentioned for that.</param>
    public static string Of(string text, string? bot)
    {
        if (bot is not null) text = text.Replace($"<@{bot}>", " ", StringComparison.Ordinal);
        text = Reference().Replace(text, match => (match.Groups["kind"].Value, match.Groups["label"].Value) switch
        {
            ("@", var label) => $"@{(label.Length > 0 ? label : match.Groups["what"].Value)}",
            ("#", var label) => $"#{(label.Length > 0 ? label : match.Groups["what"].Value)}",
            (_, { Length: > 0 } label) => label,
            _ => match.Groups["what"].Value,
        });
        // Once, after the references: what somebody typed as one is written with entities, and stays what it is. Backticks only make it look typed.
        return TypedText.Plain(WebUtility.HtmlDecode(text).Replace("`", "", StringComparison.Ordinal));
    }
}
