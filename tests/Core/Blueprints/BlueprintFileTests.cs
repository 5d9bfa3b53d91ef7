using System.Collections.Immutable;
using ChatOps.Core.Blueprints;
using ChatOps.Core.Yaml;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Core.Blueprints;

public sealed class BlueprintFileTests
{
    [Theory]
    [MemberData(nameof(BrokenBlueprint.Names), MemberType = typeof(BrokenBlueprint))]
    public void Refuses(string what)
    {
        var row = BrokenBlueprint.All[what];

        var problem = Assert.Single(Problems(row.Broken));
        Assert.Matches($"^{SampleBlueprint.File}:[0-9]+: ", problem);
        Assert.StartsWith(row.Says, problem[(problem.IndexOf(' ', StringComparison.Ordinal) + 1)..], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name: sample", "name: Sample", 1)]
    [InlineData("title: A sample", "title: A sample\ncolour: green", 4)]
    [InlineData("sizes: [", "sizs: [A]\n  sizes: [", 8)]
    [InlineData("type: StandardSSD_LRS", "type: Cheap", 12)]
    [InlineData("torch: 2.9.1", "torch: newest", 21)]
    [InlineData("kind: nfs", "kind: smb", 25)]
    [InlineData("prints: \"580.173.02\"", "print: \"580.173.02\"", 47)]
    public void Names_the_line_that_is_wrong(string from, string to, int line) =>
        Assert.StartsWith($"{SampleBlueprint.File}:{line}: ", Assert.Single(Problems(SampleBlueprint.With(from, to))), StringComparison.Ordinal);

    [Fact]
    public void Reports_all_problems_at_once()
    {
        var text = SampleBlueprint.With("version: 1\n", "version: 0\n")
            .Replace("spot: allowed", "spot: maybe")
            .Replace("kind: nfs", "kind: smb")
            .Replace("title:", "titel:");

        Assert.Equal(["machine.spot", "mounts[2].kind", "titel", "version"], Problems(text).Select(FieldOf).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Says_what_is_missing_of_an_empty_mapping() =>
        Assert.Contains($"{SampleBlueprint.File}:1: machine: missing.", Problems("name: sample"));

    [Fact]
    public void Reads_every_field()
    {
        var blueprint = SampleBlueprint.Parsed();

        Assert.Equal(new BlueprintRef("sample", 1), blueprint.Ref);
        Assert.Equal(["Standard_NC24ads_A100_v4", "Standard_NC48ads_A100_v4"], blueprint.Machine.Sizes);
        Assert.Equal([1, 2], blueprint.Machine.Gpus);
        Assert.Equal(new ImageVersion("microsoft-dsvm", "ubuntu-hpc", "2404", "24.04.2026072901"), blueprint.Machine.Image);
        Assert.Equal(new Disk(256, "Premium_LRS"), blueprint.Machine.OsDisk);
        Assert.Equal(new DataDisk(512, "StandardSSD_LRS", "/data"), blueprint.Machine.DataDisk);
        Assert.Equal(SpotUse.Allowed, blueprint.Machine.Spot);
        Assert.Equal(["eastus", "westus2"], blueprint.Machine.Regions);
        Assert.Equal(new Driver(DriverSource.Image, "580.173.02"), blueprint.Software.Driver);
        Assert.Equal(("12.8", "3.12", "2.9.1"), (blueprint.Software.Cuda, blueprint.Software.Python, blueprint.Software.Frameworks["torch"]));
        Assert.Equal(
            [
                new Mount("/mnt/datasets", MountKind.Blob, "contosomldata", "datasets", true),
                new Mount("/mnt/projects", MountKind.Nfs, "contosomlfiles", "projects", false),
            ],
            blueprint.Mounts);
        Assert.Equal("gpu-machines", blueprint.Identity);
        Assert.Equal(["vision"], blueprint.Access.Launch);
        Assert.Equal(new Lifetime(TimeSpan.FromHours(4), TimeSpan.FromHours(24)), blueprint.Lifetime);
        Assert.Equal(new IdleLimits(TimeSpan.FromMinutes(30), 5, TimeSpan.FromMinutes(15), IdleAction.Stop, TimeSpan.FromDays(7)), blueprint.Idle);
        Assert.Equal("research", blueprint.Tags["workload"]);
        Assert.Equal("/data/huggingface", blueprint.Environment["HF_HOME"]);
        Assert.Equal(new Check("nothing printed", "nvidia-smi", null), blueprint.Checks[0]);
    }

    [Theory]
    [InlineData("  dataDisk: { sizeGiB: 512, type: StandardSSD_LRS, path: /data }\n", "")]
    [InlineData("tags:\n  workload: research\n", "")]
    [InlineData("environment:\n  HF_HOME: /data/huggingface\n", "")]
    [InlineData("  frameworks:\n    torch: 2.9.1\n", "")]
    [InlineData(", readOnly: true", "")]
    [InlineData("\n    prints: \"580.173.02\"", "")]
    public void Does_without_what_is_optional(string from, string to) => Assert.Equal("sample", SampleBlueprint.ParseWith(from, to).Name);

    // A team may be as short as "ml", says the policy file; a blueprint must be able to let it in.
    [Theory]
    [InlineData("ml")]
    [InlineData("vision-2")]
    [InlineData("everyone")]
    public void Lets_in_any_team_that_the_policy_can_have(string team) =>
        Assert.Equal([team], SampleBlueprint.ParseWith("launch: [vision]", $"launch: [{team}]").Access.Launch);

    [Fact]
    public void Loads_a_folder_with_its_lock_file()
    {
        var blueprint = BlueprintFile.Load(Path.Combine(Repository.Blueprints, "pytorch-a100"));

        Assert.Equal("2.9.1", blueprint.Requirements.Packages["torch"]);
    }

    private static ImmutableArray<string> Problems(string text) => Assert.Throws<InvalidFileException>(() => SampleBlueprint.Parse(text)).Problems;

    private static string FieldOf(string problem) => problem.Split(": ")[1];
}
