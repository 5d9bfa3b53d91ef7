namespace ChatOps.Sandbox.Slack.Blocks;

/// <summary>Texts and buttons.</summary>
internal static class ElementRules
{
    private const int LongestText = 3000, LongestButton = 75, LongestValue = 2000, LongestUrl = 3000;

    private const int LongestQuestion = 100, LongestAsk = 300, LongestAnswer = 30;

    public static void Plain(Spot text, int most)
    {
        if (!text.Has("type", "text", "emoji?")) return;
        text.At("type").IsOneOf("plain_text");
        text.At("text").HasText(most);
        if (text.At("emoji") is { Exists: true } emoji) emoji.IsBoolean();
    }

    /// <summary>Plain, or in Slack's markup.</summary>
    public static void Text(Spot text, int most = LongestText)
    {
        if (text.Type != "mrkdwn") Plain(text, most);
        else if (text.Has("type", "text", "verbatim?")) text.At("text").HasText(most);
    }

    public static void Button(Spot button)
    {
        if (!button.Has("type", "text", "action_id?", "value?", "url?", "style?", "confirm?", "accessibility_label?")) return;
        Plain(button.At("text"), LongestButton);
        if (button.At("value") is { Exists: true } value) value.HasText(LongestValue);
        if (button.At("url") is { Exists: true } url) url.HasText(LongestUrl);
        if (button.At("accessibility_label") is { Exists: true } label) label.HasText(LongestButton);
        if (button.At("style") is { Exists: true } style) style.IsOneOf("primary", "danger");
        if (button.At("confirm") is { Exists: true } confirm) Confirm(confirm);
    }

    private static void Confirm(Spot confirm)
    {
        if (!confirm.Has("title", "text", "confirm", "deny", "style?")) return;
        Plain(confirm.At("title"), LongestQuestion);
        Text(confirm.At("text"), LongestAsk);
        Plain(confirm.At("confirm"), LongestAnswer);
        Plain(confirm.At("deny"), LongestAnswer);
        if (confirm.At("style") is { Exists: true } style) style.IsOneOf("primary", "danger");
    }
}
