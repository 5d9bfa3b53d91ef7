using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using ChatOps.Bot.Cards;
using ChatOps.Bot.Rendering.BlockKit;

namespace ChatOps.Bot.Rendering;

/// <summary>Buttons and forms. Each button carries what it says, and the key of its card where it has one.</summary>
internal static class BlockKitActions
{
    /// <summary>What a form is filled in under: its block has the field's name.</summary>
    private const string FieldAction = "value";

    /// <summary>More in a row are broken anywhere.</summary>
    private const int MostInRow = 5;

    private const int MostChoices = 100, LongestLabel = 75, LongestChoice = 75, LongestFieldLabel = 2000, LongestValue = 2000;

    private const int LongestQuestion = 100, LongestAsk = 300, LongestAnswer = 30;

    /// <summary>False for a button whose command is too long to be carried by one.</summary>
    public static bool CanSay(CardButton button, string? key) => Value(button.Command, key).Length <= LongestValue;

    public static IEnumerable<Block> Buttons(ImmutableArray<CardButton> buttons, string? key) =>
        buttons.Select((button, i) => Say(button, i + 1, key)).Chunk(MostInRow).Select((row, i) => new ActionsBlock([.. row]) { BlockId = $"buttons-{i + 1}" });

    /// <summary>A message has no inputs: where there is a form, it offers to open it.</summary>
    public static Block Open(Form form) => new ActionsBlock(
        [new Button(SlackText.Plain("Fill in the form"), "say-form", Value(form.Command, key: null)) { Style = ButtonLook.Primary }])
    {
        BlockId = "form",
    };

    public static InputBlock Field(FormField field)
    {
        var label = SlackText.Plain(field.Label, LongestFieldLabel);
        var choices = field.Choices.Distinct().ToImmutableArray();
        if (choices.IsEmpty) return new InputBlock(label, Element(field)) { BlockId = field.Name, Optional = true };
        // What does not fit into a list is typed; whether it is a choice is told when it is sent.
        if (choices.Length > MostChoices || choices.Any(choice => choice.Length is 0 or > LongestChoice))
        {
            var hint = SlackText.Plain($"One of {choices.Length}: {string.Join(", ", choices)}", LongestFieldLabel);
            return new InputBlock(label, Text(field)) { BlockId = field.Name, Hint = hint };
        }
        var options = choices.Select(choice => new SelectOption(SlackText.Plain(choice, LongestChoice), choice)).ToImmutableArray();
        var select = new SelectElement(FieldAction, options) { InitialOption = options.FirstOrDefault(option => option.Value == field.Value) };
        return new InputBlock(label, select) { BlockId = field.Name };
    }

    private static InputElement Element(FormField field) => !field.IsNumber ? Text(field) : new NumberElement(FieldAction)
    {
        // As Slack reads it: without spaces and commas.
        InitialValue = decimal.TryParse(field.Value, NumberStyles.Number, CultureInfo.InvariantCulture, out var number)
            ? number.ToString(CultureInfo.InvariantCulture)
            : null,
    };

    private static TextElement Text(FormField field) =>
        new(FieldAction) { InitialValue = field.Value.Length > 0 ? SlackText.Plain(field.Value).Text : null };

    private static Button Say(CardButton button, int number, string? key)
    {
        ButtonLook? look = button.Style switch
        {
            ButtonStyle.Plain => null,
            ButtonStyle.Primary => ButtonLook.Primary,
            ButtonStyle.Danger => ButtonLook.Danger,
        };
        return new Button(SlackText.Plain(button.Label, LongestLabel), $"say-{number}", Value(button.Command, key))
        {
            Style = look,
            Confirm = button.Ask is { } ask ? Confirm(button, ask) : null,
        };
    }

    private static Confirm Confirm(CardButton button, string ask) => new(
        SlackText.Plain($"{SeenText.Start(button.Label, LongestLabel)}?", LongestQuestion),
        SlackText.Plain(ask, LongestAsk),
        SlackText.Plain(button.Label, LongestAnswer),
        SlackText.Plain("Go back", LongestAnswer))
    {
        Style = button.Style == ButtonStyle.Danger ? ButtonLook.Danger : null,
    };

    private static string Value(string command, string? key) => JsonSerializer.Serialize(new Said(command, key), BlockKitWriter.Json.Said);
}
