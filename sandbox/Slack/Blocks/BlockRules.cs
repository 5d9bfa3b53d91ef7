using System.Collections.Immutable;

namespace ChatOps.Sandbox.Slack.Blocks;

/// <summary>What each kind of block must be like.</summary>
internal static class BlockRules
{
    private const int LongestHeader = 150, MostInContext = 10, MostActions = 25, LongestLabel = 2000;

    private static readonly ImmutableHashSet<string> OnlyInMessages = ["table", "data_table", "data_visualization"];

    public static void Check(Spot block, Surface surface, ImmutableHashSet<string> unknown)
    {
        var type = block.Type;
        if (unknown.Contains(type) || (surface != Surface.Message && OnlyInMessages.Contains(type)) || (surface != Surface.Modal && type == "input"))
        {
            block.At("type").Say($"unsupported type: {type}");
            return;
        }
        switch (type)
        {
            case "header":
                if (block.Has("type", "block_id?", "text")) ElementRules.Plain(block.At("text"), LongestHeader);
                break;
            case "divider":
                block.Has("type", "block_id?");
                break;
            case "context":
                if (block.Has("type", "block_id?", "elements"))
                    foreach (var element in block.At("elements").Items(MostInContext)) ElementRules.Text(element);
                break;
            case "rich_text":
                RichTextRules.Check(block);
                break;
            case "actions":
                Actions(block);
                break;
            case "input":
                Input(block);
                break;
            case "table":
                TableRules.Table(block);
                break;
            case "data_table":
                TableRules.DataTable(block);
                break;
            case "data_visualization":
                ChartRules.Check(block);
                break;
            default:
                block.At("type").Say($"unsupported type: {type}");
                break;
        }
    }

    private static void Actions(Spot block)
    {
        if (!block.Has("type", "block_id?", "elements")) return;
        var elements = block.At("elements").Items(MostActions);
        foreach (var element in elements)
        {
            if (element.Type == "button") ElementRules.Button(element);
            else element.At("type").Say($"unsupported type: {element.Type}");
        }
        BlockKitRules.Unique(elements.Select(element => element.At("action_id")), "action_id");
    }

    private static void Input(Spot block)
    {
        if (!block.Has("type", "block_id?", "label", "element", "hint?", "optional?", "dispatch_action?")) return;
        ElementRules.Plain(block.At("label"), LongestLabel);
        if (block.At("hint") is { Exists: true } hint) ElementRules.Plain(hint, LongestLabel);
        if (block.At("optional") is { Exists: true } optional) optional.IsBoolean();
        InputRules.Check(block.At("element"));
        BlockKitRules.Unique([block.At("element").At("action_id")], "action_id");
    }
}
