using System.Text.Json.Nodes;
using ChatOps.Sandbox.Slack.Blocks;

namespace ChatOps.Tests.Sandbox.Slack.Blocks;

/// <summary>A message and two views in which all is in order, and one thing broken in each case.</summary>
public sealed class BlockKitRulesTests
{
    private const string Message = """
        [
          { "type": "header", "block_id": "title", "text": { "type": "plain_text", "text": "A title", "emoji": false } },
          { "type": "context", "block_id": "small", "elements": [{ "type": "mrkdwn", "text": "`code`", "verbatim": true }] },
          { "type": "rich_text", "block_id": "text", "elements": [
            { "type": "rich_text_section", "elements": [{ "type": "text", "text": "a", "style": { "bold": true } }] },
            { "type": "rich_text_preformatted", "elements": [{ "type": "text", "text": "b" }] }] },
          { "type": "divider" },
          { "type": "actions", "block_id": "buttons", "elements": [
            { "type": "button", "action_id": "a", "text": { "type": "plain_text", "text": "Do" }, "value": "v", "style": "danger", "confirm": {
              "title": { "type": "plain_text", "text": "Do?" }, "text": { "type": "plain_text", "text": "It is done." },
              "confirm": { "type": "plain_text", "text": "Do" }, "deny": { "type": "plain_text", "text": "No" }, "style": "danger" } },
            { "type": "button", "action_id": "b", "text": { "type": "plain_text", "text": "Else" } }] },
          { "type": "table", "block_id": "table", "rows": [[{ "type": "raw_text", "text": "A" }], [{ "type": "raw_number", "value": 1, "text": "1" }]],
            "column_settings": [{ "align": "right", "is_wrapped": true }] },
          { "type": "data_table", "block_id": "pages", "caption": "C", "page_size": 5,
            "rows": [[{ "type": "raw_text", "text": "A" }, { "type": "raw_text", "text": "B" }], [{ "type": "raw_text", "text": "1" }, { "type": "raw_text", "text": "2" }]] },
          { "type": "data_visualization", "block_id": "pie", "title": "Parts", "chart": { "type": "pie", "segments": [{ "label": "a", "value": 1 }] } },
          { "type": "data_visualization", "block_id": "line", "title": "Days", "chart": { "type": "line",
            "series": [{ "name": "s", "data": [{ "label": "x", "value": 0 }, { "label": "y", "value": 2 }] }, { "name": "t", "data": [{ "label": "x", "value": 1 }, { "label": "y", "value": 1 }] }],
            "axis_config": { "categories": ["x", "y"], "y_label": "h" } } }
        ]
        """;

    private const string Modal = """
        { "type": "modal", "callback_id": "fill", "private_metadata": "m", "title": { "type": "plain_text", "text": "T" },
          "submit": { "type": "plain_text", "text": "S" }, "close": { "type": "plain_text", "text": "C" },
          "blocks": [
            { "type": "input", "block_id": "one", "label": { "type": "plain_text", "text": "L" }, "optional": true, "hint": { "type": "plain_text", "text": "H" },
              "element": { "type": "static_select", "action_id": "value",
                "options": [{ "text": { "type": "plain_text", "text": "x" }, "value": "x" }, { "text": { "type": "plain_text", "text": "y" }, "value": "y" }],
                "initial_option": { "text": { "type": "plain_text", "text": "y" }, "value": "y" } } },
            { "type": "input", "block_id": "two", "label": { "type": "plain_text", "text": "L" },
              "element": { "type": "number_input", "action_id": "value", "is_decimal_allowed": true, "initial_value": "1.5" } },
            { "type": "input", "block_id": "three", "label": { "type": "plain_text", "text": "L" },
              "element": { "type": "plain_text_input", "action_id": "value", "initial_value": "x", "max_length": 100 } }
          ] }
        """;

    private const string Home = """{ "type": "home", "blocks": [{ "type": "divider" }] }""";

