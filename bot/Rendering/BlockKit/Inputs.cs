using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace ChatOps.Bot.Rendering.BlockKit;

[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(SelectElement), "static_select")]
[JsonDerivedType(typeof(NumberElement), "number_input")]
[JsonDerivedType(typeof(TextElement), "plain_text_input")]
internal abstract record InputElement(string ActionId);

/// <summary>One of several.</summary>
internal sealed record SelectElement(string ActionId, ImmutableArray<SelectOption> Options) : InputElement(ActionId)
{
    /// <summary>Exactly one of the options.</summary>
    public SelectOption? InitialOption { get; init; }
}

internal sealed record SelectOption(TextObject Text, string Value);

internal sealed record NumberElement(string ActionId) : InputElement(ActionId)
{
    public bool IsDecimalAllowed { get; } = true;
    public string? InitialValue { get; init; }
}

internal sealed record TextElement(string ActionId) : InputElement(ActionId)
{
    public string? InitialValue { get; init; }
}
