using System.Text;
using ChatOps.Core.Blueprints;
using ChatOps.Core.People;
using ChatOps.Tests.Core.Blueprints;
using ChatOps.Tests.Core.People;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.BadInput;

/// <summary>Files that are hardly files: what an editor, a merge, a download or a disk may leave where a person's text should be.</summary>
public sealed class BadFiles : IDisposable
{
    private readonly TempFolder _folder = new();

    public static IReadOnlyDictionary<string, byte[]> Contents { get; } = new Dictionary<string, byte[]>
    {
        ["nothing"] = [],
        ["one NUL"] = [0],
        ["one byte that is no text"] = [0xFF],
        ["a program"] = [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0, 0, 0, 0xFE, 0xC3],
        ["a picture"] = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10],
        ["something compressed"] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3],
        ["Latin-1"] = [.. "name: caf"u8, 0xE9, .. "\n"u8],
        ["half of a character at its end"] = [.. "name: "u8, 0xF0, 0x9F, 0xA6],
        ["a surrogate in UTF-8"] = [.. "name: "u8, 0xED, 0xA0, 0x80],
        ["an overlong slash"] = [.. "name: "u8, 0xC0, 0xAF],
        ["only a byte order mark"] = [0xEF, 0xBB, 0xBF],
        ["UTF-16 with nothing in it"] = [0xFF, 0xFE],
        ["UTF-16 cut in half"] = [0xFF, 0xFE, (byte)'n'],
        ["only blank lines"] = "\r\n\r\n \n"u8.ToArray(),
        ["only a comment"] = "# later\n"u8.ToArray(),
        ["JSON that is a list"] = "[1, 2, 3]"u8.ToArray(),
        ["a page of HTML"] = "<!DOCTYPE html>\n<html><body>404: Not Found</body></html>\n"u8.ToArray(),
        ["a merge that was never finished"] = "<<<<<<< HEAD\nname: a\n=======\nname: b\n>>>>>>> theirs\n"u8.ToArray(),
        ["a Git LFS pointer"] = "version https://git-lfs.github.com/spec/v1\noid sha256:abc\nsize 12345\n"u8.ToArray(),
        ["a private key"] = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmU\n-----END OPENSSH PRIVATE KEY-----\n"u8.ToArray(),
        ["two megabytes of one line"] = Encoding.UTF8.GetBytes(new string('x', 2_000_000)),
        ["half a megabyte of one line"] = Encoding.UTF8.GetBytes(new string('x', 500_000)),
        ["a thousand lines of nonsense"] = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 1000).Select(i => $"k{i} = {i}\n"))),
        ["thousands of unknown fields"] = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 3000).Select(i => $"k{i}: {i}\n"))),
        ["escape sequences of a terminal"] = Encoding.UTF8.GetBytes("\u001b]0;owned\u0007\u001b[2Jname: a\n"),
        ["backslashes without end"] = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("\\\n", 20_000))),
    };

    public static TheoryData<string> What => [.. Contents.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(What))]
    public void Is_no_blueprint(string what)
    {
        var file = Put("blueprint.yaml", what);
        _folder.Write("requirements.lock", SampleBlueprint.Lock);

        Sentence.Problems(file, () => BlueprintFile.Load(_folder.Root));
    }

    [Theory]
    [MemberData(nameof(What))]
    public void Is_no_lock_file(string what)
    {
        _folder.Write("blueprint.yaml", SampleBlueprint.Text);
        var file = Put("requirements.lock", what);

        Sentence.Problems(file, () => BlueprintFile.Load(_folder.Root));
    }

    [Theory]
    [MemberData(nameof(What))]
    public void Is_no_policy(string what)
    {
        var file = Put("policy.yaml", what);

        Sentence.Problems(file, () => PolicyFile.Load(file));
    }

    [Theory]
    [MemberData(nameof(What))]
    public void Is_no_list_of_released_versions(string what)
    {
        var file = Put("released.lock", what);

        // Before the first release it holds nothing.
        if (what is "nothing" or "only a comment" or "only a byte order mark" or "UTF-16 with nothing in it") Assert.Empty(ReleasedLock.Load(file).Digests);
        else Sentence.Problems(file, () => ReleasedLock.Load(file));
    }

    [Fact]
    public void A_folder_is_no_file()
    {
        Directory.CreateDirectory(_folder.At("policy.yaml"));

        Assert.EndsWith(
            "cannot be read. Look whether it is a file and whether you may read it.",
            Assert.Single(Sentence.Problems(_folder.At("policy.yaml"), () => PolicyFile.Load(_folder.At("policy.yaml")))),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("policy.yaml")]
    [InlineData("no/such/folder/policy.yaml")]
    public void What_is_not_there_is_missing(string path) =>
        Assert.Equal($"{_folder.At(path)}: is missing.", Assert.Single(Sentence.Problems(_folder.At(path), () => PolicyFile.Load(_folder.At(path)))));

    [Fact]
    public void A_catalog_without_its_folder_says_so() =>
        Assert.EndsWith(
            ": there is no such folder.",
            Assert.Single(Sentence.Problems(_folder.At("none"), () => BlueprintCatalog.Load(_folder.At("none"), drafts: true))),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("\uFEFF", "\n")]
    [InlineData("", "\r\n")]
    [InlineData("\uFEFF", "\r\n")]
    public void A_byte_order_mark_and_line_ends_of_Windows_do_no_harm(string mark, string lineEnd)
    {
        _folder.Write("blueprint.yaml", mark + SampleBlueprint.Text.ReplaceLineEndings(lineEnd));
        _folder.Write("requirements.lock", mark + SampleBlueprint.Lock.ReplaceLineEndings(lineEnd));
        _folder.Write("policy.yaml", mark + BrokenPolicy.Text.ReplaceLineEndings(lineEnd));

        Assert.Equal(SampleBlueprint.Parsed().Digest, BlueprintFile.Load(_folder.Root).Digest);
        Assert.Equal("Contoso", PolicyFile.Load(_folder.At("policy.yaml")).Organisation);
    }

    private string Put(string name, string what)
    {
        File.WriteAllBytes(_folder.At(name), Contents[what]);
        return _folder.At(name);
    }
}