    /// <summary>Where something is set, to what, and what Slack says of it. "*N" is a text of N letters, "" takes the field away.</summary>
    public static TheoryData<string, string, string> Broken => new()
    {
        { "/0/type", "\"headline\"", "unsupported type: headline [json-pointer:/blocks/0/type]" },
        { "/0/type", "", "unsupported type:  [json-pointer:/blocks/0/type]" },
        { "/0", "7", "unsupported type:  [json-pointer:/blocks/0/type]" },
        { "/0/text", "", "missing required field: text [json-pointer:/blocks/0]" },
        { "/0/text", "\"a\"", "must provide an object [json-pointer:/blocks/0/text]" },
        { "/0/text/text", "*151", "must be less than 151 characters [json-pointer:/blocks/0/text/text]" },
        { "/0/text/text", "*0", "must be more than 0 characters [json-pointer:/blocks/0/text/text]" },
        { "/0/text/text", "7", "must provide a string [json-pointer:/blocks/0/text/text]" },
        { "/0/text/type", "\"mrkdwn\"", "must be a valid enum value [json-pointer:/blocks/0/text/type]" },
        { "/0/text/emoji", "\"no\"", "must provide a boolean [json-pointer:/blocks/0/text/emoji]" },
        { "/0/colour", "\"red\"", "invalid additional property: colour [json-pointer:/blocks/0]" },
        { "/0/block_id", "\"small\"", "`block_id` \"small\" already exists [json-pointer:/blocks/1/block_id]" },
        { "/0/block_id", "*256", "must be less than 256 characters [json-pointer:/blocks/0/block_id]" },
        { "/1/elements", "[]", "no fewer than 1 items allowed [json-pointer:/blocks/1/elements]" },
        { "/1/elements", "+11", "no more than 10 items allowed [json-pointer:/blocks/1/elements]" },
        { "/1/elements", "7", "must provide an array [json-pointer:/blocks/1/elements]" },
        { "/1/elements/0/text", "*3001", "must be less than 3001 characters [json-pointer:/blocks/1/elements/0/text]" },
        { "/1/elements/0/emoji", "true", "invalid additional property: emoji [json-pointer:/blocks/1/elements/0]" },
        { "/2/elements/0/type", "\"rich_text_poem\"", "unsupported type: rich_text_poem [json-pointer:/blocks/2/elements/0/type]" },
        { "/2/elements/0/elements/0/type", "\"user\"", "unsupported type: user [json-pointer:/blocks/2/elements/0/elements/0/type]" },
        { "/2/elements/0/elements/0/text", "*0", "must be more than 0 characters [json-pointer:/blocks/2/elements/0/elements/0/text]" },
        { "/2/elements/0/elements/0/style/loud", "true", "invalid additional property: loud [json-pointer:/blocks/2/elements/0/elements/0/style]" },
        { "/2/elements/0/elements/0/style/bold", "1", "must provide a boolean [json-pointer:/blocks/2/elements/0/elements/0/style/bold]" },
        { "/3/text", "\"a\"", "invalid additional property: text [json-pointer:/blocks/3]" },
        { "/4/elements", "+26", "no more than 25 items allowed [json-pointer:/blocks/4/elements]" },
        { "/4/elements/1/action_id", "\"a\"", "`action_id` \"a\" already exists [json-pointer:/blocks/4/elements/1/action_id]" },
        { "/4/elements/0/action_id", "*256", "must be less than 256 characters [json-pointer:/blocks/4/elements/0/action_id]" },
        { "/4/elements/0/type", "\"datepicker\"", "unsupported type: datepicker [json-pointer:/blocks/4/elements/0/type]" },
        { "/4/elements/0/text/text", "*76", "must be less than 76 characters [json-pointer:/blocks/4/elements/0/text/text]" },
        { "/4/elements/0/value", "*2001", "must be less than 2001 characters [json-pointer:/blocks/4/elements/0/value]" },
        { "/4/elements/0/style", "\"green\"", "must be a valid enum value [json-pointer:/blocks/4/elements/0/style]" },
        { "/4/elements/0/url", "*3001", "must be less than 3001 characters [json-pointer:/blocks/4/elements/0/url]" },
        { "/4/elements/0/confirm/text", "", "missing required field: text [json-pointer:/blocks/4/elements/0/confirm]" },
        { "/4/elements/0/confirm/title/text", "*101", "must be less than 101 characters [json-pointer:/blocks/4/elements/0/confirm/title/text]" },
        { "/4/elements/0/confirm/text/text", "*301", "must be less than 301 characters [json-pointer:/blocks/4/elements/0/confirm/text/text]" },
        { "/4/elements/0/confirm/confirm/text", "*31", "must be less than 31 characters [json-pointer:/blocks/4/elements/0/confirm/confirm/text]" },
        { "/4/elements/0/confirm/deny/text", "*31", "must be less than 31 characters [json-pointer:/blocks/4/elements/0/confirm/deny/text]" },
        { "/4/elements/0/confirm/style", "\"green\"", "must be a valid enum value [json-pointer:/blocks/4/elements/0/confirm/style]" },
        { "/5/rows", "+101", "no more than 100 items allowed [json-pointer:/blocks/5/rows]" },
        { "/5/rows/1", "+21", "no more than 20 items allowed [json-pointer:/blocks/5/rows/1]" },
        { "/5/rows/0/0/text", "*10001", "tables must be less than 10001 characters in all [json-pointer:/blocks/6]" },
        { "/5/rows/1/0/value", "\"one\"", "must be a number [json-pointer:/blocks/5/rows/1/0/value]" },
        { "/5/rows/1/0/type", "\"plain_text\"", "unsupported type: plain_text [json-pointer:/blocks/5/rows/1/0/type]" },
        { "/5/column_settings/0/align", "\"middle\"", "must be a valid enum value [json-pointer:/blocks/5/column_settings/0/align]" },
        { "/5/column_settings", "+21", "no more than 20 items allowed [json-pointer:/blocks/5/column_settings]" },
        { "/6/type", "\"table\"", "only_one_table_allowed [json-pointer:/blocks/6]" },
        { "/6/caption", "", "missing required field: caption [json-pointer:/blocks/6]" },
        { "/6/caption", "*0", "must be more than 0 characters [json-pointer:/blocks/6/caption]" },
        { "/6/page_size", "101", "must be between 1 and 100 [json-pointer:/blocks/6/page_size]" },
        { "/6/rows/1", "", "no fewer than 2 items allowed [json-pointer:/blocks/6/rows]" },
        { "/6/rows", "+102", "no more than 101 items allowed [json-pointer:/blocks/6/rows]" },
        { "/6/rows/1/1", "", "all rows must have the same number of cells [json-pointer:/blocks/6/rows/1]" },
        { "/6/rows/0/0/type", "\"rich_text\"", "unsupported type: rich_text [json-pointer:/blocks/6/rows/0/0/type]" },
        { "/6/rows/1/0/text", "*10001", "must be less than 10001 characters [json-pointer:/blocks/6/rows]" },
        { "/6/rows/1/0/text", "*0", "must be more than 0 characters [json-pointer:/blocks/6/rows/1/0/text]" },
        { "/7/title", "*51", "must be less than 51 characters [json-pointer:/blocks/7/title]" },
        { "/7/chart/type", "\"cake\"", "unsupported type: cake [json-pointer:/blocks/7/chart/type]" },
        { "/7/chart/segments", "[]", "no fewer than 1 items allowed [json-pointer:/blocks/7/chart/segments]" },
        { "/7/chart/segments", "+7", "no more than 6 items allowed [json-pointer:/blocks/7/chart/segments]" },
        { "/7/chart/segments/0/value", "0", "must be greater than 0 [json-pointer:/blocks/7/chart/segments/0/value]" },
        { "/7/chart/segments/0/value", "\"1\"", "must be a number [json-pointer:/blocks/7/chart/segments/0/value]" },
        { "/7/chart/segments/0/label", "*21", "must be less than 21 characters [json-pointer:/blocks/7/chart/segments/0/label]" },
        { "/8/chart/axis_config", "", "missing required field: axis_config [json-pointer:/blocks/8/chart]" },
        { "/8/chart/axis_config/categories/1", "\"x\"", "category \"x\" already exists [json-pointer:/blocks/8/chart/axis_config/categories/1]" },
        { "/8/chart/axis_config/categories/1", "*21", "must be less than 21 characters [json-pointer:/blocks/8/chart/axis_config/categories/1]" },
        { "/8/chart/axis_config/categories", "+21", "no more than 20 items allowed [json-pointer:/blocks/8/chart/axis_config/categories]" },
        { "/8/chart/axis_config/y_label", "*51", "must be less than 51 characters [json-pointer:/blocks/8/chart/axis_config/y_label]" },
        { "/8/chart/series", "+7", "no more than 6 items allowed [json-pointer:/blocks/8/chart/series]" },
        { "/8/chart/series/1/name", "\"s\"", "name \"s\" already exists [json-pointer:/blocks/8/chart/series/1/name]" },
        { "/8/chart/series/1/name", "*21", "must be less than 21 characters [json-pointer:/blocks/8/chart/series/1/name]" },
        { "/8/chart/series/0/data/1", "", "must have a point for each category [json-pointer:/blocks/8/chart/series/0/data]" },
        { "/8/chart/series/0/data/1/label", "\"z\"", "must be one of the categories [json-pointer:/blocks/8/chart/series/0/data/1/label]" },
        { "/8/chart/series/0/data/1/label", "\"x\"", "label \"x\" already exists [json-pointer:/blocks/8/chart/series/0/data/1/label]" },
    };

