namespace ChatOps.Tests.Contracts;

/// <summary>Microsoft's schema of Adaptive Cards and the list of Teams' elements, which are not in this repository.</summary>
internal static class AdaptiveCardFiles
{
    public const string MissingSchema = "Cards were not validated: there is no schema of Adaptive Cards. "
        + "Put adaptive-card-1.5.0.schema.json into adaptive-cards, as CONTRIBUTING.md says.";

    public const string MissingElements = "Cards were validated for hosts of version 1.5 only: there is no list of what Teams knows. "
        + "Put teams-card-elements.json into adaptive-cards, as CONTRIBUTING.md says.";

    /// <summary>Null when it is not here.</summary>
    /// <exception cref="InvalidOperationException">It is not here, and must be.</exception>
    public static string? Schema() => OpenApi.Find(Path.Combine("adaptive-cards", "adaptive-card-1.5.0.schema.json"), MissingSchema);

    /// <inheritdoc cref="Schema"/>
    public static string? Elements() => OpenApi.Find(Path.Combine("adaptive-cards", "teams-card-elements.json"), MissingElements);
}
