using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace ChatOps.Bot.Rendering.BlockKit;

/// <summary>Rows of cells, of which the first row is the header.</summary>
internal abstract record Grid(ImmutableArray<ImmutableArray<TableCell>> Rows) : Block
{
    public override int Letters() => Rows.Sum(row => row.Sum(cell => cell.Text.Length));
}

/// <summary>One in a message.</summary>
internal sealed record TableBlock(ImmutableArray<ImmutableArray<TableCell>> Rows, ImmutableArray<ColumnSetting> ColumnSettings) : Grid(Rows);

internal sealed record ColumnSetting(bool IsWrapped);

/// <summary>With pages, and sorted and filtered by who looks at it.</summary>
/// <param name="Caption">Read out by screen readers.</param>
internal sealed record DataTableBlock(string Caption, ImmutableArray<ImmutableArray<TableCell>> Rows, int PageSize) : Grid(Rows);

internal sealed record TableCell(string Text)
{
    [JsonPropertyOrder(-1)]
    public string Type { get; } = "raw_text";
}
