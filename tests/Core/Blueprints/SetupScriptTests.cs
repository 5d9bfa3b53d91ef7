using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Core.Blueprints;

/// <summary>The script that runs as root at first boot. It needs apt and root, so that it is read here and not run.</summary>
public sealed class SetupScriptTests
{
    private static readonly string Script = Repository.At("core", "Blueprints", "OnMachine", "setup.sh");

    [Fact]
    public async Task Is_bash_that_parses()
    {
        var ended = await Tool.RunAsync("bash", ["-n", Script], TestContext.Current.CancellationToken);

        Assert.True(ended.ExitCode == 0, ended.Everything);
    }

    [Fact]
    public async Task Has_nothing_that_shellcheck_minds()
    {
        Tool.Needs("shellcheck", "shellcheck");
        // /etc/os-release is the machine's own.
        var ended = await Tool.RunAsync("shellcheck", ["--exclude=SC1091", Script], TestContext.Current.CancellationToken);

        Assert.True(ended.ExitCode == 0, ended.Everything);
    }

    [Fact]
    public void Ends_at_the_first_failure() => Assert.Contains("\nset -euo pipefail\n", File.ReadAllText(Script));

    [Fact]
    public void Has_no_carriage_return() => Assert.DoesNotContain('\r', File.ReadAllText(Script));
}
