using ChatOps.Core.Words;

namespace ChatOps.Sandbox;

/// <summary>The checkout that the sandbox was started in.</summary>
internal static class Checkout
{
    /// <exception cref="UserError">It was started elsewhere.</exception>
    public static string Root => Find(Environment.CurrentDirectory) ?? Find(AppContext.BaseDirectory)
        ?? throw new UserError("Start the sandbox in the repository: no folder above this one has ChatOps.sln.");

    public static string Blueprints => Path.Combine(Root, "blueprints");

    private static string? Find(string? folder)
    {
        while (folder is not null && !File.Exists(Path.Combine(folder, "ChatOps.sln"))) folder = Path.GetDirectoryName(folder);
        return folder;
    }
}
