namespace ChatOps.Bench;

internal static class BenchFolders
{
    /// <summary>Of the checkout that this was built in.</summary>
    public static string Blueprints => Path.Combine(Root(AppContext.BaseDirectory), "blueprints");

    private static string Root(string folder) => File.Exists(Path.Combine(folder, "ChatOps.sln"))
        ? folder
        : Root(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("No folder above this one has ChatOps.sln."));
}
