using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ChatOps.Core.Yaml;

namespace ChatOps.Core.Prices;

/// <summary>A price book as a file, in JSON.</summary>
public static class PriceBookFile
{
    private static readonly PricesJson Json = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
        NewLine = "\n",
        // It is read by people, and by nothing that takes it for HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <exception cref="InvalidFileException">It is no price book.</exception>
    public static PriceBook Read(string name, Stream json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, Json.PriceBook) ?? throw new JsonException("It is null.");
        }
        catch (JsonException e)
        {
            throw new InvalidFileException([$"{name}: {e.Message}"]);
        }
    }

    /// <summary>For people too: whoever compares two of them sees which prices have changed.</summary>
    public static string Write(PriceBook book) => $"{JsonSerializer.Serialize(book, Json.PriceBook)}\n";
}

[JsonSerializable(typeof(PriceBook))]
internal sealed partial class PricesJson : JsonSerializerContext;
