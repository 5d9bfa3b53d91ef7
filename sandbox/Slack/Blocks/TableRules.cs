using System.Text.Json.Nodes;

namespace ChatOps.Sandbox.Slack.Blocks;

/// <summary>Both kinds of tables.</summary>
internal static class TableRules
{
    private const int MostRows = 100, MostColumns = 20, MostLetters = 10_000, MostOnPage = 100;

    /// <summary>Of all cells.</summary>
    public static int Letters(Spot block) =>
        (block.Node?["rows"] as JsonArray ?? []).OfType<JsonArray>().SelectMany(row => row).Sum(cell => Letters(cell));

    public static void Table(Spot block)
    {
        if (!block.Has("type", "block_id?", "rows", "column_settings?")) return;
        foreach (var row in block.At("rows").Items(MostRows))
            foreach (var cell in row.Items(MostColumns)) Cell(cell, isHeader: false);
        if (block.At("column_settings") is not { Exists: true } settings) return;
        foreach (var setting in settings.Items(MostColumns))
        {
            if (!setting.Has("align?", "is_wrapped?")) continue;
            if (setting.At("align") is { Exists: true } align) align.IsOneOf("left", "center", "right");
            if (setting.At("is_wrapped") is { Exists: true } wrapped) wrapped.IsBoolean();
        }
    }

    public static void DataTable(Spot block)
    {
        if (!block.Has("type", "block_id?", "rows", "caption", "page_size?", "row_header_column_index?")) return;
        block.At("caption").HasText(int.MaxValue - 1);
        if (block.At("page_size") is { Exists: true } size && size.Number is not (>= 1 and <= MostOnPage)) size.Say($"must be between 1 and {MostOnPage}");
        var rows = block.At("rows").Items(MostRows + 1, least: 2);
        var columns = rows.Count > 0 ? (rows[0].Node as JsonArray)?.Count : null;
        for (var i = 0; i < rows.Count; i++)
        {
            foreach (var cell in rows[i].Items(MostColumns)) Cell(cell, isHeader: i == 0);
            if ((rows[i].Node as JsonArray)?.Count != columns) rows[i].Say("all rows must have the same number of cells");
        }
        if (Letters(block) > MostLetters) block.At("rows").Say($"must be less than {MostLetters + 1} characters");
    }

    private static int Letters(JsonNode? cell) => (cell?["text"] as JsonValue)?.TryGetValue<string>(out var text) == true ? text.Length : 0;

    private static void Cell(Spot cell, bool isHeader)
    {
        switch (cell.Type)
        {
            case "raw_text":
                if (cell.Has("type", "text")) cell.At("text").HasText(int.MaxValue - 1);
                break;
            case "raw_number" when !isHeader:
                if (cell.Has("type", "value", "text") && cell.At("value").Number is null) cell.At("value").Say("must be a number");
                break;
            case "rich_text" when !isHeader:
                RichTextRules.Check(cell);
                break;
            default:
                cell.At("type").Say($"unsupported type: {cell.Type}");
                break;
        }
    }
}
