using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Contracts;

/// <summary>Microsoft's schema of Adaptive Cards and the list of Teams' elements, which are not in this repository.</summary>
internal static class AdaptiveCardFiles
{
    public const string Missing = "Cards were not validated: adaptive-cards/ with adaptive-card-1.5.0.schema.json and teams-card-elements.json is "
        + "neither in ../shared/facts/specs nor where CHATOPS_SPECS says.";

    /// <summary>The folder that they are in; null when it is not here.</summary>
    /// <exception cref="InvalidOperationException">It is not here, and CHATOPS_DEMAND_SPECS says that it must be.</exception>
    public static string? Folder()
    {
        var specs = Environment.GetEnvironmentVariable("CHATOPS_SPECS") is { Length: > 0 } given ? given : Repository.At("..", "shared", "facts", "specs");
        var folder = Path.GetFullPath(Path.Combine(specs, "adaptive-cards"));
        if (Directory.Exists(folder)) return folder;
        return Environment.GetEnvironmentVariable("CHATOPS_DEMAND_SPECS") is { Length: > 0 } ? throw new InvalidOperationException(Missing) : null;
    }
}
