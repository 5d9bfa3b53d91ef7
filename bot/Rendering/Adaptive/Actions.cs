using System.Text.Json.Serialization;

namespace ChatOps.Bot.Rendering.Adaptive;

/// <summary>What a button does.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ExecuteAction), "Action.Execute")]
[JsonDerivedType(typeof(SubmitAction), "Action.Submit")]
internal abstract record CardAction
{
    /// <summary>The button's label, plain text. A refresh has none.</summary>
    [JsonPropertyOrder(-1)]
    public string? Title { get; init; }

    public ActionStyle? Style { get; init; }

    public required ActionData Data { get; init; }

    public AssociatedInputs? AssociatedInputs { get; init; }
}

/// <summary>Asks the bot and can be answered with a card (since 1.4).</summary>
internal sealed record ExecuteAction : CardAction
{
    public required string Verb { get; init; }

    /// <summary>For clients that do not know <c>Action.Execute</c>. Declared as what it derives from: only so is its type written.</summary>
    [JsonPropertyOrder(1)]
    public CardAction? Fallback { get; init; }
}

/// <summary>Sends the bot a message without text.</summary>
internal sealed record SubmitAction : CardAction;

internal enum ActionStyle
{
    [JsonStringEnumMemberName("positive")] Positive,
    [JsonStringEnumMemberName("destructive")] Destructive,
}

internal enum AssociatedInputs
{
    [JsonStringEnumMemberName("none")] None,
}

/// <summary>What comes back when a button is pressed. What people fill in comes beside it, under the fields' names.</summary>
internal sealed record ActionData(Pressed Chatops);

/// <param name="Say">What pressing says, as if typed.</param>
/// <param name="Fill">The command whose form is sent.</param>
/// <param name="Card">The key of the card that the button is on.</param>
internal sealed record Pressed(string? Say = null, string? Fill = null, string? Card = null);
