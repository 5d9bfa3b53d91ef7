using System.Collections.Immutable;
using System.Text.RegularExpressions;
using ChatOps.Core.Sizes;
using ChatOps.Core.Words;
using ChatOps.Core.Yaml;

namespace ChatOps.Core.Blueprints;

/// <summary>
/// Reads <c>blueprint.yaml</c> and the <c>requirements.lock</c> beside it. The schema for editors is
/// <c>blueprints/schema/blueprint.schema.json</c>; this reader is stricter, because it also knows the sizes and the lock.
/// </summary>
public static partial class BlueprintFile
{
    /// <summary>A lease shorter than this would end before anybody had used the machine.</summary>
    public static readonly TimeSpan ShortestLease = TimeSpan.FromMinutes(15);

    private const string SystemDiskTypes = "Premium_LRS|Premium_ZRS|StandardSSD_LRS|StandardSSD_ZRS|Standard_LRS";
    private const string DataDiskTypes = $"{SystemDiskTypes}|PremiumV2_LRS|UltraSSD_LRS";
    private const string NameWord = "^[a-z][a-z0-9-]{1,38}[a-z0-9]$";
    private const string TeamWord = "^[a-z][a-z0-9-]{1,30}$";
    private const string Path = "^/[a-z0-9][a-z0-9/_-]*$";
    private const string VersionWord = @"^[0-9]+(\.[0-9]+){1,3}$";

    [GeneratedRegex("^(?<publisher>[a-z0-9-]+):(?<offer>[a-z0-9_-]+):(?<sku>[A-Za-z0-9_-]+):(?<version>[0-9]+(\\.[0-9]+){2})$")]
    private static partial Regex Urn();

    /// <param name="folder">Holds <c>blueprint.yaml</c> and <c>requirements.lock</c>.</param>
    /// <exception cref="InvalidFileException">Something is wrong; says where.</exception>
    public static Blueprint Load(string folder)
    {
        var file = System.IO.Path.Combine(folder, "blueprint.yaml");
        return Parse(file, TextFile.Read(file), Requirements.Load(System.IO.Path.Combine(folder, "requirements.lock")));
    }

    public static Blueprint Parse(string file, string text, Requirements requirements)
    {
        var blueprint = YamlFields.Read(file, text, fields =>
        {
            var read = new Blueprint
            {
                Name = fields.Text("name", NameWord, "a name of lower-case letters, digits and hyphens"),
                Version = fields.Number("version", 1, 9999),
                Title = fields.Line("title"),
                Description = fields.Text("description"),
                Owner = fields.Text("owner", @"^\S+@\S+$", "an e-mail address"),
                Machine = fields.Object("machine", Machine),
                Software = fields.Object("software", software => ReadSoftware(software, requirements)),
                Mounts = fields.Objects("mounts", ReadMount),
                Identity = fields.OptionalText("identity", "^[A-Za-z0-9][A-Za-z0-9_-]{2,127}$", "the name of a user-assigned managed identity"),
                Access = fields.Object("access", ReadAccess),
                Lifetime = fields.Object("lifetime", ReadLifetime),
                Idle = fields.Object("idle", idle => new IdleLimits(
                    idle.Duration("window"), idle.Number("threshold", 1, 100), idle.Duration("grace"),
                    idle.OneOf<IdleAction>("then"), idle.Duration("deleteAfter"))),
                Tags = fields.Pairs("tags", "^(?!chatops-)[A-Za-z][A-Za-z0-9_.-]{0,127}$", "^[^<>%&\\\\?/\\p{C}]{1,256}$",
                    "a tag is `name: value`, without <>%&\\?/, and does not begin with chatops-."),
                Environment = fields.Pairs("environment", "^[A-Z][A-Z0-9_]*$", "^[^\"\\\\$`#\\p{C}]+$",
                    "a variable is `NAME: value`, without quotes, backslashes, $, # and control characters."),
                Checks = fields.Objects("checks", check => new Check(
                    check.Text("name", "^[a-z][a-z0-9 ._-]{1,48}$", "a short name in lower case"), check.Text("command"), check.OptionalText("prints"))),
                Requirements = requirements,
            };
            Agree(fields, read);
            return read;
        });
        return blueprint with { Digest = BlueprintDigest.Of(blueprint) };
    }

    private static MachineShape Machine(YamlFields machine) => new(
        ReadSizes(machine),
        [.. machine.Texts("gpus", "^[1-9][0-9]?$", "GPU counts such as 1 or 8").Where(t => t.Length > 0).Select(int.Parse)],
        ReadImage(machine),
        machine.Object("osDisk", disk => new Disk(disk.Number("sizeGiB", 64, 4095), DiskType(disk, SystemDiskTypes))),
        machine.OptionalObject("dataDisk", disk => new DataDisk(
            disk.Number("sizeGiB", 4, 32767), DiskType(disk, DataDiskTypes), disk.Text("path", Path, "an absolute path in lower case"))),
        machine.OneOf<SpotUse>("spot"),
        machine.Texts("regions", "^[a-z]+[0-9]?$", "region names such as eastus"));

