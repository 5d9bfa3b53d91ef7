using System.Text.Json;
using System.Text.RegularExpressions;

namespace ChatOps.Tests.Contracts;

/// <summary>What a body has, and what sort of thing each is.</summary>
internal static partial class JsonShape
{
    [GeneratedRegex("^[A-Z][A-Za-z0-9_./]{0,60}$")]
    private static partial Regex Word();

    /// <param name="opaque">How the path of an object ends that is not looked into.</param>
    public static string Of(string? body, string opaque)
    {
        if (body is null) return "";
        using var json = JsonDocument.Parse(body);
        var paths = new SortedSet<string>(StringComparer.Ordinal);
        Walk(json.RootElement, "", opaque, paths);
        return string.Join(' ', paths);
    }

    /// <summary>Every path in it with its type; words like Azure's enumerations with their value.</summary>
    private static void Walk(JsonElement element, string path, string opaque, SortedSet<string> paths)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object when !path.EndsWith(opaque, StringComparison.Ordinal):
                paths.Add($"{path}{{}}");
                foreach (var property in element.EnumerateObject()) Walk(property.Value, $"{path}/{property.Name}", opaque, paths);
                break;
            case JsonValueKind.Array:
                paths.Add($"{path}[]");
                foreach (var item in element.EnumerateArray()) Walk(item, path, opaque, paths);
                break;
            case JsonValueKind.String when element.GetString() is { } text && Word().IsMatch(text):
                paths.Add($"{path}={text}");
                break;
            default:
                paths.Add($"{path}:{element.ValueKind}");
                break;
        }
    }
}
