using ChatOps.Core.Blueprints;
using ChatOps.Core.Words;

namespace ChatOps.Sandbox.Blueprints;

/// <summary><c>blueprint release NAME</c>: makes a version immutable. Keeps a copy in <c>versions/N/</c> and its digest in <c>released.lock</c>.</summary>
internal static class BlueprintRelease
{
    /// <returns>What was done, for the terminal.</returns>
    /// <exception cref="UserError">It cannot be released; says what to do.</exception>
    public static string Run(string blueprints, string name)
    {
        var folder = Path.Combine(blueprints, name);
        if (!File.Exists(Path.Combine(folder, "blueprint.yaml")))
            throw new UserError($"There is no {folder}/blueprint.yaml.{NearMiss.Hint(name, Names(blueprints))}");
        var blueprint = BlueprintFile.Load(folder);
        if (blueprint.Name != name) throw new UserError($"{folder}/blueprint.yaml is called {blueprint.Name}, but its folder {name}. Give both the same name.");
        var lockFile = Path.Combine(blueprints, "released.lock");
        var released = ReleasedLock.Load(lockFile);
        switch (released.Find(blueprint.Ref))
        {
            case { } digest when digest == blueprint.Digest:
                return $"{blueprint.Ref} is released already and has not changed.";
            case not null:
                throw new UserError($"{blueprint.Ref} is released and must not change, but what it would build has changed. "
                    + $"Raise `version:` in {folder}/blueprint.yaml to {blueprint.Version + 1}, then release it again.");
            default:
                CloudInit.Pack(CloudInit.Render(blueprint, "/identity"));
                var snapshot = Directory.CreateDirectory(Path.Combine(folder, "versions", $"{blueprint.Version}")).FullName;
                foreach (var file in (string[])["blueprint.yaml", "requirements.lock"])
                    File.Copy(Path.Combine(folder, file), Path.Combine(snapshot, file), overwrite: true);
                // The schema lies two folders further up from there.
                var copy = Path.Combine(snapshot, "blueprint.yaml");
                File.WriteAllText(copy, File.ReadAllText(copy).Replace("$schema=../schema/", "$schema=../../../schema/", StringComparison.Ordinal));
                File.WriteAllText(lockFile, released.With(blueprint).ToString());
                return $"Released {blueprint.Ref}. Commit {name}/ and released.lock together.";
        }
    }

    public static IEnumerable<string> Names(string blueprints) =>
        Directory.GetDirectories(blueprints).Where(d => File.Exists(Path.Combine(d, "blueprint.yaml"))).Select(d => Path.GetFileName(d));
}
