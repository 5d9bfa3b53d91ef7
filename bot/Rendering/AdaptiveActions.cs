using System.Collections.Immutable;
using System.Globalization;
using ChatOps.Bot.Cards;
using ChatOps.Bot.Rendering.Adaptive;

namespace ChatOps.Bot.Rendering;

/// <summary>Buttons and forms. Each action carries what it says, and the key of its card where it has one.</summary>
internal static class AdaptiveActions
{
    /// <summary>Teams draws no more in one row.</summary>
    private const int MostInRow = 6;

    /// <summary>Teams asks no more people for views of their own.</summary>
    private const int MostViewers = 60;

    public static IEnumerable<Element> Buttons(ImmutableArray<CardButton> buttons, string? key) =>
        buttons.Chunk(MostInRow).Select((row, i) => new ActionSet([.. row.Select(button => Say(button, key))])
        {
            Id = $"buttons-{i + 1}",
            Spacing = i == 0 ? Spacing.Medium : Spacing.Small,
        });

    public static Container Fields(Form form, string? key)
    {
        var submit = new ExecuteAction
        {
            Title = SeenText.Of(form.Submit),
            Verb = "fill",
            Style = ActionStyle.Positive,
            Data = new ActionData(new Pressed(Fill: form.Command, Card: key)),
        };
        return new Container([.. form.Fields.Select(Field), new ActionSet([WithFallback(submit)])]) { Id = "form" };
    }

    public static Refresh Refresh(string key, ImmutableArray<string> viewers) => new(
        new ExecuteAction { Verb = "refresh", Data = new ActionData(new Pressed(Card: key)) },
        [.. viewers.Take(MostViewers)]);

    private static ExecuteAction Say(CardButton button, string? key) => WithFallback(new ExecuteAction
    {
        Title = SeenText.Of(button.Label),
        Verb = "say",
        Style = button.Style switch
        {
            ButtonStyle.Plain => null,
            ButtonStyle.Primary => ActionStyle.Positive,
            ButtonStyle.Danger => ActionStyle.Destructive,
        },
        Data = new ActionData(new Pressed(Say: button.Command, Card: key)),
        // What stands in a form beside it is no part of what it says.
        AssociatedInputs = AssociatedInputs.None,
    });

    private static ExecuteAction WithFallback(ExecuteAction action) => action with
    {
        Fallback = new SubmitAction { Title = action.Title, Style = action.Style, Data = action.Data, AssociatedInputs = action.AssociatedInputs },
    };

    private static Input Field(FormField field)
    {
        var label = SeenText.Of(field.Label);
        if (!field.Choices.IsEmpty)
        {
            return new ChoiceInput
            {
                Id = field.Name,
                Label = label,
                Value = field.Value.Length > 0 ? field.Value : null,
                Choices = [.. field.Choices.Select(choice => new Choice(SeenText.Of(choice), choice))],
            };
        }
        if (!field.IsNumber) return new TextInput { Id = field.Name, Label = label, Value = field.Value.Length > 0 ? field.Value : null };
        var isNumber = decimal.TryParse(field.Value, NumberStyles.Number, CultureInfo.InvariantCulture, out var number);
        return new NumberInput { Id = field.Name, Label = label, Value = isNumber ? number : null };
    }
}
