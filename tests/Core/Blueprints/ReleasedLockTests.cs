using ChatOps.Core.Blueprints;
using ChatOps.Core.Yaml;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Core.Blueprints;

public sealed class ReleasedLockTests
{
    private static readonly string Digest = "sha256:" + new string('a', 64);

    [Fact]
    public void Is_empty_when_there_is_no_file()
    {
        using var folder = new TempFolder();

        Assert.Empty(ReleasedLock.Load(folder.At("released.lock")).Digests);
    }

    [Fact]
    public void Finds_a_released_version() => Assert.Equal(Digest, Load($"# comment\n\nsample@1 {Digest}\n").Find(new BlueprintRef("sample", 1)));

    [Theory]
    [InlineData("sample", 2)]
    [InlineData("other", 1)]
    public void Does_not_find_another(string name, int version) => Assert.Null(Load($"sample@1 {Digest}\n").Find(new BlueprintRef(name, version)));

    [Theory]
    [InlineData("sample@1")]
    [InlineData("sample 1 DIGEST")]
    [InlineData("sample@1  DIGEST")]
    [InlineData("sample@1 DIGESTa")]
    [InlineData("sample@1 sha256:abc")]
    [InlineData("sample@one DIGEST")]
    [InlineData("Sample@1 DIGEST")]
    [InlineData("sample@99999999999 DIGEST")]
    [InlineData("<<<<<<< HEAD")]
    public void Refuses_a_broken_line(string line)
    {
        using var folder = new TempFolder();
        var file = folder.Write("released.lock", $"# comment\nother@1 {Digest}\n{line.Replace("DIGEST", Digest)}\n");

        var problem = Assert.Single(Assert.Throws<InvalidFileException>(() => ReleasedLock.Load(file)).Problems);
        Assert.Equal($"{file}:3: expected `name@version sha256:…`; restore the file from git.", problem);
    }

    [Fact]
    public void Writes_itself_sorted_by_name_and_number()
    {
        var sample = SampleBlueprint.Parsed();
        var released = Load("").With(sample with { Version = 10 }).With(sample with { Version = 9 }).With(sample with { Name = "another" });

        Assert.Equal(["another@1", "sample@9", "sample@10"], Lines(released).Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public void Reads_back_what_it_writes()
    {
        var released = Load("").With(SampleBlueprint.Parsed());

        Assert.Equal(released.Digests, Load(released.ToString()).Digests);
    }

    [Fact]
    public void Says_which_command_wrote_it() =>
        Assert.StartsWith(
            "# The digest of every released blueprint version. Written by: dotnet run --project sandbox -- blueprint release",
            Load("").ToString(),
            StringComparison.Ordinal);

    private static IEnumerable<string> Lines(ReleasedLock released) => released.ToString().Split('\n').Where(line => line.Length > 0 && !line.StartsWith('#'));

    private static ReleasedLock Load(string text)
    {
        using var folder = new TempFolder();
        return ReleasedLock.Load(folder.Write("released.lock", text));
    }
}
