using System.Collections.Immutable;
using ChatOps.Core.Blueprints;
using ChatOps.Core.Yaml;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Core.Blueprints;

public sealed class RequirementsTests
{
    private static readonly string HashA = "--hash=sha256:" + new string('a', 64);
    private static readonly string HashB = "--hash=sha256:" + new string('b', 64);

    [Fact]
    public void Reads_exact_pins()
    {
        var requirements = Parse("numpy==2.3.4\ntorch==2.9.1\n");

        Assert.Equal(("2.3.4", "2.9.1"), (requirements.Packages["numpy"], requirements.Packages["torch"]));
    }

    [Theory]
    [InlineData("nvidia-cublas-cu12==12.8.4.1", "nvidia-cublas-cu12", "12.8.4.1")]
    [InlineData("torch==2.9.1+cu128", "torch", "2.9.1+cu128")]
    [InlineData("pytz==2026.1.post1", "pytz", "2026.1.post1")]
    [InlineData("jaraco.text==4.0.0", "jaraco.text", "4.0.0")]
    [InlineData("epochal==1!2.0", "epochal", "1!2.0")]
    [InlineData("numpy==2.3.4 # the newest that torch takes", "numpy", "2.3.4")]
    public void Reads_any_exact_version(string line, string name, string version) => Assert.Equal(version, Parse(line).Packages[name]);

    [Theory]
    [InlineData("numpy")]
    [InlineData("numpy>=2.3")]
    [InlineData("numpy~=2.3.0")]
    [InlineData("numpy==2.*")]
    [InlineData("numpy===2.3.4")]
    [InlineData("numpy==2.3.4,<3")]
    [InlineData("numpy==2.3.4 scipy==1.16.0")]
    [InlineData("numpy == 2.3.4")]
    [InlineData("numpy[extra]==2.3.4")]
    [InlineData("numpy==2.3.4; python_version < '3.13'")]
    [InlineData("Numpy==2.3.4")]
    [InlineData("numpy @ https://example.com/numpy.whl")]
    [InlineData("https://example.com/numpy.whl")]
    [InlineData("git+https://example.com/numpy.git")]
    [InlineData("./numpy")]
    [InlineData("-r other.txt")]
    [InlineData("-e .")]
    [InlineData("--index-url https://example.com/simple")]
    [InlineData("--extra-index-url https://example.com/simple")]
    [InlineData("numpy==2.3.4 --hash=md5:d41d8cd98f00b204e9800998ecf8427e")]
    [InlineData("numpy==2.3.4 --hash=sha256:abc")]
    [InlineData("numpy==2.3.4 --config-settings=x")]
    public void Refuses_what_is_no_exact_pin(string line) =>
        Assert.Equal($"requirements.lock:2: \"{line}\": every package must be pinned as name==version.", Problem($"torch==2.9.1\n{line}\n"));

    [Fact]
    public void Reports_every_line_that_is_wrong() => Assert.Equal(2, Problems("numpy\ntorch==2.9.1\nscipy\n").Length);

    [Theory]
    [InlineData("numpy==2.3.4")]
    [InlineData("numpy==2.3.5")]
    public void Refuses_a_package_pinned_twice(string again) =>
        Assert.Equal("requirements.lock:3: numpy: pinned twice.", Problem($"numpy==2.3.4\ntorch==2.9.1\n{again}\n"));

    // pip takes these for one package (PEP 503); two versions of it would fail on the machine only.
    [Theory]
    [InlineData("typing_extensions==4.14.0")]
    [InlineData("typing.extensions==4.14.0")]
    public void Refuses_a_package_pinned_twice_under_another_spelling(string again) =>
        Assert.Contains("pinned twice", Problem($"typing-extensions==4.15.0\n{again}\n"));

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("# nothing yet\n")]
    public void Refuses_a_lock_without_any_package(string text) => Assert.Equal("requirements.lock:1: no package is pinned.", Problem(text));

    [Fact]
    public void Knows_that_there_are_no_hashes() => Assert.False(Parse("numpy==2.3.4\n").HasHashes);

    [Fact]
    public void Takes_no_comment_for_a_hash() => Assert.False(Parse($"# {HashA}\nnumpy==2.3.4 # {HashA}\n").HasHashes);

    [Fact]
    public void Knows_that_every_package_has_a_hash() => Assert.True(Parse($"numpy==2.3.4 {HashA}\ntorch==2.9.1 {HashB}\n").HasHashes);

    [Fact]
    public void Reads_hashes_on_continuation_lines()
    {
        var requirements = Parse($"numpy==2.3.4 \\\n    {HashA} \\\n    {HashB}\ntorch==2.9.1 \\\n    {HashA}\n");

        Assert.True(requirements.HasHashes);
        Assert.Equal(["numpy", "torch"], requirements.Packages.Keys);
    }

    [Fact]
    public void Names_the_first_of_the_lines_that_belong_together() =>
        Assert.StartsWith("requirements.lock:2: ", Problem($"numpy==2.3.4 {HashA}\ntorch>=2.9 \\\n    {HashA}\n"), StringComparison.Ordinal);

    [Fact]
    public void Does_not_continue_a_comment() => Assert.Equal(["numpy"], Parse("# the next line counts \\\nnumpy==2.3.4\n").Packages.Keys);

    [Fact]
    public void Refuses_hashes_for_some_packages_only() =>
        Assert.StartsWith(
            "requirements.lock:1: 2 of 3 packages have no hash; run `dotnet run --project sandbox -- blueprint lock NAME`",
            Problem($"numpy==2.3.4\nscipy==1.16.0\ntorch==2.9.1 {HashA}\n"),
            StringComparison.Ordinal);

    [Fact]
    public void Keeps_the_text_with_comments_and_plain_line_ends() => Assert.Equal("# why\nnumpy==2.3.4\n", Parse("# why\r\nnumpy==2.3.4\r\n").Text);

    [Fact]
    public void Loads_a_file()
    {
        using var folder = new TempFolder();

        Assert.Equal(["numpy"], Requirements.Load(folder.Write("requirements.lock", "numpy==2.3.4\n")).Packages.Keys);
    }

    private static Requirements Parse(string text) => Requirements.Parse("requirements.lock", text);

    private static ImmutableArray<string> Problems(string text) => Assert.Throws<InvalidFileException>(() => Parse(text)).Problems;

    private static string Problem(string text) => Assert.Single(Problems(text));
}
