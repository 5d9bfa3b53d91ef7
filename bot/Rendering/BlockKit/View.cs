using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace ChatOps.Bot.Rendering.BlockKit;

[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ModalView), "modal")]
[JsonDerivedType(typeof(HomeView), "home")]
internal abstract record View(ImmutableArray<Block> Blocks);

internal sealed record ModalView(ImmutableArray<Block> Blocks) : View(Blocks)
{
    [JsonPropertyOrder(-1)]
    public required string CallbackId { get; init; }
    /// <summary>Comes back with what was filled in.</summary>
    [JsonPropertyOrder(-1)]
    public required string PrivateMetadata { get; init; }
    [JsonPropertyOrder(-1)]
    public required TextObject Title { get; init; }
    [JsonPropertyOrder(-1)]
    public required TextObject Submit { get; init; }
    [JsonPropertyOrder(-1)]
    public required TextObject Close { get; init; }
}

/// <summary>What a person sees of the app when nothing is said.</summary>
internal sealed record HomeView(ImmutableArray<Block> Blocks) : View(Blocks);
