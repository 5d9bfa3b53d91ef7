using ChatOps.Core.Blueprints;
using ChatOps.Core.Yaml;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Core.Blueprints;

/// <summary>A blueprints folder on disk, to release, change and break.</summary>
internal sealed class BlueprintFolder : IDisposable
{
    private readonly TempFolder _folder = new();

    public string Root => _folder.Root;

    /// <summary>The newest version of a blueprint; the sample's text unless said otherwise.</summary>
    public BlueprintFolder Put(string name, string? text = null) => PutAt(name, text ?? Named(name));

    /// <summary>A snapshot in <c>versions/</c>.</summary>
    public BlueprintFolder PutVersion(string name, int version, string? text = null) =>
        PutAt($"{name}/versions/{version}", text ?? Named(name).Replace("version: 1\n", $"version: {version}\n"));

    /// <summary>Writes <c>released.lock</c> with these folders as they are now.</summary>
    public BlueprintFolder Release(params string[] paths)
    {
        var file = _folder.At("released.lock");
        var released = paths.Select(path => BlueprintFile.Load(_folder.At(path))).Aggregate(ReleasedLock.Load(file), (all, blueprint) => all.With(blueprint));
        return WriteLock(released.ToString());
    }

    public BlueprintFolder WriteLock(string text)
    {
        _folder.Write("released.lock", text);
        return this;
    }

    /// <summary>Changes one passage of a blueprint that is there.</summary>
    public BlueprintFolder Change(string path, string from, string to)
    {
        var file = _folder.At($"{path}/blueprint.yaml");
        var text = File.ReadAllText(file);
        Assert.Contains(from, text);
        File.WriteAllText(file, text.Replace(from, to));
        return this;
    }

    public BlueprintFolder Delete(string path)
    {
        File.Delete(_folder.At(path));
        return this;
    }

    public BlueprintCatalog Load(bool drafts = false) => BlueprintCatalog.Load(Root, drafts);

    public IReadOnlyList<string> Problems() => Assert.Throws<InvalidFileException>(() => Load()).Problems;

    public static string Named(string name) => SampleBlueprint.With("name: sample", $"name: {name}");

    public void Dispose() => _folder.Dispose();

    private BlueprintFolder PutAt(string path, string text)
    {
        _folder.Write($"{path}/blueprint.yaml", text);
        _folder.Write($"{path}/requirements.lock", SampleBlueprint.Lock);
        return this;
    }
}
