using ChatOps.Core.Blueprints;
using ChatOps.Core.Words;
using ChatOps.Core.Yaml;
using ChatOps.Sandbox.Blueprints;

namespace ChatOps.Tests.Sandbox.Blueprints;

public sealed class BlueprintReleaseTests : IDisposable
{
    private const string T4 = "pytorch-t4/blueprint.yaml";

    private readonly CopiedBlueprints _copy = new();

    public void Dispose() => _copy.Dispose();

    [Fact]
    public void A_new_version_is_offered_beside_the_old_one()
    {
        _copy.Change(T4, "version: 1", "version: 2");
        _copy.Change(T4, "sizeGiB: 128", "sizeGiB: 256");

        Assert.Equal("Released pytorch-t4@2. Commit pytorch-t4/ and released.lock together.", BlueprintRelease.Run(_copy.Folder, "pytorch-t4"));

        var versions = BlueprintCatalog.Load(_copy.Folder, drafts: false).All.Where(b => b.Name == "pytorch-t4");
        Assert.Equal([(2, 256), (1, 128)], versions.Select(b => (b.Version, b.Machine.OsDisk.SizeGiB)));
    }

    [Fact]
    public void The_copy_finds_its_schema()
    {
        _copy.Change(T4, "version: 1", "version: 2");
        BlueprintRelease.Run(_copy.Folder, "pytorch-t4");

        var copy = _copy.At("pytorch-t4/versions/2/blueprint.yaml");
        var schema = File.ReadLines(copy).First().Split("$schema=")[1];
        Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(copy) ?? "", schema)), $"{schema} leads nowhere");
    }

    [Fact]
    public void A_blueprint_in_the_wrong_folder_is_refused()
    {
        _copy.Change(T4, "name: pytorch-t4", "name: pytorch-t5");

        var mistake = Assert.Throws<UserError>(() => BlueprintRelease.Run(_copy.Folder, "pytorch-t4"));
        Assert.Contains("is called pytorch-t5, but its folder pytorch-t4.", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_version_that_has_not_changed_is_left_alone()
    {
        var before = File.ReadAllText(_copy.At("released.lock"));

        Assert.Equal("pytorch-t4@1 is released already and has not changed.", BlueprintRelease.Run(_copy.Folder, "pytorch-t4"));
        Assert.Equal(before, File.ReadAllText(_copy.At("released.lock")));
    }

    [Fact]
    public void A_released_version_that_has_changed_is_refused()
    {
        var before = File.ReadAllText(_copy.At("released.lock"));
        _copy.Change(T4, "sizeGiB: 128", "sizeGiB: 256");

        Assert.Equal(
            $"pytorch-t4@1 is released and must not change, but what it would build has changed. "
                + $"Raise `version:` in {_copy.At(T4)} to 2, then release it again.",
            Assert.Throws<UserError>(() => BlueprintRelease.Run(_copy.Folder, "pytorch-t4")).Message
                .Replace("pytorch-t4//", "pytorch-t4/", StringComparison.Ordinal));
        Assert.Equal(before, File.ReadAllText(_copy.At("released.lock")));
    }

    [Fact]
    public void A_blueprint_with_mistakes_is_not_released()
    {
        _copy.Change(T4, "version: 1", "version: 2");
        _copy.Change(T4, "gpus: [1]", "gpus: [3]");

        Assert.Throws<InvalidFileException>(() => BlueprintRelease.Run(_copy.Folder, "pytorch-t4"));
        Assert.False(Directory.Exists(_copy.At("pytorch-t4/versions/2")));
    }

    [Fact]
    public void The_name_that_was_meant_is_suggested() =>
        Assert.EndsWith(
            "Did you mean pytorch-t4?",
            Assert.Throws<UserError>(() => BlueprintRelease.Run(_copy.Folder, "pytorch-t5")).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Releasing_twice_is_releasing_once()
    {
        _copy.Change(T4, "version: 1", "version: 2");
        BlueprintRelease.Run(_copy.Folder, "pytorch-t4");

        Assert.Equal("pytorch-t4@2 is released already and has not changed.", BlueprintRelease.Run(_copy.Folder, "pytorch-t4"));
    }
}
