using System.Text.RegularExpressions;

namespace ChatOps.Sandbox.Slack;

/// <summary>What people type, as Slack passes it on.</summary>
internal static partial class TypedText
{
    [GeneratedRegex(@"(?<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)|(?<link>https?://[^\s<>|]+)|(?<![\w])@(?<handle>[\w.-]+)")]
    private static partial Regex Marked();

    /// <summary>The three characters that have a meaning of their own. All that is done to what follows a slash command.</summary>
    public static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);

    /// <summary>In a message, addresses and people become links besides.</summary>
    public static string Written(string text, SlackWorkspace workspace) => Marked().Replace(Escape(text), found =>
        found.Groups["mail"] is { Success: true, Value: var mail } ? $"<mailto:{mail}|{mail}>"
        : found.Groups["link"] is { Success: true, Value: var link } ? $"<{link}>"
        : workspace.Person(found.Groups["handle"].Value) is { } person ? $"<@{person.Id}>"
        : found.Value);
}