    public static TheoryData<string, string, string> BrokenModals => new()
    {
        { "/type", "\"poster\"", "unsupported type: poster [json-pointer:/view/type]" },
        { "/title", "", "missing required field: title [json-pointer:/view]" },
        { "/title/text", "*25", "must be less than 25 characters [json-pointer:/view/title/text]" },
        { "/submit", "", "missing required field: submit [json-pointer:/view]" },
        { "/submit/text", "*25", "must be less than 25 characters [json-pointer:/view/submit/text]" },
        { "/close/text", "*25", "must be less than 25 characters [json-pointer:/view/close/text]" },
        { "/private_metadata", "*3001", "must be less than 3001 characters [json-pointer:/view/private_metadata]" },
        { "/callback_id", "*256", "must be less than 256 characters [json-pointer:/view/callback_id]" },
        { "/blocks", "", "missing required field: blocks [json-pointer:/view]" },
        { "/blocks", "+101", "no more than 100 items allowed [json-pointer:/view/blocks]" },
        { "/blocks/0/type", "\"table\"", "unsupported type: table [json-pointer:/view/blocks/0/type]" },
        { "/blocks/0/type", "\"data_table\"", "unsupported type: data_table [json-pointer:/view/blocks/0/type]" },
        { "/blocks/0/type", "\"data_visualization\"", "unsupported type: data_visualization [json-pointer:/view/blocks/0/type]" },
        { "/blocks/0/label/text", "*2001", "must be less than 2001 characters [json-pointer:/view/blocks/0/label/text]" },
        { "/blocks/0/hint/text", "*2001", "must be less than 2001 characters [json-pointer:/view/blocks/0/hint/text]" },
        { "/blocks/0/optional", "\"yes\"", "must provide a boolean [json-pointer:/view/blocks/0/optional]" },
        { "/blocks/0/element", "", "missing required field: element [json-pointer:/view/blocks/0]" },
        { "/blocks/0/element/type", "\"dial\"", "unsupported type: dial [json-pointer:/view/blocks/0/element/type]" },
        { "/blocks/0/element/action_id", "*256", "must be less than 256 characters [json-pointer:/view/blocks/0/element/action_id]" },
        { "/blocks/0/element/options", "+101", "no more than 100 items allowed [json-pointer:/view/blocks/0/element/options]" },
        { "/blocks/0/element/options", "[]", "no fewer than 1 items allowed [json-pointer:/view/blocks/0/element/options]" },
        { "/blocks/0/element/options/0/value", "*76", "must be less than 76 characters [json-pointer:/view/blocks/0/element/options/0/value]" },
        { "/blocks/0/element/options/0/text/text", "*76", "must be less than 76 characters [json-pointer:/view/blocks/0/element/options/0/text/text]" },
        { "/blocks/0/element/options/0/value", "", "missing required field: value [json-pointer:/view/blocks/0/element/options/0]" },
        { "/blocks/0/element/initial_option/value", "\"z\"", "must be one of the options [json-pointer:/view/blocks/0/element/initial_option]" },
        { "/blocks/1/block_id", "\"one\"", "`block_id` \"one\" already exists [json-pointer:/view/blocks/1/block_id]" },
        { "/blocks/1/element/is_decimal_allowed", "", "missing required field: is_decimal_allowed [json-pointer:/view/blocks/1/element]" },
        { "/blocks/1/element/initial_value", "\"many\"", "must be a number [json-pointer:/view/blocks/1/element/initial_value]" },
        { "/blocks/1/element/is_decimal_allowed", "false", "must be a number [json-pointer:/view/blocks/1/element/initial_value]" },
        { "/blocks/2/element/initial_value", "*3001", "must be less than 3001 characters [json-pointer:/view/blocks/2/element/initial_value]" },
        { "/blocks/2/element/max_length", "3001", "must be between 1 and 3000 [json-pointer:/view/blocks/2/element/max_length]" },
        { "/blocks/2/element/placeholder", "\"a\"", "must provide an object [json-pointer:/view/blocks/2/element/placeholder]" },
    };

