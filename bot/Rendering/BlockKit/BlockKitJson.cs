using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
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

internal static class BlockKitWriter
{
    /// <summary>A sign of another script stays one character: nothing reads it as HTML, and Slack counts characters.</summary>
    public static BlockKitJson Json { get; } = new(new JsonSerializerOptions(BlockKitJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
