using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace ChatOps.Bot.Rendering.Adaptive;

/// <summary>A whole card, version 1.5: what Teams takes from bots. https://adaptivecards.io/explorer/AdaptiveCard.html</summary>
internal sealed record AdaptiveCard
{
    [JsonPropertyName("$schema"), JsonPropertyOrder(-2)]
    public string Schema { get; } = "http://adaptivecards.io/schemas/adaptive-card.json";

    [JsonPropertyOrder(-1)]
    public string Type { get; } = "AdaptiveCard";

    public string Version { get; } = "1.5";

    /// <summary>Said by clients that cannot draw the card.</summary>
    public required string FallbackText { get; init; }

    public Refresh? Refresh { get; init; }

    public required ImmutableArray<Element> Body { get; init; }

    [JsonPropertyName("msteams")]
    public TeamsLook Teams { get; } = new("full");
}

/// <param name="Width">"full" is wider than what a card gets otherwise, which is too narrow for tables and charts.</param>
internal sealed record TeamsLook(string Width);

/// <summary>How a client asks for the view of the person who looks at it.</summary>
/// <param name="UserIds">Teams' own ids, at most 60. Their clients ask by themselves.</param>
internal sealed record Refresh(CardAction Action, ImmutableArray<string> UserIds);
