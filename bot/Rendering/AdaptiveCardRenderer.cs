using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ChatOps.Bot.Cards;
using ChatOps.Bot.Rendering.Adaptive;

namespace ChatOps.Bot.Rendering;

/// <summary>Draws a card as an Adaptive Card for Teams. A card that is too large for a message is drawn shorter, and says so.</summary>
public static class AdaptiveCardRenderer
{
    /// <summary>In UTF-16, as Teams counts. It takes 100 KB with all that is around the card, and recommends this.</summary>
    public const int MostBytes = 80 * 1024;

    /// <summary>A sign of another script stays one character: the card's size is counted, and nothing reads it as HTML.</summary>
    private static readonly AdaptiveJson Json = new(new JsonSerializerOptions(AdaptiveJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <returns>The card as JSON in UTF-8, at most 80 KB.</returns>
    public static byte[] Render(Card card, AdaptivePlace place)
    {
        var json = Write(card, place);
        for (var step = 0; Size(json) > MostBytes; step++) json = Write(ShortCard.Of(card, step), place);
        return json;
    }

    /// <summary>In bytes of UTF-16.</summary>
    public static int Size(ReadOnlySpan<byte> json) => Encoding.UTF8.GetCharCount(json) * sizeof(char);

    private static byte[] Write(Card card, AdaptivePlace place)
    {
        var body = new List<Element> { AdaptiveElements.Title(card) };
        body.AddRange(card.Body.Select((element, i) => AdaptiveElements.Draw(element, i + 1)));
        if (card.Form is { } form) body.Add(AdaptiveActions.Fields(form, place.Key));
        if (place.HasButtons) body.AddRange(AdaptiveActions.Buttons(card.Buttons, place.Key));
        var drawn = new AdaptiveCard
        {
            FallbackText = SeenText.Of(card.Tone.Mark() + card.Title),
            Refresh = place is { Key: { } key, Viewers: { } viewers } ? AdaptiveActions.Refresh(key, viewers) : null,
            Body = [.. body],
        };
        return JsonSerializer.SerializeToUtf8Bytes(drawn, Json.AdaptiveCard);
    }
}
