using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ChatOps.Tests.Tools;

/// <summary>JSON as a person reads it: indented, and what has nothing in it but values on one line.</summary>
public static partial class ReadableJson
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [GeneratedRegex(@"([{\[])\n\s*([^{}\[\]]*?)\n\s*([}\]])")]
    private static partial Regex Innermost();

    [GeneratedRegex(@"\n\s*")]
    private static partial Regex NewLine();

    public static string Of(byte[] json) => Innermost().Replace(
        JsonSerializer.Serialize(JsonNode.Parse(json), Indented),
        match => $"{match.Groups[1]} {NewLine().Replace(match.Groups[2].Value, " ")} {match.Groups[3]}");
}
