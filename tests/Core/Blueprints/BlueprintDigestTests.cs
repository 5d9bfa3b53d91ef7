using ChatOps.Core.Blueprints;

namespace ChatOps.Tests.Core.Blueprints;

public sealed class BlueprintDigestTests
{
    private static readonly string Unchanged = SampleBlueprint.Parsed().Digest;

    [Fact]
    public void Is_a_SHA256_in_lower_case() => Assert.Matches("^sha256:[0-9a-f]{64}$", Unchanged);

    [Fact]
    public void Is_the_same_each_time() => Assert.Equal(Unchanged, SampleBlueprint.Parsed().Digest);

    [Theory]
    [InlineData("name: sample", "name: simple")]
    [InlineData("version: 1\n", "version: 2\n")]
    [InlineData("sizes: [Standard_NC24ads_A100_v4, Standard_NC48ads_A100_v4]", "sizes: [Standard_NC48ads_A100_v4, Standard_NC24ads_A100_v4]")]
    [InlineData("gpus: [1, 2]", "gpus: [2, 1]")]
    [InlineData("2026072901", "2026072902")]
    [InlineData("{ sizeGiB: 256, type", "{ sizeGiB: 257, type")]
    [InlineData("type: Premium_LRS", "type: Premium_ZRS")]
    [InlineData("sizeGiB: 512", "sizeGiB: 513")]
    [InlineData("path: /data }", "path: /scratch }")]
    [InlineData("spot: allowed", "spot: default")]
    [InlineData("regions: [eastus, westus2]", "regions: [westus2, eastus]")]
    [InlineData("{ source: image, version: 580.173.02 }", "{ source: image, version: 580.173.03 }")]
    [InlineData("cuda: \"12.8\"", "cuda: \"12.9\"")]
    [InlineData("python: \"3.12\"", "python: \"3.13\"")]
    [InlineData("  frameworks:\n    torch: 2.9.1\n", "")]
    [InlineData("/mnt/datasets", "/mnt/sets")]
    [InlineData("kind: nfs", "kind: blob")]
    [InlineData("contosomldata", "contosomldata2")]
    [InlineData("share: projects", "share: project")]
    [InlineData("readOnly: false", "readOnly: true")]
    [InlineData("identity: gpu-machines", "identity: gpu-machine")]
    [InlineData("default: 4h", "default: 5h")]
    [InlineData("max: 24h", "max: 23h")]
    [InlineData("window: 30m", "window: 31m")]
    [InlineData("threshold: 5", "threshold: 6")]
    [InlineData("grace: 15m", "grace: 16m")]
    [InlineData("then: stop", "then: warn")]
    [InlineData("deleteAfter: 7d", "deleteAfter: 8d")]
    [InlineData("workload: research", "workload: teaching")]
    [InlineData("HF_HOME: /data/huggingface", "HF_HOME: /data/hf")]
    [InlineData("name: nothing printed", "name: nothing")]
    [InlineData("    command: nvidia-smi\n", "    command: nvidia-smi -L\n")]
    [InlineData("prints: \"580.173.02\"", "prints: \"580\"")]
    public void Changes_with_what_shapes_the_machine(string from, string to) => Assert.NotEqual(Unchanged, SampleBlueprint.ParseWith(from, to).Digest);

    [Theory]
    [InlineData("torch==2.9.1", "torch==2.9.1 # as before")]
    [InlineData("numpy==2.3.4", "numpy==2.3.5")]
    [InlineData("numpy==2.3.4\n", "numpy==2.3.4\nscipy==1.16.0\n")]
    public void Changes_with_the_lock_file(string from, string to)
    {
        var other = Requirements.Parse("requirements.lock", SampleBlueprint.Lock.Replace(from, to));

        Assert.NotEqual(Unchanged, BlueprintFile.Parse(SampleBlueprint.File, SampleBlueprint.Text, other).Digest);
    }

    [Theory]
    [InlineData("title: A sample", "title: The sample")]
    [InlineData("description: Everything", "description: All")]
    [InlineData("owner: ml-platform@contoso.example", "owner: ai-platform@contoso.example")]
    [InlineData("launch: [vision]", "launch: [everyone]")]
    [InlineData("name: sample\n", "# A comment.\nname: sample\n")]
    [InlineData("default: 4h", "default: 240m")]
    [InlineData("cuda: \"12.8\"", "cuda: '12.8'")]
    public void Stays_when_the_machine_would_be_the_same(string from, string to) => Assert.Equal(Unchanged, SampleBlueprint.ParseWith(from, to).Digest);

    [Fact]
    public void Does_not_depend_on_where_the_file_is() =>
        Assert.Equal(Unchanged, BlueprintFile.Parse("/elsewhere/blueprint.yaml", SampleBlueprint.Text, SampleBlueprint.Requirements).Digest);

    [Fact]
    public void Does_not_depend_on_being_a_draft() =>
        Assert.Equal(Unchanged, BlueprintDigest.Of(SampleBlueprint.Parsed() with { IsDraft = true, Digest = "" }));
}
