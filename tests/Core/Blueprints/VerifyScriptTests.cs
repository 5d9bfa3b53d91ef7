using System.Text;
using System.Text.Json;
using ChatOps.Core.Blueprints;
using ChatOps.Core.Machines;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Core.Blueprints;

/// <summary>The real <c>verify.py</c>, on checks that need no GPU.</summary>
public sealed class VerifyScriptTests : IDisposable
{
    /// <summary>Azure keeps this much of what a run command prints: the last of it.</summary>
    private const int KeptByAzure = 4096;

    private static readonly string Script = Repository.At("core", "Blueprints", "OnMachine", "verify.py");

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Passes_when_every_check_does()
    {
        var (ended, checks) = await RunAsync(new Check("exits", "true", null), new Check("prints", "echo driver 580.173.02", "580.173.02"));

        Assert.Equal(0, ended.ExitCode);
        Assert.Equal([("exits", true, ""), ("prints", true, "driver 580.173.02")], checks.Select(c => (c.Name, c.Passed, c.Output)));
    }

    [Fact]
    public async Task Fails_a_check_by_its_exit_code()
    {
        var (ended, checks) = await RunAsync(new Check("exits", "echo no GPU; exit 3", null));

        Assert.Equal(1, ended.ExitCode);
        Assert.Equal(("exits", false, "no GPU\nexit code 3"), Shown(Assert.Single(checks)));
    }

    [Fact]
    public async Task Fails_a_check_by_what_it_printed()
    {
        var (ended, checks) = await RunAsync(new Check("prints", "echo False", "True"));

        Assert.Equal(1, ended.ExitCode);
        Assert.Equal(("prints", false, "False\nexpected it to print \"True\""), Shown(Assert.Single(checks)));
    }

    [Fact]
    public async Task Fails_a_check_that_prints_what_it_should_and_exits_otherwise()
    {
        var (_, checks) = await RunAsync(new Check("both", "echo True; exit 1", "True"));

        Assert.False(Assert.Single(checks).Passed);
    }

    [Fact]
    public async Task Stops_at_the_first_failure()
    {
        var trace = _folder.At("trace");
        var (_, checks) = await RunAsync(new Check("one", "true", null), new Check("two", "false", null), new Check("three", $"touch {trace}", null));

        Assert.Equal([("one", true), ("two", false)], checks.Select(c => (c.Name, c.Passed)));
        Assert.False(File.Exists(trace));
    }

    [Fact]
    public async Task Runs_a_command_as_bash_with_pipes_and_quotes()
    {
        var (_, checks) = await RunAsync(new Check("bash", "[[ 'a b' == \"a b\" ]] && printf '%s\\n' x y | wc -l", "2"));

        Assert.True(Assert.Single(checks).Passed);
    }

