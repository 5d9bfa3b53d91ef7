namespace ChatOps.Tests.Tools;

/// <summary>A folder of a test's own, gone after it.</summary>
public sealed class TempFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chatops-test-");

    public string Root => _folder.FullName;

    public string At(string path) => Path.Combine(Root, path);

    /// <summary>Writes a file, with the folders above it; returns its full path.</summary>
    public string Write(string path, string text)
    {
        var full = At(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full) ?? Root);
        File.WriteAllText(full, text);
        return full;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
