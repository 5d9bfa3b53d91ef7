using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Sandbox.Blueprints;

/// <summary>The repository's blueprints in a folder where they can be changed.</summary>
internal sealed class CopiedBlueprints : IDisposable
{
    private readonly TempFolder _folder = new();

    public CopiedBlueprints()
    {
        foreach (var file in Directory.GetFiles(Repository.Blueprints, "*", SearchOption.AllDirectories))
        {
            var copy = At(Path.GetRelativePath(Repository.Blueprints, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy) ?? "");
            File.Copy(file, copy);
        }
    }

    public string Folder => _folder.At("blueprints");

    public string At(string path) => Path.Combine(Folder, path);

    /// <summary>A file of a test's own, outside the blueprints.</summary>
    public string Beside(string name) => _folder.At(name);

    public void Change(string path, string from, string to)
    {
        var text = File.ReadAllText(At(path));
        Assert.Contains(from, text, StringComparison.Ordinal);
        File.WriteAllText(At(path), text.Replace(from, to, StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();
}
