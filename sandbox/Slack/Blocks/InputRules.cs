using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChatOps.Sandbox.Slack.Blocks;

/// <summary>What can be filled in.</summary>
internal static class InputRules
{
    private const int MostOptions = 100, LongestOption = 75, LongestPlaceholder = 150, LongestText = 3000;

    public static void Check(Spot element)
    {
        if (element.At("placeholder") is { Exists: true } placeholder) ElementRules.Plain(placeholder, LongestPlaceholder);
        switch (element.Type)
        {
            case "static_select":
                Select(element);
                break;
            case "number_input":
                Number(element);
                break;
            case "plain_text_input":
                element.Has("type", "action_id?", "initial_value?", "multiline?", "min_length?", "max_length?", "placeholder?");
                if (element.At("initial_value") is { Exists: true } value) value.HasText(LongestText, least: 0);
                if (element.At("max_length") is { Exists: true } most && most.Number is not (>= 1 and <= LongestText))
                    most.Say($"must be between 1 and {LongestText}");
                break;
            default:
                element.At("type").Say($"unsupported type: {element.Type}");
                break;
        }
    }

    private static void Select(Spot select)
    {
        if (!select.Has("type", "action_id?", "options", "initial_option?", "placeholder?")) return;
        var options = select.At("options").Items(MostOptions);
        foreach (var option in options.Append(select.At("initial_option")).Where(option => option.Exists))
        {
            if (!option.Has("text", "value", "description?")) continue;
            ElementRules.Plain(option.At("text"), LongestOption);
            option.At("value").HasText(LongestOption);
            if (option.At("description") is { Exists: true } description) ElementRules.Plain(description, LongestOption);
        }
        if (select.At("initial_option") is { Exists: true } initial && !options.Any(option => JsonNode.DeepEquals(option.Node, initial.Node)))
            initial.Say("must be one of the options");
    }

    private static void Number(Spot input)
    {
        if (!input.Has("type", "action_id?", "is_decimal_allowed", "initial_value?", "min_value?", "max_value?", "placeholder?")) return;
        input.At("is_decimal_allowed").IsBoolean();
        var isDecimalAllowed = input.At("is_decimal_allowed").Node?.GetValueKind() == JsonValueKind.True;
        foreach (var name in new[] { "initial_value", "min_value", "max_value" })
        {
            if (input.At(name) is not { Exists: true } value) continue;
            var style = isDecimalAllowed ? NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign : NumberStyles.AllowLeadingSign;
            if (!decimal.TryParse(value.Text, style, CultureInfo.InvariantCulture, out _)) value.Say("must be a number");
        }
    }
}
