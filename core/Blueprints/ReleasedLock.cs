using System.Collections.Immutable;
using System.Text.RegularExpressions;
using ChatOps.Core.Yaml;

namespace ChatOps.Core.Blueprints;

/// <summary><c>blueprints/released.lock</c>: one line <c>name@version sha256:…</c> per released version, sorted.</summary>
public sealed partial record ReleasedLock(ImmutableDictionary<BlueprintRef, string> Digests)
{
    private const string Header = "# The digest of every released blueprint version. Written by: dotnet run --project sandbox -- blueprint release NAME\n";

    [GeneratedRegex("^(?<name>[a-z0-9-]+)@(?<version>[0-9]{1,4}) (?<digest>sha256:[0-9a-f]{64})$")]
    private static partial Regex Line();

    public static ReleasedLock Load(string path)
    {
        if (!File.Exists(path)) return new ReleasedLock(ImmutableDictionary<BlueprintRef, string>.Empty);
        var digests = ImmutableDictionary.CreateBuilder<BlueprintRef, string>();
        foreach (var (line, i) in TextFile.Read(path).ReplaceLineEndings("\n").Split('\n').Select((line, i) => (line, i)))
        {
            if (line.Length == 0 || line.StartsWith('#')) continue;
            var match = Line().Match(line);
            if (!match.Success) throw new InvalidFileException([$"{path}:{i + 1}: expected `name@version sha256:…`; restore the file from git."]);
            var version = new BlueprintRef(match.Groups["name"].Value, int.Parse(match.Groups["version"].Value));
            if (!digests.TryAdd(version, match.Groups["digest"].Value))
                throw new InvalidFileException([$"{path}:{i + 1}: {version} stands here twice; restore the file from git."]);
        }
        return new ReleasedLock(digests.ToImmutable());
    }

    public string? Find(BlueprintRef blueprint) => Digests.GetValueOrDefault(blueprint);

    public ReleasedLock With(Blueprint blueprint) => new(Digests.SetItem(blueprint.Ref, blueprint.Digest));

    public override string ToString() =>
        Header + string.Concat(Digests.OrderBy(d => d.Key.Name, StringComparer.Ordinal).ThenBy(d => d.Key.Version).Select(d => $"{d.Key} {d.Value}\n"));
}
