namespace ChatOps.Bench;

internal static class BenchFolders
{
    /// <summary>Of the checkout that this was built in.</summary>
    public static string Blueprints => Path.Combine(Root, "blueprints");

    public static string Root => Find(AppContext.BaseDirectory);

    private static string Find(string folder) => File.Exists(Path.Combine(folder, "ChatOps.sln"))
        ? folder
        : Find(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("No folder above this one has ChatOps.sln."));
}
