using System.Text.Json.Serialization;

namespace ChatOps.Bot.Rendering.BlockKit;

/// <param name="Value">What comes back when it is pressed: at most 2,000 characters.</param>
internal sealed record Button(TextObject Text, string ActionId, string Value)
{
    [JsonPropertyOrder(-1)]
    public string Type { get; } = "button";
    public ButtonLook? Style { get; init; }
    public Confirm? Confirm { get; init; }
}

internal enum ButtonLook
{
    [JsonStringEnumMemberName("primary")] Primary,
    [JsonStringEnumMemberName("danger")] Danger,
}

/// <summary>Asked before a press is sent.</summary>
internal sealed record Confirm(
    TextObject Title,
    TextObject Text,
    [property: JsonPropertyName("confirm")] TextObject Yes,
    [property: JsonPropertyName("deny")] TextObject No)
{
    public ButtonLook? Style { get; init; }
}

/// <summary>The value of a button.</summary>
/// <param name="Say">What pressing says, as if typed.</param>
/// <param name="Card">The key of the card that the button is on.</param>
internal sealed record Said(string Say, string? Card);
