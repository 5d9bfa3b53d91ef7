using System.Collections.Immutable;
using ChatOps.Bot.Cards;
using ChatOps.Bot.Rendering.BlockKit;

namespace ChatOps.Bot.Rendering;

/// <summary>Tables as Slack draws them, and in a frame for workspaces and places that do not.</summary>
internal static class BlockKitTables
{
    private const int MostColumns = 20;

    /// <summary>Without the header; in a <c>table</c> with it.</summary>
    private const int MostRows = 100;

    /// <summary>Of all tables in a message.</summary>
    private const int MostLetters = 10_000;

    /// <summary>As many are read at a glance; more are better sorted, and turned over page by page.</summary>
    private const int AtAGlance = 10;

    private const int LongestCaption = 150;

    public static IEnumerable<Block> Draw(CardElement.Table table, BlockKitLevel level, string caption, IReadOnlyCollection<Block> drawn)
    {
        var isFirst = !drawn.OfType<TableBlock>().Any();
        var most = level switch
        {
            BlockKitLevel.Newest => AtAGlance,
            BlockKitLevel.Tables => MostRows - 1,
            BlockKitLevel.Basic => -1,
        };
        if (table.Columns.IsEmpty) return [];
        if (isFirst && table.Rows.Length <= most) return [new TableBlock(Cells(table), [.. table.Columns.Select(_ => new ColumnSetting(true))])];
        return level == BlockKitLevel.Newest && !table.Rows.IsEmpty
            ? [new DataTableBlock(SlackText.Plain(caption, LongestCaption).Text, Cells(table), Math.Min(MostRows, table.Rows.Length))]
            : BlockKitElements.Framed(null, BlockKitElements.Columns([table.Columns, .. table.Rows]));
    }

    /// <summary>Whether Slack takes all the tables in a message.</summary>
    public static bool Fit(ImmutableArray<Block> blocks)
    {
        var tables = blocks.OfType<Grid>().ToList();
        return tables.Sum(table => table.Letters()) <= MostLetters
            && tables.All(table => table.Rows.Length <= MostRows + 1 && table.Rows[0].Length <= MostColumns);
    }

    /// <summary>All rows as long as the header.</summary>
    private static ImmutableArray<ImmutableArray<TableCell>> Cells(CardElement.Table table) =>
        [.. table.Rows.Prepend(table.Columns).Select(row => Cells(row, table.Columns.Length))];

    private static ImmutableArray<TableCell> Cells(ImmutableArray<string> row, int count) =>
        [.. Enumerable.Range(0, count).Select(i => new TableCell(SlackText.Shown(SeenText.Of(row.ElementAtOrDefault(i) ?? ""))))];
}
