namespace ChatOps.Tests.Core.Blueprints;

/// <summary>The sample with one line broken: one row for each rule that a blueprint's text must keep.</summary>
/// <param name="From">A passage of the sample.</param>
/// <param name="To">What stands there instead.</param>
/// <param name="Says">Field and message, as they begin after file and line.</param>
/// <param name="SchemaToo">False where the rule needs the size catalog, the lock file, or two fields compared: an editor's schema cannot see it.</param>
internal sealed record BrokenBlueprint(string From, string To, string Says, bool SchemaToo = true)
{
    private const string Spot = "spot: allowed";
    private const string Env = "HF_HOME: /data/huggingface";
    private const string Tag = "workload: research";
    private const string OsDisk = "osDisk: { sizeGiB: 256, type: Premium_LRS }";
    private const string DataPath = "path: /data }";
    private const string Nfs = "path: /mnt/projects, kind: nfs, account: contosomlfiles, share: projects, readOnly: false";
    private const string BadVariable = "a variable is `NAME: value`";
    private const string BadTag = "a tag is `name: value`";

    /// <summary>By what is wrong, in words.</summary>
    public static IReadOnlyDictionary<string, BrokenBlueprint> All { get; } = new Dictionary<string, BrokenBlueprint>
    {
        ["an unknown field"] = new("title: A sample", "title: A sample\ncolour: green", "colour: unknown field."),
        ["an unknown field, with what was meant"] = new("sizes: [", "sizs: [A]\n  sizes: [", "machine.sizs: unknown field. Did you mean sizes?"),
        ["an unknown field deep down"] = new("path: /data }", "path: /data, cache: none }", "machine.dataDisk.cache: unknown field."),

        ["no name"] = new("name: sample\n", "", "name: missing."),
        ["a name with capitals"] = new("name: sample", "name: Sample", "name: expected a name of lower-case letters, digits and hyphens, not \"Sample\"."),
        ["a name with a space"] = new("name: sample", "name: my sample", "name: expected a name"),
        ["a name that is a path"] = new("name: sample", "name: ../sample", "name: expected a name"),
        ["a name that ends in a line break"] = new("name: sample", "name: \"sample\\n\"", "name: expected a name"),
        ["a name of two letters"] = new("name: sample", "name: ab", "name: expected a name"),
        ["no version"] = new("version: 1\n", "", "version: missing."),
        ["version 0"] = new("version: 1\n", "version: 0\n", "version: expected a whole number from 1 to 9999."),
        ["a negative version"] = new("version: 1\n", "version: -1\n", "version: expected a whole number"),
        ["version 1.2"] = new("version: 1\n", "version: 1.2\n", "version: expected a whole number"),
        ["version 10000"] = new("version: 1\n", "version: 10000\n", "version: expected a whole number"),
        ["an empty title"] = new("title: A sample", "title: \"\"", "title: expected a text."),
        ["a title that is a list"] = new("title: A sample", "title: [A, sample]", "title: expected a text."),
        ["no description"] = new("description: Everything that a blueprint can say.\n", "", "description: missing."),
        ["an owner without an address"] = new("owner: ml-platform@contoso.example", "owner: the platform team", "owner: expected an e-mail address"),

        ["a size that nobody knows"] = new("Standard_NC48ads_A100_v4", "Standard_NC49ads_A200_v9",
            "machine.sizes: Standard_NC49ads_A200_v9 is no GPU size", SchemaToo: false),
        ["a misspelt size, with what was meant"] = new("[Standard_NC24ads_A100_v4,", "[Standard_NC24ads_A100_v3, Standard_NC24ads_A100_v4,",
            "machine.sizes: Standard_NC24ads_A100_v3 is no GPU size that this product knows. Did you mean Standard_NC24ads_A100_v4?", SchemaToo: false),
        ["no sizes"] = new("sizes: [Standard_NC24ads_A100_v4, Standard_NC48ads_A100_v4]", "sizes: []",
            "machine.sizes: expected a list with at least one entry."),
        ["a GPU count that no size has"] = new("gpus: [1, 2]", "gpus: [1, 2, 8]",
            "machine: gpus offers 8, but none of the sizes has 8 GPUs.", SchemaToo: false),
        ["no GPUs"] = new("gpus: [1, 2]", "gpus: [1, 0]", "machine.gpus: expected GPU counts"),
        ["the latest image"] = new(":24.04.2026072901", ":latest", "machine.image: expected publisher:offer:sku:version with an exact version (never latest)"),
        ["an image without a version"] = new(":24.04.2026072901", "", "machine.image: expected publisher:offer:sku:version"),
        ["an image of half a version"] = new(":24.04.2026072901", ":24.04", "machine.image: expected publisher:offer:sku:version"),
        ["no OS disk"] = new($"  {OsDisk}\n", "", "machine.osDisk: missing."),
        ["an OS disk too small for the image"] = new(OsDisk, "osDisk: { sizeGiB: 32, type: Premium_LRS }",
            "machine.osDisk.sizeGiB: expected a whole number from 64 to 4095."),
        ["an OS disk without a type"] = new(OsDisk, "osDisk: { sizeGiB: 256 }", "machine.osDisk.type: missing."),
        ["a disk of a type that there is not"] = new(OsDisk, "osDisk: { sizeGiB: 256, type: Premium_SSD }", "machine.osDisk.type: expected one of"),
        ["a disk type that exists for storage accounts only"] = new(OsDisk, "osDisk: { sizeGiB: 256, type: Standard_ZRS }",
            "machine.osDisk.type: expected one of"),
        ["a lease that would end at once"] = new(
            "default: 4h", "default: 10m", "lifetime.default: is shorter than the shortest lease (15 min).", SchemaToo: false),
        ["a disk type that is for data only"] = new(OsDisk, "osDisk: { sizeGiB: 256, type: UltraSSD_LRS }", "machine.osDisk.type: expected one of"),
        ["a data disk at a relative path"] = new(DataPath, "path: data }", "machine.dataDisk.path: expected an absolute path"),
        ["a data disk at a path with a space"] = new(DataPath, "path: /my data }", "machine.dataDisk.path: expected an absolute path"),
        ["a data disk at a path that ends in a line break"] = new(DataPath, "path: \"/data\\n\" }", "machine.dataDisk.path: expected an absolute path"),
        ["a spot choice that there is not"] = new(Spot, "spot: allow", "machine.spot: expected one of never, allowed, default. Did you mean allowed?"),
        ["no region"] = new("regions: [eastus, westus2]", "regions: []", "machine.regions: expected a list with at least one entry."),
        ["a region by its display name"] = new("regions: [eastus, westus2]", "regions: [East US]",
            "machine.regions: expected region names such as eastus, not \"East US\"."),

        ["A10 sizes without the GRID driver"] = new(
            "sizes: [Standard_NC24ads_A100_v4, Standard_NC48ads_A100_v4]", "sizes: [Standard_NV36ads_A10_v5, Standard_NV72ads_A10_v5]",
            "software: A10 sizes need `driver.source: grid`", SchemaToo: false),
        ["the GRID driver without A10 sizes"] = new("source: image", "source: grid",
            "software: `driver.source: grid` is for A10 sizes only.", SchemaToo: false),
        ["a driver source that there is not"] = new("source: image", "source: images",
            "software.driver.source: expected one of image, grid. Did you mean image?"),
        ["a driver version in words"] = new("version: 580.173.02", "version: newest", "software.driver.version: expected a driver version"),
        ["a CUDA version in words"] = new("cuda: \"12.8\"", "cuda: twelve", "software.cuda: expected a version such as 12.8"),
        ["Python 2"] = new("python: \"3.12\"", "python: \"2.7\"", "software.python: expected a version such as 3.12"),
        ["a Python version that ends in a line break"] = new("python: \"3.12\"", "python: \"3.12\\n\"", "software.python: expected a version such as 3.12"),
        ["a framework that is not locked"] = new("torch: 2.9.1", "keras: 3.15.0", "software.frameworks: keras is not in requirements.lock.", SchemaToo: false),
        ["a misspelt framework, with what was meant"] = new("torch: 2.9.1", "toch: 2.9.1",
            "software.frameworks: toch is not in requirements.lock. Did you mean torch?", SchemaToo: false),
        ["a framework locked to another version"] = new("torch: 2.9.1", "torch: 2.9.0",
            "software.frameworks: torch is 2.9.0 here but 2.9.1 in requirements.lock.", SchemaToo: false),
        ["a framework of any version"] = new("torch: 2.9.1", "torch: \">=2.9\"", "software.frameworks.torch: a framework is `name: version`."),

        ["a mount that is a text"] = new($"- {{ {Nfs} }}", "- projects", "mounts[2]: expected `field: value` entries."),
        ["a mount without a share"] = new(Nfs, Nfs.Replace(", share: projects", ""), "mounts[2].share: missing."),
        ["a mount of an unknown kind"] = new(Nfs, Nfs.Replace("kind: nfs", "kind: smb"), "mounts[2].kind: expected one of blob, nfs."),
        ["a mount at a relative path"] = new(Nfs, Nfs.Replace("/mnt/projects", "projects"), "mounts[2].path: expected an absolute path"),
        ["a mount at a path that goes up"] = new(Nfs, Nfs.Replace("/mnt/projects", "/mnt/../etc"), "mounts[2].path: expected an absolute path"),
        ["a mount of an account that is a host name"] = new(Nfs, Nfs.Replace("contosomlfiles", "evil.example"),
            "mounts[2].account: expected a storage account name"),
        ["a mount of a share with options"] = new(Nfs, Nfs.Replace("share: projects", "share: \"projects /etc\""),
            "mounts[2].share: expected a container or share name"),
        ["a mount of a share that ends in a line break"] = new(Nfs, Nfs.Replace("share: projects", "share: \"projects\\n\""),
            "mounts[2].share: expected a container or share name"),
        ["a mount that is maybe read-only"] = new(Nfs, Nfs.Replace("readOnly: false", "readOnly: maybe"), "mounts[2].readOnly: expected one of true, false."),
        ["two mounts at one path"] = new("/mnt/projects", "/mnt/datasets", "mounts: two things are mounted at the same path.", SchemaToo: false),
        ["a mount over the data disk"] = new("/mnt/projects", "/data", "mounts: two things are mounted at the same path.", SchemaToo: false),
        ["two mounts at one path but for a slash"] = new("/mnt/projects", "/mnt/datasets/",
            "mounts: two things are mounted at the same path.", SchemaToo: false),
        ["a blob mount without an identity"] = new("identity: gpu-machines\n", "",
            "identity: missing; blob mounts are read with a managed identity.", SchemaToo: false),
        ["an identity that is a path"] = new("identity: gpu-machines", "identity: /subscriptions/1/identity",
            "identity: expected the name of a user-assigned managed identity"),

        ["nobody who may launch it"] = new("launch: [vision]", "launch: []", "access.launch: expected a list with at least one entry."),
        ["a team that is a sentence"] = new("launch: [vision]", "launch: [The vision team]", "access.launch: expected team names or everyone"),
        ["sign-in by something else than Entra"] = new("entraSsh: true", "entraSsh: false", "access.entraSsh: must be true; there is no other way in."),

        ["a default lease longer than the longest"] = new("default: 4h, max: 24h", "default: 25h, max: 24h",
            "lifetime.default: is longer than max (1 d).", SchemaToo: false),
        ["a default lease that is a bare number"] = new("default: 4h", "default: 4", "lifetime.default: expected a duration such as 30m, 4h or 7d."),
        ["a longest lease in words"] = new("max: 24h", "max: a day", "lifetime.max: expected a duration"),
        ["an idle window of nothing"] = new("window: 30m", "window: 0m", "idle.window: expected a duration", SchemaToo: false),
        ["an idle threshold over 100 percent"] = new("threshold: 5", "threshold: 101", "idle.threshold: expected a whole number from 1 to 100."),
        ["an idle threshold in percent signs"] = new("threshold: 5", "threshold: 5%", "idle.threshold: expected a whole number"),
        ["an idle action that there is not"] = new("then: stop", "then: stopp", "idle.then: expected one of stop, warn, delete. Did you mean stop?"),
        ["no time until deletion"] = new(", deleteAfter: 7d", "", "idle.deleteAfter: missing."),

        ["a tag of the product's own"] = new(Tag, "chatops-owner: me", $"tags.chatops-owner: {BadTag}"),
        ["a tag with a forbidden character"] = new(Tag, "workload: a/b", $"tags.workload: {BadTag}"),
        ["a tag without a value"] = new(Tag, "workload:", $"tags.workload: {BadTag}"),
        ["a tag that ends in a line break"] = new(Tag, "workload: \"research\\n\"", $"tags.workload: {BadTag}"),
        ["tags that are a list"] = new(Tag, "- workload", "tags: expected"),

        ["a variable in lower case"] = new(Env, "hf_home: /data", $"environment.hf_home: {BadVariable}"),
        ["a variable with a quote"] = new(Env, "HF_HOME: '/data\"'", $"environment.HF_HOME: {BadVariable}"),
        ["a variable with a backslash"] = new(Env, "HF_HOME: '/data\\'", $"environment.HF_HOME: {BadVariable}"),
        ["a variable with a dollar sign"] = new(Env, "HF_HOME: $(touch /tmp/x)", $"environment.HF_HOME: {BadVariable}"),
        ["a variable with a backtick"] = new(Env, "HF_HOME: \"`id`\"", $"environment.HF_HOME: {BadVariable}"),
        ["a variable with a comment sign, at which sign-in would cut it"] = new(Env, "HF_HOME: '/data #1'", $"environment.HF_HOME: {BadVariable}"),
        ["a variable of two lines"] = new(Env, "HF_HOME: \"/data\\nLD_PRELOAD=/tmp/x.so\"", $"environment.HF_HOME: {BadVariable}"),
        ["a variable that ends in a line break"] = new(Env, "HF_HOME: \"/data\\n\"", $"environment.HF_HOME: {BadVariable}"),
        ["a variable with a NUL"] = new(Env, "HF_HOME: \"/data\\0\"", $"environment.HF_HOME: {BadVariable}"),
        ["a variable without a value"] = new(Env, "HF_HOME:", $"environment.HF_HOME: {BadVariable}"),
        ["an environment that is a text"] = new($"environment:\n  {Env}", "environment: HF_HOME=/data", "environment: expected"),

        ["no checks"] = new(Text(SampleBlueprint.Text, "checks:"), "", "checks: expected at least one check"),
        ["an empty list of checks"] = new(Text(SampleBlueprint.Text, "checks:"), "checks: []", "checks: expected at least one check"),
        ["checks that are no list"] = new(Text(SampleBlueprint.Text, "checks:"), "checks: { name: driver, command: nvidia-smi }", "checks: expected a list."),
        ["a check without a command"] = new("\n    command: nvidia-smi\n", "\n", "checks[1].command: missing."),
        ["a check with an empty command"] = new("\n    command: nvidia-smi\n", "\n    command: \"\"\n", "checks[1].command: expected a text."),
        ["a check with a shouted name"] = new("name: nothing printed", "name: NOTHING!", "checks[1].name: expected a short name in lower case"),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    public string Broken => SampleBlueprint.With(From, To);

    /// <summary>From the line that begins with <paramref name="start"/> to the end.</summary>
    private static string Text(string text, string start) => text[text.IndexOf($"\n{start}", StringComparison.Ordinal)..].TrimStart('\n');
}
