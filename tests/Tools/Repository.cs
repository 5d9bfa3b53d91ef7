namespace ChatOps.Tests.Tools;

/// <summary>The checked-out repository that these tests belong to.</summary>
public static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Blueprints { get; } = Path.Combine(Root, "blueprints");

    /// <summary>The folders of the repository's own blueprints, by name.</summary>
    public static IEnumerable<string> BlueprintNames => Directory.GetDirectories(Blueprints)
        .Where(folder => File.Exists(Path.Combine(folder, "blueprint.yaml")))
        .Select(folder => Path.GetRelativePath(Blueprints, folder))
        .Order(StringComparer.Ordinal);

    public static string At(params string[] path) => Path.Combine([Root, .. path]);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "ChatOps.sln"))) return folder.FullName;
        throw new InvalidOperationException($"There is no ChatOps.sln above {AppContext.BaseDirectory}.");
    }
}
