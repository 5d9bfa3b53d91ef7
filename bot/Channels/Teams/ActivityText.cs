using System.Net;
using System.Text.RegularExpressions;

namespace ChatOps.Bot.Channels.Teams;

/// <summary>From what Teams makes of a typed line back to what was typed.</summary>
internal static partial class ActivityText
{
    /// <summary>Where a line ends; to a command that is a space.</summary>
    [GeneratedRegex(@"</?(?:br|p|div|li|ul|ol|tr|blockquote|pre|h[1-6])\b[^<>]*>", RegexOptions.IgnoreCase)]
    private static partial Regex Breaks();

    [GeneratedRegex(@"</?(?:at|a|b|i|u|s|em|strong|span|code|strike|del|sub|sup|font|img|emoji|attachment)\b[^<>]*>", RegexOptions.IgnoreCase)]
    private static partial Regex Marks();

    /// <summary>A mention that no entity tells of. In front it is a way of addressing us.</summary>
    [GeneratedRegex(@"\A\s*<at\b[^<>]*>[^<>]*</at>", RegexOptions.IgnoreCase)]
    private static partial Regex LeadingMention();

    public static string Of(Activity activity)
    {
        var text = WithoutMentions(activity, activity.Text ?? "");
        text = Marks().Replace(Breaks().Replace(LeadingMention().Replace(text, "", 1), " "), "");
        // Once, after the tags: what somebody typed as a tag is written with entities, and stays what it is.
        return TypedText.Plain(WebUtility.HtmlDecode(text));
    }

    /// <summary>
    /// Another person may be called as the bot is. Mentions of the same text are told apart by their order, which is that of their entities.
    /// </summary>
    private static string WithoutMentions(Activity activity, string text)
    {
        var mentions = (activity.Entities ?? []).OfType<ActivityEntity>()
            .Where(entity => entity is { Type: "mention", Text.Length: > 0 })
            .GroupBy(entity => entity.Text ?? "");
        foreach (var same in mentions)
        {
            var at = 0;
            foreach (var mention in same)
            {
                at = text.IndexOf(same.Key, at, StringComparison.Ordinal);
                if (at < 0) break;
                if (mention.Mentioned?.Id is { } id && id == activity.Recipient?.Id) text = text.Remove(at, same.Key.Length);
                else at += same.Key.Length;
            }
        }
        return text;
    }
}