    [Fact]
    public void What_is_in_order_is_taken()
    {
        Assert.Empty(BlockKitRules.Problems(Json(Message).AsArray(), Surface.Message));
        Assert.Empty(BlockKitRules.Problems(Json(Modal).AsObject()));
        Assert.Empty(BlockKitRules.Problems(Json(Home).AsObject()));
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void What_is_wrong_with_a_message_is_found(string where, string what, string problem) =>
        Assert.Contains($"[ERROR] {problem}", BlockKitRules.Problems(Break(Message, where, what).AsArray(), Surface.Message));

    [Theory]
    [MemberData(nameof(BrokenModals))]
    public void What_is_wrong_with_a_modal_is_found(string where, string what, string problem) =>
        Assert.Contains($"[ERROR] {problem}", BlockKitRules.Problems(Break(Modal, where, what).AsObject()));

    [Fact]
    public void A_message_has_at_most_fifty_blocks_and_a_view_a_hundred()
    {
        static JsonArray Dividers(int count) => [.. Enumerable.Range(0, count).Select(_ => new JsonObject { ["type"] = "divider" })];

        Assert.Empty(BlockKitRules.Problems(Dividers(50), Surface.Message));
        Assert.Equal(["[ERROR] no more than 50 items allowed [json-pointer:/blocks]"], BlockKitRules.Problems(Dividers(51), Surface.Message));
        Assert.Empty(BlockKitRules.Problems(Dividers(100), Surface.Home));
        Assert.Equal(["[ERROR] no more than 100 items allowed [json-pointer:/blocks]"], BlockKitRules.Problems(Dividers(101), Surface.Home));
    }

    [Fact]
    public void A_message_has_at_most_two_charts()
    {
        var message = Json(Message).AsArray();
        var third = message[7]?.DeepClone().AsObject() ?? [];
        third["block_id"] = "third";
        message.Add((JsonNode)third);

        Assert.Equal(
            ["[ERROR] no more than 2 data_visualization blocks allowed [json-pointer:/blocks/9]"],
            BlockKitRules.Problems(message, Surface.Message));
    }

    [Theory]
    [InlineData(Surface.Message)]
    [InlineData(Surface.Home)]
    public void Something_is_filled_in_in_a_modal_only(Surface surface)
    {
        var input = Json(Modal)["blocks"]?[0]?.DeepClone();

        Assert.Equal(["[ERROR] unsupported type: input [json-pointer:/blocks/0/type]"], BlockKitRules.Problems([input], surface));
    }

    [Fact]
    public void A_workspace_of_another_time_does_not_know_the_newest_blocks() => Assert.Equal(
        [
            "[ERROR] unsupported type: data_visualization [json-pointer:/blocks/7/type]",
            "[ERROR] unsupported type: data_visualization [json-pointer:/blocks/8/type]",
        ],
        BlockKitRules.Problems(Json(Message).AsArray(), Surface.Message, ["data_visualization"]));

    private static JsonNode Json(string text) => JsonNode.Parse(text) ?? throw new InvalidOperationException("There is no JSON.");

    /// <param name="where">As a JSON pointer.</param>
    /// <param name="what">JSON; "*N" for a text of N letters, "+N" for as many copies of the first item, "" to take it away.</param>
    private static JsonNode Break(string text, string where, string what)
    {
        var root = Json(text);
        var steps = where.Split('/')[1..];
        var parent = steps[..^1].Aggregate(root, (node, step) => Step(node, step) ?? throw new InvalidOperationException($"There is no {where}."));
        var broken = what switch
        {
            "" => null,
            ['*', .. var letters] => JsonValue.Create(new string('x', int.Parse(letters, null))),
            ['+', .. var copies] => new JsonArray([.. Enumerable.Range(0, int.Parse(copies, null)).Select(_ => Step(parent, steps[^1])?[0]?.DeepClone())]),
            _ => JsonNode.Parse(what),
        };
        if (parent is JsonArray items)
        {
            if (broken is null) items.RemoveAt(int.Parse(steps[^1], null));
            else items[int.Parse(steps[^1], null)] = broken;
        }
        else if (broken is null) parent.AsObject().Remove(steps[^1]);
        else parent[steps[^1]] = broken;
        return root;
    }

    private static JsonNode? Step(JsonNode node, string step) => node is JsonArray items ? items[int.Parse(step, null)] : node[step];
}
