using ChatOps.Core.Blueprints;
using ChatOps.Core.Words;
using ChatOps.Sandbox.Blueprints;

namespace ChatOps.Tests.Sandbox.Blueprints;

/// <summary>With a script that answers as uv would: no Python index is asked.</summary>
public sealed class BlueprintHashesTests : IDisposable
{
    private const string Lock = "pytorch-t4/requirements.lock";

    /// <summary>uv's own form: the pin, a backslash, the hash on the next line.</summary>
    private static readonly string Hashes = $$"""sed -n '/==/{s/$/ \\/p;s/.*/    --hash=sha256:{{new string('a', 64)}}/p}' "$in" > "$out" """;

    private readonly CopiedBlueprints _copy = new();

    public void Dispose() => _copy.Dispose();

    [Fact]
    public async Task Every_package_gets_its_hashes_and_keeps_its_version()
    {
        var before = Requirements.Load(_copy.At(Lock));

        var said = await RunAsync(Hashes);

        var after = Requirements.Load(_copy.At(Lock));
        Assert.True(after.HasHashes);
        Assert.Equal(before.Packages, after.Packages);
        Assert.Contains($"has the hashes of {before.Packages.Count} packages", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_comment_at_the_top_stays_but_says_no_longer_that_hashes_are_missing()
    {
        await RunAsync(Hashes);

        Assert.Equal("# Python 3.12, linux x86_64.", File.ReadLines(_copy.At(Lock)).First());
    }

    [Fact]
    public async Task Asks_for_the_blueprints_own_Python()
    {
        await RunAsync($"echo \"$all\" > {_copy.Beside("said")}; {Hashes}");

        Assert.Contains(
            "pip compile --generate-hashes --no-deps",
            await File.ReadAllTextAsync(_copy.Beside("said"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        Assert.Contains(
            "--python-version 3.12 --python-platform x86_64-unknown-linux-gnu",
            await File.ReadAllTextAsync(_copy.Beside("said"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("echo 'no such package' >&2; exit 2", "uv could not find the hashes. Nothing was changed. It said:\nno such package")]
    [InlineData("cp \"$in\" \"$out\"", "uv gave no hashes. Nothing was changed.")]
    [InlineData("{hashes}; sed -i s/torch==2.9.1/torch==2.9.2/ \"$out\"", "uv came to other versions than the lock file has. Nothing was changed.")]
    [InlineData("{hashes}; sed -i '/^anyio/,+1d' \"$out\"", "uv came to other versions than the lock file has. Nothing was changed.")]
    public async Task Changes_nothing_when_uv(string does, string says)
    {
        var before = await File.ReadAllTextAsync(_copy.At(Lock), TestContext.Current.CancellationToken);

        Assert.Equal(says, (await Assert.ThrowsAsync<UserError>(() => RunAsync(does.Replace("{hashes}", Hashes, StringComparison.Ordinal)))).Message);
        Assert.Equal(before, await File.ReadAllTextAsync(_copy.At(Lock), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Says_how_to_get_uv_when_it_is_not_there()
    {
        var e = await Assert.ThrowsAsync<UserError>(
            () => BlueprintHashes.RunAsync(_copy.Folder, "pytorch-t4", _copy.Beside("no-uv-here"), TestContext.Current.CancellationToken));

        Assert.Contains("is not installed. Install uv", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Suggests_the_name_that_was_meant()
    {
        var e = await Assert.ThrowsAsync<UserError>(() => BlueprintHashes.RunAsync(_copy.Folder, "pytorch-t5", "uv", TestContext.Current.CancellationToken));

        Assert.EndsWith("Did you mean pytorch-t4?", e.Message, StringComparison.Ordinal);
    }

    /// <param name="does">Shell that reads the lock file "$in" and writes "$out".</param>
    private Task<string> RunAsync(string does)
    {
        var uv = _copy.Beside("uv");
        File.WriteAllText(uv, $"""
            #!/bin/sh
            all="$*"
            while [ "$1" != --output-file ]; do shift; done
            out=$2 in=$3
            {does}

            """);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(uv, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return BlueprintHashes.RunAsync(_copy.Folder, "pytorch-t4", uv, TestContext.Current.CancellationToken);
    }
}
