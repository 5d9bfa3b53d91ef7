using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChatOps.Sandbox.Slack.Blocks;

/// <summary>A place in what was sent, and all that is wrong with it. The words are Slack's where they are known.</summary>
internal sealed record Spot(JsonNode? Node, string Pointer, List<string> Found)
{
    public bool Exists => Node is not null;

    public string Type => At("type").Text ?? "";

    /// <summary>Null for what is no text.</summary>
    public string? Text => Node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public decimal? Number => Node is JsonValue value && value.GetValueKind() == JsonValueKind.Number && value.TryGetValue<decimal>(out var number) ? number : null;

    public Spot At(string name) => this with { Node = (Node as JsonObject)?[name], Pointer = $"{Pointer}/{name}" };

    public void Say(string problem) => Found.Add($"[ERROR] {problem} [json-pointer:{Pointer}]");

    /// <summary>An object with these fields, those with a question mark or without.</summary>
    /// <returns>False when it is not worth looking at any closer.</returns>
    public bool Has(params string[] fields)
    {
        if (Node is not JsonObject found)
        {
            Say("must provide an object");
            return false;
        }
        var missing = fields.Where(field => !field.EndsWith('?') && !found.ContainsKey(field)).ToList();
        foreach (var field in missing) Say($"missing required field: {field}");
        foreach (var (field, _) in found.Where(pair => !fields.Contains(pair.Key) && !fields.Contains($"{pair.Key}?")).ToList())
            Say($"invalid additional property: {field}");
        return missing.Count == 0;
    }

    /// <summary>A text of so many characters.</summary>
    public void HasText(int most, int least = 1)
    {
        if (Text is not { } text) Say("must provide a string");
        else if (text.Length < least) Say($"must be more than {least - 1} characters");
        else if (text.Length > most) Say($"must be less than {most + 1} characters");
    }

    public void IsOneOf(params string[] words)
    {
        if (Text is not { } text || !words.Contains(text)) Say("must be a valid enum value");
    }

    public void IsBoolean()
    {
        if (Node?.GetValueKind() is not (JsonValueKind.True or JsonValueKind.False)) Say("must provide a boolean");
    }

    /// <summary>What is in an array of so many.</summary>
    public IReadOnlyList<Spot> Items(int most, int least = 1)
    {
        if (Node is not JsonArray items)
        {
            Say("must provide an array");
            return [];
        }
        if (items.Count > most) Say($"no more than {most} items allowed");
        if (items.Count < least) Say($"no fewer than {least} items allowed");
        return [.. items.Select((item, i) => this with { Node = item, Pointer = $"{Pointer}/{i}" })];
    }
}
