using System.Collections.Immutable;
using System.Text.Json;

namespace ChatOps.Bot.Channels.Teams;

/// <summary>What a button of a card sends. It grants nothing: it is taken as if the person had typed it.</summary>
internal abstract record Press
{
    /// <param name="Card">The key of the card that the button is on; null where that is not edited.</param>
    public sealed record Say(string Text, string? Card) : Press;

    /// <param name="Command">The word that opens the form.</param>
    /// <param name="Values">What was filled in, by field.</param>
    public sealed record Fill(string Command, ImmutableDictionary<string, string> Values) : Press;

    /// <summary>Asks for the card as this person may see it.</summary>
    public sealed record Refresh(string Card) : Press;

    private Press() { }

    /// <param name="verb">Null for an Action.Submit, which has none.</param>
    /// <param name="data">Of the button, with the inputs beside it.</param>
    /// <returns>Null when it is no button of ours.</returns>
    public static Press? Read(string? verb, JsonElement data) => (verb, DataOf(data)) switch
    {
        ("say" or null, { Say: { } text } said) => new Say(text, said.Card),
        ("fill" or null, { Fill: { } command }) => new Fill(command, ValuesOf(data)),
        ("refresh", { Card: { } card }) => new Refresh(card),
        _ => null,
    };

    private static ButtonData? DataOf(JsonElement data)
    {
        if (data.ValueKind != JsonValueKind.Object) return null;
        try
        {
            return data.Deserialize(TeamsJson.Default.CardData)?.Chatops;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ImmutableDictionary<string, string> ValuesOf(JsonElement data)
    {
        var values = ImmutableDictionary.CreateBuilder<string, string>();
        foreach (var input in data.EnumerateObject())
        {
            if (input.Value.ValueKind == JsonValueKind.String) values[input.Name] = input.Value.GetString() ?? "";
            else if (input.Value.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False) values[input.Name] = input.Value.GetRawText();
        }
        return values.ToImmutable();
    }
}

/// <summary>The data of a button; inputs lie beside it.</summary>
internal sealed record CardData(ButtonData? Chatops);

internal sealed record ButtonData(string? Say, string? Fill, string? Card);

/// <summary>The value of an invoke called adaptiveCard/action.</summary>
internal sealed record InvokeValue(InvokeAction? Action);

internal sealed record InvokeAction(string? Verb, JsonElement? Data);
