using System.Text.Json;
using System.Text.Json.Serialization;
using ChatOps.Core.Machines;

namespace ChatOps.Core.Approvals;

/// <summary>
/// 16 hex digits, derived from the chat message that asked: delivered twice, it is one request. A launch and its request have the same,
/// so that a nudge to one is a nudge to both. People see and type the first few.
/// </summary>
[JsonConverter(typeof(RequestIdJson))]
public readonly record struct RequestId(string Value)
{
    private const int Length = 16;
    private const int ShortLength = 6;

    public static RequestId From(string chatRequest) => Of(MachineId.FromRequest(chatRequest));

    public static RequestId Of(MachineId machine) => new(machine.Value);

    /// <summary>Whether it may be the beginning of one.</summary>
    public static bool IsBeginning(string text) => text.Length is >= ShortLength and <= Length && text.All(char.IsAsciiHexDigitLower);

    /// <summary>What queues call it.</summary>
    public MachineId Nudged => new(Value);

    public string Short => Value[..ShortLength];

    public override string ToString() => Value;
}

internal sealed class RequestIdJson : JsonConverter<RequestId>
{
    public override RequestId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString() ?? "");

    public override void Write(Utf8JsonWriter writer, RequestId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
