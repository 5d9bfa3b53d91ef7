using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace ChatOps.Bot.Rendering.BlockKit;

[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(RichTextSection), "rich_text_section")]
[JsonDerivedType(typeof(RichTextPreformatted), "rich_text_preformatted")]
internal abstract record RichTextPart(ImmutableArray<RichTextRun> Elements);

internal sealed record RichTextSection(ImmutableArray<RichTextRun> Elements) : RichTextPart(Elements);

/// <summary>Monospaced lines in a frame.</summary>
internal sealed record RichTextPreformatted(ImmutableArray<RichTextRun> Elements) : RichTextPart(Elements);

/// <summary>Text as it is. Mentions, links and emoji would be elements of other types.</summary>
internal sealed record RichTextRun(string Text, RichTextStyle? Style = null)
{
    [JsonPropertyOrder(-1)]
    public string Type { get; } = "text";
}

internal sealed record RichTextStyle
{
    public bool? Bold { get; init; }
    public bool? Code { get; init; }
}
