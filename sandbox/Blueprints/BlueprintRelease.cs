using ChatOps.Core.Blueprints;
using ChatOps.Core.Metrics;
using ChatOps.Core.Words;

namespace ChatOps.Sandbox.Blueprints;

/// <summary><c>blueprint release NAME</c>: makes a version immutable. Keeps a copy in <c>versions/N/</c> and its digest in <c>released.lock</c>.</summary>
internal static class BlueprintRelease
{
    /// <returns>What was done, for the terminal.</returns>
    /// <exception cref="UserError">It cannot be released; says what to do.</exception>
    public static string Run(string blueprints, string name)
    {
        var folder = FolderOf(blueprints, name);
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
                RequireFits(blueprint);
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

    /// <summary>With an agent, which some deployments have: its addresses are at most as long as these.</summary>
    private static readonly AgentSettings AnyAgent = new(
        new Uri($"https://{new string('x', 64)}.ingest.monitor.azure.com"), $"dcr-{new string('0', 32)}", $"/{new string('x', 400)}");

    private static void RequireFits(Blueprint blueprint)
    {
        try
        {
            CloudInit.Pack(CloudInit.Render(blueprint, "/identity", AnyAgent));
        }
        catch (InvalidOperationException e)
        {
            throw new UserError(e.Message);
        }
    }

    /// <summary>Only a name that is there is ever made part of a path.</summary>
    /// <exception cref="UserError">There is no such blueprint.</exception>
    public static string FolderOf(string blueprints, string name)
    {
        if (!Directory.Exists(blueprints)) throw new UserError($"There is no folder {blueprints}.");
        var names = Directory.GetDirectories(blueprints).Where(d => File.Exists(Path.Combine(d, "blueprint.yaml"))).Select(d => Path.GetFileName(d)).ToList();
        return names.Contains(name)
            ? Path.Combine(blueprints, name)
            : throw new UserError($"There is no blueprints/NAME/blueprint.yaml with NAME {Echo.Name(name)}.{NearMiss.Hint(name, names)}");
    }
}
