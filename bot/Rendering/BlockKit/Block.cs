using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace ChatOps.Bot.Rendering.BlockKit;

/// <summary>The blocks in use. https://docs.slack.dev/reference/block-kit/blocks</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(HeaderBlock), "header")]
[JsonDerivedType(typeof(ContextBlock), "context")]
[JsonDerivedType(typeof(RichTextBlock), "rich_text")]
[JsonDerivedType(typeof(DividerBlock), "divider")]
[JsonDerivedType(typeof(ActionsBlock), "actions")]
[JsonDerivedType(typeof(InputBlock), "input")]
[JsonDerivedType(typeof(TableBlock), "table")]
[JsonDerivedType(typeof(DataTableBlock), "data_table")]
[JsonDerivedType(typeof(ChartBlock), "data_visualization")]
internal abstract record Block
{
    /// <summary>Tells who reads a message what the block is for: "facts-2".</summary>
    [JsonPropertyOrder(-1)]
    public string? BlockId { get; init; }

    /// <summary>Of all that people read in it.</summary>
    public virtual int Letters() => 0;
}

internal sealed record HeaderBlock(TextObject Text) : Block
{
    public override int Letters() => Text.Text.Length;
}

/// <summary>Small and grey. At most ten elements.</summary>
internal sealed record ContextBlock(ImmutableArray<TextObject> Elements) : Block
{
    public override int Letters() => Elements.Sum(element => element.Text.Length);
}

internal sealed record RichTextBlock(ImmutableArray<RichTextPart> Elements) : Block
{
    public override int Letters() => Elements.Sum(part => part.Elements.Sum(run => run.Text.Length));
}

internal sealed record DividerBlock : Block;

/// <summary>Buttons.</summary>
internal sealed record ActionsBlock(ImmutableArray<Button> Elements) : Block
{
    public override int Letters() => Elements.Sum(button => button.Text.Text.Length);
}

/// <summary>Something to fill in: only in a modal.</summary>
internal sealed record InputBlock(TextObject Label, InputElement Element) : Block
{
    public TextObject? Hint { get; init; }
    public bool Optional { get; init; }
}
