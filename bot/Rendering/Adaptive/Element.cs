using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace ChatOps.Bot.Rendering.Adaptive;

/// <summary>The elements in use. Text is always a <see cref="RichTextBlock"/>: in a TextBlock or FactSet it would be Markdown.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(RichTextBlock), "RichTextBlock")]
[JsonDerivedType(typeof(Container), "Container")]
[JsonDerivedType(typeof(ColumnSet), "ColumnSet")]
[JsonDerivedType(typeof(Table), "Table")]
[JsonDerivedType(typeof(CodeBlock), "CodeBlock")]
[JsonDerivedType(typeof(ActionSet), "ActionSet")]
[JsonDerivedType(typeof(TextInput), "Input.Text")]
[JsonDerivedType(typeof(NumberInput), "Input.Number")]
[JsonDerivedType(typeof(ChoiceInput), "Input.ChoiceSet")]
[JsonDerivedType(typeof(BarChart), "Chart.HorizontalBar")]
[JsonDerivedType(typeof(GroupedBarChart), "Chart.VerticalBar.Grouped")]
[JsonDerivedType(typeof(LineChart), "Chart.Line")]
[JsonDerivedType(typeof(DonutChart), "Chart.Donut")]
internal abstract record Element
{
    /// <summary>Tells who reads a card what the element is for: "facts-2".</summary>
    [JsonPropertyOrder(-1)]
    public string? Id { get; init; }

    public Spacing? Spacing { get; init; }

    /// <summary>Shown instead by hosts that do not know the element: all that is not in 1.5 needs one.</summary>
    [JsonPropertyOrder(1)]
    public Element? Fallback { get; init; }
}

internal enum Spacing { None, Small, Medium }

internal sealed record RichTextBlock(ImmutableArray<TextRun> Inlines) : Element;

/// <summary>Text as it is, without Markdown.</summary>
internal sealed record TextRun
{
    [JsonPropertyOrder(-1)]
    public string Type { get; } = "TextRun";
    public required string Text { get; init; }
    public TextColor? Color { get; init; }
    public FontType? FontType { get; init; }
    public bool? IsSubtle { get; init; }
    public TextSize? Size { get; init; }
    public TextWeight? Weight { get; init; }
}

internal enum TextColor { Accent, Good, Warning, Attention }

internal enum FontType { Monospace }

internal enum TextSize { Medium }

internal enum TextWeight { Bolder }

internal sealed record Container(ImmutableArray<Element> Items) : Element
{
    public ContainerStyle? Style { get; init; }
    /// <summary>To the card's edges.</summary>
    public bool? Bleed { get; init; }
}

internal enum ContainerStyle
{
    [JsonStringEnumMemberName("emphasis")] Emphasis,
    [JsonStringEnumMemberName("accent")] Accent,
    [JsonStringEnumMemberName("good")] Good,
    [JsonStringEnumMemberName("warning")] Warning,
    [JsonStringEnumMemberName("attention")] Attention,
}

internal sealed record ColumnSet(ImmutableArray<Column> Columns) : Element;

/// <param name="Width">"auto", "stretch", or as "90px".</param>
internal sealed record Column(string Width, ImmutableArray<Element> Items)
{
    [JsonPropertyOrder(-1)]
    public string Type { get; } = "Column";
    public Spacing? Spacing { get; init; }
}

/// <summary>Its first row is the header.</summary>
internal sealed record Table(ImmutableArray<TableColumn> Columns, ImmutableArray<TableRow> Rows) : Element
{
    public bool? ShowGridLines { get; } = false;
}

/// <param name="Width">Beside the widths of the other columns.</param>
internal sealed record TableColumn(int Width);

internal sealed record TableRow(ImmutableArray<TableCell> Cells)
{
    [JsonPropertyOrder(-1)]
    public string Type { get; } = "TableRow";
}

internal sealed record TableCell(ImmutableArray<Element> Items)
{
    [JsonPropertyOrder(-1)]
    public string Type { get; } = "TableCell";
}

/// <summary>Teams': unbroken lines with a button that copies them.</summary>
internal sealed record CodeBlock(string CodeSnippet) : Element
{
    public string Language { get; } = "PlainText";
}

/// <summary>Buttons, at most six: Teams draws no more of them.</summary>
internal sealed record ActionSet(ImmutableArray<CardAction> Actions) : Element;
