using System.Text.Json.Nodes;

namespace ChatOps.Sandbox.Slack.Blocks;

/// <summary>The texts in blocks as people see them. Words between backticks are drawn as something to type, and read back so.</summary>
internal static class BlockKitText
{
    /// <summary>What stands where Slack takes no empty text.</summary>
    private const string Nothing = "\u00A0";

    /// <summary>A run of rich text, in its look.</summary>
    public sealed record Run(string Text, bool IsBold, bool IsCode)
    {
        public string Shown => IsCode ? $"`{Text}`" : Text;
    }

    /// <summary>A part of rich text: lines, or lines in a frame.</summary>
    public sealed record Part(string Text, bool IsFramed);

    public static string Of(JsonNode node, string name) => (string?)node[name] ?? "";

    public static string Plain(JsonNode? text) => text is JsonObject && Of(text, "type") == "plain_text"
        ? Seen(Of(text, "text"))
        : throw new FormatException($"This is no plain text: {text?.ToJsonString()}");

    /// <summary>Of a context block.</summary>
    public static string Small(JsonObject block) => string.Concat(Items(block, "elements").Select(element => Of(element, "type") == "mrkdwn"
        ? Of(element, "text")
            .Replace("&lt;", "<", StringComparison.Ordinal)
            .Replace("&gt;", ">", StringComparison.Ordinal)
            .Replace("&amp;", "&", StringComparison.Ordinal)
        : Plain(element)));

    /// <summary>All runs of a block of rich text that has no frame.</summary>
    public static List<Run> RunsOf(JsonObject block) => Items(block, "elements") is [var section] && Of(section, "type") == "rich_text_section"
        ? [.. Items(section, "elements").Select(RunOf)]
        : throw new FormatException($"These are no lines of text: {block.ToJsonString()}");

    public static string Runs(JsonObject block) => string.Concat(RunsOf(block).Select(run => run.Shown));

    public static bool IsBold(JsonObject block) => RunsOf(block).All(run => run.IsBold);

    public static List<Part> Parts(JsonObject block) => [.. Items(block, "elements").Select(part => new Part(
        string.Concat(Items(part, "elements").Select(run => RunOf(run).Shown)),
        Of(part, "type") switch
        {
            "rich_text_section" => false,
            "rich_text_preformatted" => true,
            var type => throw new FormatException($"We draw no {type}."),
        }))];

    public static List<JsonObject> Items(JsonObject node, string name) => node[name] is JsonArray items && items.All(item => item is JsonObject)
        ? [.. items.OfType<JsonObject>()]
        : throw new FormatException($"There are no {name}: {node.ToJsonString()}");

    public static string Seen(string text) => text == Nothing ? "" : text;

    private static Run RunOf(JsonObject run) => Of(run, "type") == "text"
        ? new Run(Seen(Of(run, "text")), run["style"]?["bold"] is not null, run["style"]?["code"] is not null)
        : throw new FormatException($"We draw no {Of(run, "type")} in a text.");
}
