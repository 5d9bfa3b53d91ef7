using System.Collections.Immutable;

namespace ChatOps.Bot.Rendering;

/// <summary>Where a card is shown, as far as that changes how it is drawn.</summary>
public sealed record AdaptivePlace
{
    /// <summary>Under which the channel knows the card. It goes with each button, so that pressing is answered with the card as it is then.</summary>
    public string? Key { get; init; }
    /// <summary>False for a card that several people see, of whom not all may press its buttons: it is drawn without them.</summary>
    public bool HasButtons { get; init; } = true;
    /// <summary>
    /// The chat's own ids of people who see a view of their own, at most 60: their clients ask for it by <see cref="Key"/>.
    /// Null when nobody does.
    /// </summary>
    public ImmutableArray<string>? Viewers { get; init; }
}
