using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOps.Bot.Cards;

namespace ChatOps.Sandbox.Slack.Blocks;

/// <summary>Buttons and the fields of a form.</summary>
internal static class BlockKitControls
{
    public static IEnumerable<CardButton> Buttons(JsonObject block) => BlockKitText.Of(block, "type") == "actions"
        ? BlockKitText.Items(block, "elements").Select(Button)
        : throw new FormatException($"Buttons are actions: {block.ToJsonString()}");

    public static FormField Field(JsonObject block)
    {
        var element = block["element"] as JsonObject ?? throw new FormatException($"There is nothing to fill in: {block.ToJsonString()}");
        var (name, label) = (BlockKitText.Of(block, "block_id"), BlockKitText.Plain(block["label"]));
        return BlockKitText.Of(element, "type") switch
        {
            "static_select" => new FormField(
                name,
                label,
                element["initial_option"] is JsonObject chosen ? BlockKitText.Of(chosen, "value") : "",
                [.. BlockKitText.Items(element, "options").Select(option => BlockKitText.Of(option, "value"))]),
            "number_input" => new FormField(name, label, BlockKitText.Of(element, "initial_value"), [], IsNumber: true),
            "plain_text_input" => new FormField(name, label, BlockKitText.Of(element, "initial_value"), []),
            var type => throw new FormatException($"We draw no {type}."),
        };
    }

    private static CardButton Button(JsonObject button) => BlockKitText.Of(button, "type") != "button"
        ? throw new FormatException($"We draw no {BlockKitText.Of(button, "type")} among buttons.")
        : new CardButton(
            BlockKitText.Plain(button["text"]),
            Said(BlockKitText.Of(button, "value")),
            BlockKitText.Of(button, "style") switch
            {
                "primary" => ButtonStyle.Primary,
                "danger" => ButtonStyle.Danger,
                _ => ButtonStyle.Plain,
            },
            button["confirm"] is JsonObject confirm ? BlockKitText.Plain(confirm["text"]) : null);

    private static string Said(string value)
    {
        try
        {
            return (string?)JsonNode.Parse(value)?["say"] ?? throw new FormatException($"The button says nothing: {value}");
        }
        catch (JsonException e)
        {
            throw new FormatException($"The button has a value of somebody else: {value}", e);
        }
    }
}
