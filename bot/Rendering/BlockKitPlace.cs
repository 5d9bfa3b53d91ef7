namespace ChatOps.Bot.Rendering;

/// <summary>Where a card is shown in Slack, as far as that changes how it is drawn.</summary>
public sealed record BlockKitPlace
{
    /// <summary>Under which the channel knows the card. It goes with each button, so that pressing is answered with the card as it is then.</summary>
    public string? Key { get; init; }
    public BlockKitLevel Level { get; init; }
}

/// <summary>How much a workspace takes: Slack refuses a whole message for one block that it does not know.</summary>
public enum BlockKitLevel
{
    /// <summary>Tables that can be sorted, and charts.</summary>
    Newest,
    /// <summary>One table in a message; whatever else is one is drawn as lines of letters.</summary>
    Tables,
    /// <summary>Only blocks that have been known for years.</summary>
    Basic,
}
