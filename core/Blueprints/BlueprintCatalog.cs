using System.Collections.Immutable;
using ChatOps.Core.People;
using ChatOps.Core.Words;
using ChatOps.Core.Yaml;

namespace ChatOps.Core.Blueprints;

/// <summary>
/// All blueprints of a folder: the newest version of each in <c>NAME/</c>, released versions in <c>NAME/versions/N/</c>.
/// A released version whose content has changed is refused at load.
/// </summary>
public sealed class BlueprintCatalog
{
    private readonly ImmutableDictionary<BlueprintRef, Blueprint> _versions;

    private BlueprintCatalog(ImmutableDictionary<BlueprintRef, Blueprint> versions) => _versions = versions;

    /// <param name="folder">The repository's <c>blueprints/</c>.</param>
    /// <param name="drafts">Whether versions that are not released yet are offered.</param>
    /// <exception cref="InvalidFileException">Files are wrong, or a released version was changed; says which and what to do.</exception>
    public static BlueprintCatalog Load(string folder, bool drafts)
    {
        if (!Directory.Exists(folder)) throw new InvalidFileException([$"{folder}: there is no such folder."]);
        var released = ReleasedLock.Load(Path.Combine(folder, "released.lock"));
        var problems = new List<string>();
        var versions = new Dictionary<BlueprintRef, Blueprint>();
        foreach (var path in Folders(folder))
        {
            try
            {
                var blueprint = BlueprintFile.Load(path);
                problems.AddRange(Check(blueprint, path, released));
                versions[blueprint.Ref] = blueprint with { IsDraft = released.Find(blueprint.Ref) is null };
            }
            catch (InvalidFileException e)
            {
                problems.AddRange(e.Problems);
            }
        }
        if (versions.Count == 0 && problems.Count == 0) problems.Add($"{folder}: there is no blueprint here.");
        if (problems.Count > 0) throw new InvalidFileException(problems);
        return new BlueprintCatalog(versions.Where(v => drafts || !v.Value.IsDraft).ToImmutableDictionary());
    }

    /// <summary>Every version there is, by name, newest first.</summary>
    public IEnumerable<Blueprint> All => _versions.Values.OrderBy(b => b.Name, StringComparer.Ordinal).ThenByDescending(b => b.Version);

    /// <summary>The newest version of each blueprint that this person may launch, by name.</summary>
    public IEnumerable<Blueprint> For(Person person) => All.DistinctBy(b => b.Name).Where(b => b.Access.Allows(person));

    public Blueprint? Find(BlueprintRef version) => _versions.GetValueOrDefault(version);

    /// <summary>The version asked for, or the newest, if this person may launch it.</summary>
    /// <exception cref="UserError">Unknown name or version, or not for this person; suggests the nearest that is.</exception>
    public Blueprint Get(string name, int? version, Person person)
    {
        var newest = All.FirstOrDefault(b => b.Name == name);
        var allowed = For(person).Select(b => b.Name).ToList();
        if (newest is null)
        {
            throw new UserError(
                $"There is no blueprint called {Echo.Name(name)}.{NearMiss.Hint(name, allowed)} `catalog` lists what you can launch.", "blueprint");
        }
        if (!newest.Access.Allows(person))
            throw new UserError($"{name} is only for {string.Join(", ", newest.Access.Launch)}. "
                + $"`catalog` lists what you can launch; {newest.Owner} answers for this one.", "blueprint");
        if (version is null) return newest;
        if (Find(new BlueprintRef(name, version.Value)) is { } found) return found;
        var versions = string.Join(", ", All.Where(b => b.Name == name).Select(b => b.Version));
        throw new UserError($"There is no version {version} of {name}. There is {versions}; without @ you get the newest.", "blueprint");
    }

    private static IEnumerable<string> Folders(string folder)
    {
        var names = Directory.GetDirectories(folder).Where(d => File.Exists(Path.Combine(d, "blueprint.yaml"))).Order(StringComparer.Ordinal);
        foreach (var name in names)
        {
            // Older versions first: the working copy replaces its own released snapshot.
            if (Directory.Exists(Path.Combine(name, "versions")))
                foreach (var old in Directory.GetDirectories(Path.Combine(name, "versions")).Order(StringComparer.Ordinal)) yield return old;
            yield return name;
        }
    }

    private static IEnumerable<string> Check(Blueprint blueprint, string path, ReleasedLock released)
    {
        var snapshot = Path.GetFileName(Path.GetDirectoryName(path)) == "versions";
        var name = Path.GetFileName(snapshot ? Path.GetDirectoryName(Path.GetDirectoryName(path)) : path);
        if (name != blueprint.Name) yield return $"{path}/blueprint.yaml:1: name: is \"{blueprint.Name}\" but its folder is {Echo.Name(name ?? "")}.";
        if (snapshot && Path.GetFileName(path) != $"{blueprint.Version}")
            yield return $"{path}/blueprint.yaml:1: version: is {blueprint.Version} but its folder is versions/{Path.GetFileName(path)}.";
        if (released.Find(blueprint.Ref) is not { } digest)
        {
            if (snapshot) yield return NeverReleased(path, blueprint);
        }
        else if (digest != blueprint.Digest) yield return snapshot ? ChangedSnapshot(path, blueprint) : ChangedSinceReleased(path, blueprint);
    }

    private static string NeverReleased(string path, Blueprint blueprint) =>
        $"{path}: versions/ holds released versions, but {blueprint.Ref} is not in released.lock. "
        + "Restore released.lock from git, or remove the folder.";

    private static string ChangedSnapshot(string path, Blueprint blueprint) =>
        $"{path}: this is the released version {blueprint.Version} of {blueprint.Name}, but what it would build has changed. "
        + "Restore it from git, or remove the folder if nobody needs this version any more.";

    private static string ChangedSinceReleased(string path, Blueprint blueprint) =>
        $"{path}: version {blueprint.Version} of {blueprint.Name} is released and must not change, but what it would build has changed. "
        + $"Raise `version:` in blueprint.yaml to {blueprint.Version + 1}, "
        + $"then run: dotnet run --project sandbox -- blueprint release {blueprint.Name}";
}
