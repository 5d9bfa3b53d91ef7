using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text.Json;

namespace ChatOps.Azure.Monitor;

/// <summary>
/// Reads a value as leniently as it is written: numbers may come as strings, and what JSON has no numbers for (NaN, Infinity) does.
/// </summary>
internal static class LogsCells
{
    /// <summary>By their names; null for one that nobody asked for.</summary>
    /// <exception cref="JsonException">One is missing.</exception>
    public static T?[] Columns<T>(ImmutableArray<LogsColumn> columns) where T : struct, Enum
    {
        T?[] read = [.. columns.Select(column => Enum.TryParse<T>(column.Name, out var known) ? known : (T?)null)];
        var missing = Enum.GetValues<T>().Where(column => !read.Contains(column)).ToList();
        return missing.Count == 0 ? read : throw new JsonException($"Columns are missing: {string.Join(", ", missing)}.");
    }

    /// <summary>NaN for null.</summary>
    public static double Real(ref Utf8JsonReader value) => value.TokenType switch
    {
        JsonTokenType.Null => double.NaN,
        JsonTokenType.Number => value.GetDouble(),
        JsonTokenType.String => Real(value.ValueSpan) ?? throw Wrong(ref value, "number"),
        _ => throw Wrong(ref value, "number"),
    };

    public static long? Long(ref Utf8JsonReader value)
    {
        if (value.TokenType is JsonTokenType.Null || (value.TokenType is JsonTokenType.String && value.ValueSpan.IsEmpty)) return null;
        if (value.TokenType is JsonTokenType.Number && value.TryGetInt64(out var number)) return number;
        var real = Real(ref value);
        // Also what was whole and became a real on its way.
        return Math.Abs(real) < 1L << 53 && double.IsInteger(real) ? (long)real : throw Wrong(ref value, "whole number");
    }

    public static DateTimeOffset? Time(ref Utf8JsonReader value) => value.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.String when value.ValueSpan.IsEmpty => null,
        JsonTokenType.String when value.TryGetDateTimeOffset(out var time) => time.ToUniversalTime(),
        _ => throw Wrong(ref value, "time"),
    };

    public static string? Text(ref Utf8JsonReader value) => value.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.String => value.GetString(),
        _ => throw Wrong(ref value, "text"),
    };

    private static double? Real(ReadOnlySpan<byte> text) => text switch
    {
        _ when text.IsEmpty => double.NaN,
        _ when Utf8Parser.TryParse(text, out double number, out var read) && read == text.Length => number,
        _ when text.SequenceEqual("Infinity"u8) || text.SequenceEqual("∞"u8) => double.PositiveInfinity,
        _ when text.SequenceEqual("-Infinity"u8) || text.SequenceEqual("-∞"u8) => double.NegativeInfinity,
        _ => null,
    };

    private static JsonException Wrong(ref Utf8JsonReader value, string wanted) => new($"A {value.TokenType} stands where a {wanted} was expected.");
}
