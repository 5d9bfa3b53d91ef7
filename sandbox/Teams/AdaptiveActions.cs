using System.Text.Json.Nodes;

namespace ChatOps.Sandbox.Teams;

/// <summary>What a client does with the actions and inputs of a card.</summary>
internal static class AdaptiveActions
{
    /// <summary>What pressing the button sends: nothing of it is the client's own.</summary>
    /// <param name="label">As the card shows it.</param>
    /// <param name="inputs">By the ids of what is filled in; the button's own data comes first.</param>
    public static JsonObject? Press(JsonObject card, string label, IReadOnlyDictionary<string, string> inputs)
    {
        if (All(card).FirstOrDefault(item => (string?)item["type"] == "Action.Execute" && (string?)item["title"] == label) is not { } action) return null;
        return Sent(action, (string?)action["associatedInputs"] == "none" ? [] : Filled(card, inputs));
    }

    /// <summary>What the client sends by itself to have the view of one person; null when it has no reason to.</summary>
    public static JsonObject? Refresh(JsonObject card, string personId) =>
        card["refresh"] is JsonObject { } refresh
        && refresh["userIds"] is JsonArray viewers && viewers.Any(viewer => (string?)viewer == personId)
        && refresh["action"] is JsonObject action
            ? Sent(action, [])
            : null;

    /// <summary>What nobody has changed keeps the card's value.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Filled(JsonObject card, IReadOnlyDictionary<string, string> inputs) =>
        from field in Fields(card)
        let id = (string?)field["id"] ?? ""
        select KeyValuePair.Create(id, inputs.TryGetValue(id, out var value) ? value : field["value"]?.ToString() ?? "");

    private static IEnumerable<JsonObject> Fields(JsonObject card) =>
        All(card).Where(item => ((string?)item["type"])?.StartsWith("Input.", StringComparison.Ordinal) == true);

    private static JsonObject Sent(JsonObject action, IEnumerable<KeyValuePair<string, string>> inputs)
    {
        var data = action["data"]?.DeepClone() as JsonObject ?? [];
        foreach (var (id, value) in inputs) data.TryAdd(id, value);
        return new JsonObject { ["type"] = "Action.Execute", ["id"] = (string?)action["id"] ?? "", ["verb"] = (string?)action["verb"], ["data"] = data };
    }

    /// <summary>Everything in it that has a type; not what stands in only for something that a client does not know.</summary>
    private static IEnumerable<JsonObject> All(JsonNode? node) => node switch
    {
        JsonObject item => item.Where(member => member.Key is not ("fallback" or "data")).SelectMany(member => All(member.Value)).Prepend(item),
        JsonArray items => items.SelectMany(All),
        _ => [],
    };
}