    [Fact]
    public async Task Reads_what_goes_to_the_error_stream_too()
    {
        var (_, checks) = await RunAsync(new Check("error", "echo broken >&2; false", null));

        Assert.StartsWith("broken", Assert.Single(checks).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gives_a_check_nothing_to_wait_for_on_its_input()
    {
        var (_, checks) = await RunAsync(new Check("input", "cat", null));

        Assert.True(Assert.Single(checks).Passed);
    }

    [Fact]
    public async Task Keeps_one_line_of_a_check_that_passed()
    {
        var (_, checks) = await RunAsync(new Check("chatty", "echo first; printf 'x%.0s' {1..500}; echo end", null));

        Assert.Equal(new string('x', 117) + "end", Assert.Single(checks).Output);
    }

    [Fact]
    public async Task Keeps_the_end_of_what_a_failed_check_printed()
    {
        var (_, checks) = await RunAsync(new Check("chatty", "echo begin; printf 'x%.0s' {1..5000}; echo; echo the reason; exit 7", null));

        var output = Assert.Single(checks).Output;
        Assert.EndsWith("x\nthe reason\nexit code 7", output, StringComparison.Ordinal);
        Assert.Equal(900, output.Length);
    }

    [Fact]
    public async Task Survives_output_that_is_no_text()
    {
        var (ended, checks) = await RunAsync(new Check("binary", "printf '\\xff\\xfe\\x00'; false", null));

        Assert.Equal(1, ended.ExitCode);
        Assert.False(Assert.Single(checks).Passed);
    }

    // Progress bars are made of such characters; in JSON each may take six bytes.
    [Theory]
    [InlineData("█")]
    [InlineData("\u001b")]
    [InlineData("\"")]
    public async Task Stays_within_what_Azure_keeps_whatever_a_failed_check_prints(string character)
    {
        var (ended, checks) = await RunAsync(new Check("bar", $"printf '{character}%.0s' {{1..2000}}; false", null));

        Assert.InRange(Encoding.UTF8.GetByteCount(ended.Output), 1, KeptByAzure);
        Assert.EndsWith("exit code 1", Assert.Single(checks).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stays_within_what_Azure_keeps_however_many_checks_there_are()
    {
        var (ended, checks) = await RunAsync([.. Enumerable.Range(1, 40).Select(i => new Check($"check {i}", "printf 'x%.0s' {1..500}", null))]);

        Assert.InRange(Encoding.UTF8.GetByteCount(ended.Output), 1, KeptByAzure);
        Assert.Equal(40, checks.Count);
    }

    [Fact]
    public async Task Gives_up_a_check_that_does_not_end()
    {
        // The limit is ten minutes; with none at all, nobody has to wait for it.
        const string driver = """
            import runpy, sys
            path, sys.argv = sys.argv[1], sys.argv[1:]
            script = runpy.run_path(path, run_name="verify")
            script["run"].__globals__["LIMIT_SECONDS"] = 0
            sys.exit(script["main"]())
            """;
        var ended = await PythonAsync("-c", driver, Script, Write([new Check("hangs", "sleep 600", null)]));

        Assert.Equal(1, ended.ExitCode);
        Assert.Equal("still running after 0 s\nexit code 124", Assert.Single(Read(ended)).Output);
    }

    [Fact]
    public async Task Reads_the_checks_as_cloud_init_wrote_them()
    {
        var blueprint = SampleBlueprint.Parsed() with { Checks = [new Check("quotes", "echo \"it's\" '<&>' 漢字", "it's <&> 漢字")] };
        _folder.Write("checks.json", CloudConfig.Of(blueprint).Content("/etc/chatops/checks.json"));

        Assert.True(Assert.Single(Read(await PythonAsync(Script, _folder.Root))).Passed);
    }

    [Theory]
    [InlineData("2", true)]
    [InlineData("1", false)]
    [InlineData("12", false)]
    public async Task Counts_the_GPUs_that_there_must_be(string wanted, bool passed)
    {
        const string driver = """
            import os, runpy, sys
            path, os.environ["CHATOPS_GPUS"], sys.argv = sys.argv[1], sys.argv[3], sys.argv[1:3]
            script = runpy.run_path(path, run_name="verify")
            # What nvidia-smi prints on a machine with two of them.
            def fake(check, variables):
                return real({**check, "command": check["command"].replace("nvidia-smi --list-gpus", "printf 'GPU 0\\nGPU 1\\n'")}, variables)
            real, script["main"].__globals__["run"] = script["run"], fake
            sys.exit(script["main"]())
            """;
        Write([new Check("after it", "true", null)]);

        var checks = Read(await PythonAsync("-c", driver, Script, _folder.Root, wanted));

        Assert.Equal(("gpu count", passed), (checks[0].Name, checks[0].Passed));
    }

    [Theory]
    [InlineData("/\n/proc\n", true)]
    [InlineData("/\n/no-such-mount\n", false)]
    public async Task Looks_whether_everything_is_mounted(string mountpoints, bool passed)
    {
        Write([new Check("after it", "true", null)]);
        _folder.Write("mountpoints", mountpoints);

        var checks = Read(await PythonAsync(Script, _folder.Root));

        Assert.Equal(("mounts", passed), (checks[0].Name, checks[0].Passed));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Traceback (most recent call last):")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"checks":null}""")]
    [InlineData("""name":"cut off","passed":true}]}""")]
    public void Takes_nothing_else_for_its_output(string output) => Assert.Null(MachineScripts.ReadChecks(output));

    private static (string, bool, string) Shown(CheckResult check) => (check.Name, check.Passed, check.Output);

    private async Task<(Ended Ended, IReadOnlyList<CheckResult> Checks)> RunAsync(params Check[] checks)
    {
        var ended = await PythonAsync(Script, Write(checks));
        return (ended, Read(ended));
    }

    /// <returns>The folder to give to the script.</returns>
    private string Write(Check[] checks)
    {
        _folder.Write("checks.json", JsonSerializer.Serialize(checks.Select(c => new { name = c.Name, command = c.Command, prints = c.Prints })));
        return _folder.Root;
    }

    private static IReadOnlyList<CheckResult> Read(Ended ended) =>
        MachineScripts.ReadChecks(ended.Output) ?? throw new InvalidOperationException($"verify.py printed no checks: {ended.Everything}");

    private static async Task<Ended> PythonAsync(params string[] arguments)
    {
        Tool.Needs("python3", "python3");
        return await Tool.RunAsync("python3", arguments, TestContext.Current.CancellationToken);
    }
}
