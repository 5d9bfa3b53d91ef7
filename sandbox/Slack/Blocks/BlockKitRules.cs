using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace ChatOps.Sandbox.Slack.Blocks;

/// <summary>Where blocks are shown: each takes others, and more or fewer of them.</summary>
public enum Surface { Message, Modal, Home }

/// <summary>The limits of Block Kit as Slack enforces them, in its words, for the blocks that the product draws.</summary>
public static class BlockKitRules
{
    private const int MostInMessage = 50, MostInView = 100, MostCharts = 2, LongestTables = 10_000;

    private const int LongestId = 255, LongestMetadata = 3000, LongestWords = 24;

    /// <param name="unknown">Types of blocks that this workspace does not know: it plays an older one.</param>
    /// <returns>As Slack's <c>response_metadata.messages</c>; empty when it would take the blocks.</returns>
    public static IReadOnlyList<string> Problems(JsonArray blocks, Surface surface, ImmutableHashSet<string>? unknown = null)
    {
        var all = new Spot(blocks, "/blocks", []);
        Blocks(all, surface, unknown ?? []);
        return all.Found;
    }

    /// <inheritdoc cref="Problems(JsonArray, Surface, ImmutableHashSet{string})"/>
    public static IReadOnlyList<string> Problems(JsonObject view, ImmutableHashSet<string>? unknown = null)
    {
        var whole = new Spot(view, "/view", []);
        if (whole.Type == "home")
        {
            whole.Has("type", "blocks", "private_metadata?", "callback_id?", "external_id?");
            Blocks(whole.At("blocks"), Surface.Home, unknown ?? []);
        }
        else if (whole.Type == "modal")
        {
            whole.Has(
                "type", "blocks", "title", "submit?", "close?", "private_metadata?", "callback_id?", "external_id?", "clear_on_close?", "notify_on_close?");
            ElementRules.Plain(whole.At("title"), LongestWords);
            if (whole.At("submit") is { Exists: true } submit) ElementRules.Plain(submit, LongestWords);
            if (whole.At("close") is { Exists: true } close) ElementRules.Plain(close, LongestWords);
            Blocks(whole.At("blocks"), Surface.Modal, unknown ?? []);
            if (!whole.At("submit").Exists && view["blocks"] is JsonArray blocks && blocks.Any(block => (string?)block?["type"] == "input"))
                whole.Say("missing required field: submit");
        }
        else whole.At("type").Say($"unsupported type: {whole.Type}");
        if (whole.At("private_metadata") is { Exists: true } metadata) metadata.HasText(LongestMetadata, least: 0);
        if (whole.At("callback_id") is { Exists: true } callback) callback.HasText(LongestId, least: 0);
        return whole.Found;
    }

    private static void Blocks(Spot all, Surface surface, ImmutableHashSet<string> unknown)
    {
        var blocks = all.Items(surface == Surface.Message ? MostInMessage : MostInView, least: surface == Surface.Message ? 1 : 0);
        foreach (var block in blocks) BlockRules.Check(block, surface, unknown);
        Unique(blocks.Select(block => block.At("block_id")), "block_id");

        var tables = blocks.Where(block => block.Type == "table").ToList();
        if (tables.Count > 1) tables[1].Say("only_one_table_allowed");
        if (blocks.Where(block => block.Type == "data_visualization").ElementAtOrDefault(MostCharts) is { } chart)
            chart.Say($"no more than {MostCharts} data_visualization blocks allowed");
        var grids = blocks.Where(block => block.Type is "table" or "data_table").ToList();
        if (grids.Sum(TableRules.Letters) > LongestTables) grids[^1].Say($"tables must be less than {LongestTables + 1} characters in all");
    }

    internal static void Unique(IEnumerable<Spot> ids, string what)
    {
        var seen = new HashSet<string>();
        foreach (var id in ids.Where(id => id.Exists))
        {
            id.HasText(LongestId);
            if (id.Text is { } text && !seen.Add(text)) id.Say($"`{what}` \"{text}\" already exists");
        }
    }
}
