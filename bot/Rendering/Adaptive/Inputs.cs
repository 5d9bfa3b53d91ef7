using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace ChatOps.Bot.Rendering.Adaptive;

/// <summary>To be filled in; its id is the name that the value comes back under.</summary>
internal abstract record Input : Element
{
    [JsonPropertyOrder(-1)]
    public required string Label { get; init; }
}

internal sealed record TextInput : Input
{
    public string? Value { get; init; }
}

internal sealed record NumberInput : Input
{
    public decimal? Value { get; init; }
}

/// <summary>One of several.</summary>
internal sealed record ChoiceInput : Input
{
    public string? Value { get; init; }
    public required ImmutableArray<Choice> Choices { get; init; }
}

internal sealed record Choice(string Title, string Value);
