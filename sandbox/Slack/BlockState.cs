using System.Globalization;
using System.Text.Json.Nodes;

namespace ChatOps.Sandbox.Slack;

/// <summary>What can be pressed and filled in within blocks, and how Slack tells the program of it.</summary>
internal static class BlockState
{
    /// <summary>Slack gives ids to what comes without.</summary>
    public static JsonArray Named(JsonArray blocks)
    {
        var named = (JsonArray)blocks.DeepClone();
        foreach (var (block, place) in named.OfType<JsonObject>().Select((block, place) => (block, place)))
            if (string.IsNullOrEmpty((string?)block["block_id"])) block["block_id"] = $"block{place}";
        return named;
    }

    /// <summary>What is pressed when that action is.</summary>
    /// <param name="value">Of the option that is chosen, or what is filled in; null where there is nothing to choose.</param>
    /// <returns>Null when there is no such action.</returns>
    public static JsonObject? Pressed(JsonArray blocks, string actionId, string? value)
    {
        if (Elements(blocks, "").FirstOrDefault(found => (string?)found.Element["action_id"] == actionId) is not (var block, { } element)) return null;
        var action = IsFilledIn(element) ? Value(element, value) : new JsonObject { ["type"] = (string?)element["type"] };
        (action["action_id"], action["block_id"]) = (actionId, block);
        foreach (var name in (string[])["text", "value", "style"])
            if (element[name] is { } kept) action[name] = kept.DeepClone();
        if ((string?)element["type"] == "overflow") action["selected_option"] = Chosen(element, value);
        return action;
    }

    /// <param name="given">By <c>block_id</c>; what is not among it stays as the blocks have it.</param>
    public static JsonObject Values(JsonArray blocks, IReadOnlyDictionary<string, string> given)
    {
        var values = new JsonObject();
        foreach (var (block, element) in Elements(blocks, "").Where(found => IsFilledIn(found.Element)))
        {
            if (values[block] is not JsonObject inBlock) values[block] = inBlock = [];
            inBlock[(string?)element["action_id"] ?? ""] = Value(element, given.GetValueOrDefault(block));
        }
        return values;
    }

    /// <summary>What Slack itself says to what is filled in, by <c>block_id</c>; the program is then not asked.</summary>
    public static IReadOnlyDictionary<string, string> Problems(JsonArray blocks, IReadOnlyDictionary<string, string> given) =>
        blocks.OfType<JsonObject>()
            .Where(block => (string?)block["type"] == "input" && block["element"] is JsonObject)
            .Select(block => (Id: (string?)block["block_id"] ?? "", Problem: Problem(block, given)))
            .Where(found => found.Problem is not null)
            .ToDictionary(found => found.Id, found => found.Problem ?? "");

    private static string? Problem(JsonObject block, IReadOnlyDictionary<string, string> given)
    {
        var element = block["element"] as JsonObject ?? [];
        var value = Value(element, given.GetValueOrDefault((string?)block["block_id"] ?? ""));
        var filled = value.FirstOrDefault(member => member.Key != "type").Value;
        if (filled is null or JsonArray { Count: 0 }) return (bool?)block["optional"] == true ? null : "Please complete this required field.";
        if ((string?)element["type"] != "number_input") return null;
        if (!decimal.TryParse((string?)filled, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return "Enter a valid number.";
        if ((bool?)element["is_decimal_allowed"] != true && number % 1 != 0) return "Enter a whole number.";
        if (Bound(element["min_value"]) is { } least && number < least) return $"Enter a number that is at least {least}.";
        return Bound(element["max_value"]) is { } most && number > most ? $"Enter a number that is at most {most}." : null;
    }

    private static decimal? Bound(JsonNode? bound) =>
        decimal.TryParse((string?)bound, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool IsFilledIn(JsonObject element) => (string?)element["type"] is not ("button" or "overflow" or "icon_button" or "feedback_buttons");

    private static JsonObject Value(JsonObject element, string? given)
    {
        var type = (string?)element["type"] ?? "";
        var (name, value) = type switch
        {
            "static_select" or "radio_buttons" => ("selected_option", given is null ? element["initial_option"]?.DeepClone() : Chosen(element, given)),
            "multi_static_select" or "checkboxes" => ("selected_options", ChosenOnes(element, given)),
            "datepicker" => ("selected_date", Word(given, element["initial_date"])),
            "timepicker" => ("selected_time", Word(given, element["initial_time"])),
            "users_select" => ("selected_user", Word(given, element["initial_user"])),
            _ => ("value", Word(given, element["initial_value"])),
        };
        return new JsonObject { ["type"] = type, [name] = value };
    }

    private static JsonValue? Word(string? given, JsonNode? initial) =>
        (given ?? (string?)initial) is { Length: > 0 } word ? JsonValue.Create(word) : null;

    private static JsonNode ChosenOnes(JsonObject element, string? given) => given is null
        ? element["initial_options"]?.DeepClone() ?? new JsonArray()
        : new JsonArray([.. given.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(one => Chosen(element, one))]);

    /// <summary>By its value or, as a person sees it, by its text.</summary>
    private static JsonNode? Chosen(JsonObject element, string? given)
    {
        var groups = (element["option_groups"] as JsonArray ?? []).SelectMany(group => group?["options"] as JsonArray ?? []);
        var options = (element["options"] as JsonArray ?? []).Concat(groups).ToList();
        var chosen = options.Find(option => (string?)option?["value"] == given) ?? options.Find(option => (string?)option?["text"]?["text"] == given);
        return chosen?.DeepClone();
    }

    /// <summary>With the id of the innermost block that each is in.</summary>
    private static IEnumerable<(string Block, JsonObject Element)> Elements(JsonNode? node, string block) => node switch
    {
        JsonObject item when item["action_id"] is not null => [(block, item)],
        JsonObject item => item.SelectMany(member => Elements(member.Value, (string?)item["block_id"] ?? block)),
        JsonArray items => items.SelectMany(item => Elements(item, block)),
        _ => [],
    };
}
