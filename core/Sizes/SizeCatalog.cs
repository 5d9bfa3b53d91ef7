using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatOps.Core.Sizes;

/// <summary>The GPU sizes that this product knows, shipped as data (<c>gpu-sizes.json</c>).</summary>
public static class SizeCatalog
{
    private static readonly FrozenDictionary<string, GpuSize> Sizes = Load();

    public static IEnumerable<string> Names => Sizes.Keys;

    public static IEnumerable<GpuSize> All => Sizes.Values;

    public static GpuSize? Find(string name) => Sizes.GetValueOrDefault(name);

    public static GpuSize Get(string name) => Find(name) ?? throw new KeyNotFoundException($"No GPU size is called {name}.");

    private static FrozenDictionary<string, GpuSize> Load()
    {
        using var stream = typeof(SizeCatalog).Assembly.GetManifestResourceStream("gpu-sizes.json")
            ?? throw new InvalidOperationException("gpu-sizes.json is not embedded.");
        var file = JsonSerializer.Deserialize(stream, SizesJson.Default.SizesFile)
            ?? throw new InvalidOperationException("gpu-sizes.json is empty.");
        return file.Sizes.ToFrozenDictionary(size => size.Name, StringComparer.OrdinalIgnoreCase);
    }
}

internal sealed record SizesFile(string Origin, string Collected, IReadOnlyList<GpuSize> Sizes);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(SizesFile))]
internal sealed partial class SizesJson : JsonSerializerContext;
