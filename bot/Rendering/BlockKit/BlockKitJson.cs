using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace ChatOps.Bot.Rendering.BlockKit;

/// <summary>Writes blocks as Slack reads them.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(ImmutableArray<Block>))]
[JsonSerializable(typeof(View))]
[JsonSerializable(typeof(Said))]
internal sealed partial class BlockKitJson : JsonSerializerContext;