    private static string DiskType(YamlFields disk, string types) =>
        disk.Text("type", $"^({types})$", $"one of {types.Replace("|", ", ", StringComparison.Ordinal)}");

    private static ImmutableArray<string> ReadSizes(YamlFields machine)
    {
        var sizes = machine.Texts("sizes");
        foreach (var size in sizes.Where(s => s.Length > 0 && SizeCatalog.Find(s) is null))
            machine.Problem("sizes", $"{Echo.Name(size)} is no GPU size that this product knows.{NearMiss.Hint(size, SizeCatalog.Names)}");
        return sizes;
    }

    private static ImageVersion ReadImage(YamlFields machine)
    {
        var urn = machine.Text("image", Urn().ToString(), "publisher:offer:sku:version with an exact version (never latest)");
        var match = Urn().Match(urn);
        return new ImageVersion(match.Groups["publisher"].Value, match.Groups["offer"].Value, match.Groups["sku"].Value, match.Groups["version"].Value);
    }

    private static Software ReadSoftware(YamlFields software, Requirements requirements)
    {
        var frameworks = software.Pairs("frameworks", "^[a-z][a-z0-9-]*$", "^[0-9][A-Za-z0-9.+]*$", "a framework is `name: version`.");
        foreach (var (name, version) in frameworks)
            if (requirements.Packages.GetValueOrDefault(name) is not { } locked)
                software.Problem("frameworks", $"{Echo.Name(name)} is not in requirements.lock.{NearMiss.Hint(name, requirements.Packages.Keys)}");
            else if (locked != version)
                software.Problem("frameworks", $"{Echo.Name(name)} is {Echo.Of(version)} here but {Echo.Of(locked)} in requirements.lock.");
        return new Software(
            software.Object("driver", driver => new Driver(
                driver.OneOf<DriverSource>("source"), driver.Text("version", VersionWord, "a driver version such as 580.173.02"))),
            software.Text("cuda", VersionWord, "a version such as 12.8"),
            software.Text("python", @"^3\.[0-9]+$", "a version such as 3.12"),
            frameworks);
    }

    private static Mount ReadMount(YamlFields mount) => new(
        mount.Text("path", Path, "an absolute path in lower case"),
        mount.OneOf<MountKind>("kind"),
        mount.Text("account", "^[a-z0-9]{3,24}$", "a storage account name"),
        mount.Text("share", "^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", "a container or share name"),
        mount.Flag("readOnly"));

    private static Access ReadAccess(YamlFields fields)
    {
        var access = new Access(fields.Texts("launch", TeamWord, "team names or everyone"), fields.Flag("entraSsh"));
        if (!access.EntraSsh && fields.IsFine("entraSsh")) fields.Problem("entraSsh", "must be true; there is no other way in.");
        return access;
    }

    private static Lifetime ReadLifetime(YamlFields fields)
    {
        var lifetime = new Lifetime(fields.Duration("default"), fields.Duration("max"));
        if (fields.IsFine("default") && fields.IsFine("max") && lifetime.Default > lifetime.Max)
            fields.Problem("default", $"is longer than max ({Durations.Show(lifetime.Max)}).");
        if (fields.IsFine("default") && lifetime.Default < ShortestLease)
            fields.Problem("default", $"is shorter than the shortest lease ({Durations.Show(ShortestLease)}).");
        return lifetime;
    }

    /// <summary>What one field alone cannot show to be wrong.</summary>
    private static void Agree(YamlFields fields, Blueprint read)
    {
        var known = read.Machine.Sizes.Select(SizeCatalog.Find).OfType<GpuSize>().ToList();
        var allKnown = known.Count > 0 && known.Count == read.Machine.Sizes.Length;
        foreach (var gpus in read.Machine.Gpus.Where(n => allKnown && known.All(size => size.GpuCount != n)))
            fields.Problem("machine", $"gpus offers {gpus}, but none of the sizes has {Plural.Of(gpus, "GPU")}.");
        var needsGrid = known.Any(size => size.GpuModel == "A10");
        if (allKnown && needsGrid != (read.Software.Driver.Source == DriverSource.Grid))
            fields.Problem("software", needsGrid
                ? "A10 sizes need `driver.source: grid`; the image's driver does not work there."
                : "`driver.source: grid` is for A10 sizes only.");
        if (read.Checks.IsEmpty && fields.IsFine("checks"))
            fields.Problem("checks", "expected at least one check; a machine is announced only after its checks have passed.");
        if (read.Mounts.Any(m => m.Kind == MountKind.Blob) && read.Identity is null)
            fields.Problem("identity", "missing; blob mounts are read with a managed identity.");
        var paths = read.Mounts.Select(m => m.Path.TrimEnd('/')).Concat(read.Machine.DataDisk is { } disk ? [disk.Path.TrimEnd('/')] : []).ToList();
        if (paths.Distinct().Count() != paths.Count) fields.Problem("mounts", "two things are mounted at the same path.");
    }
}
