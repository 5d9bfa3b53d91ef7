using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatOps.Core.Machines;

/// <summary>
/// 16 hex digits; the first names the machine's partition. It is derived from the request that launched the machine, so
/// that the same request delivered twice is the same machine. People type names, never this.
/// </summary>
[JsonConverter(typeof(MachineIdJson))]
public readonly record struct MachineId(string Value)
{
    public static MachineId FromRequest(string requestId) =>
        new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(requestId)))[..16]);

    /// <summary>Null when the text is not one.</summary>
    public static MachineId? Parse(string text) => text.Length == 16 && text.All(char.IsAsciiHexDigitLower) ? new MachineId(text) : null;

    /// <summary>The machine that a resource of this name belongs to; null when it is not named after one.</summary>
    public static MachineId? OfResource(string name) =>
        name.StartsWith(Machine.ResourcePrefix, StringComparison.Ordinal) && name.Length >= Machine.ResourcePrefix.Length + 16
        && (name.Length == Machine.ResourcePrefix.Length + 16 || name[Machine.ResourcePrefix.Length + 16] == '-')
            ? Parse(name.Substring(Machine.ResourcePrefix.Length, 16))
            : null;

    public override string ToString() => Value;
}

internal sealed class MachineIdJson : JsonConverter<MachineId>
{
    public override MachineId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString() ?? "");

    public override void Write(Utf8JsonWriter writer, MachineId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
