using ChatOps.Core.Blueprints;
using ChatOps.Core.Metrics;
using ChatOps.Tests.Core.Metrics;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Core.Blueprints;

/// <summary>How the agent gets onto a machine, and that it stays out of the blueprint.</summary>
public sealed class CloudInitAgentTests
{
    private static readonly AgentSettings Agent = SampleAgent.Settings;
    private static readonly Blueprint Sample = SampleBlueprint.Parsed();

    public static TheoryData<string> OurOwn => [.. Repository.BlueprintNames];

    [Theory]
    [InlineData("/opt/chatops/gpu-agent", "gpu-agent", "0755")]
    [InlineData("/usr/local/bin/gpu", "gpu", "0755")]
    [InlineData("/etc/systemd/system/gpu-agent.service", "gpu-agent.service", "0644")]
    public void Carries_its_files_as_they_are_in_the_repository(string path, string file, string permissions)
    {
        var config = With(Agent);

        Assert.Equal(File.ReadAllText(OnMachine.Path(file)), config.Content(path));
        Assert.Equal(permissions, config.Permissions(path));
    }

    [Fact]
    public void Tells_it_where_to_send_and_as_whom()
    {
        Assert.Equal(
            """{"endpoint":"https://gpu-metrics-x1y2.eastus-1.ingest.monitor.azure.com","dcr":"dcr-0123456789abcdef0123456789abcdef","""
                + "\"identity\":\"/subscriptions/0/metrics\"}\n",
            With(Agent).Content("/etc/chatops/agent.json"));
        Assert.Equal("0644", With(Agent).Permissions("/etc/chatops/agent.json"));
    }

    // It takes minutes, and may fail: who looks at the machine then wants to have heard of it.
    [Fact]
    public void Starts_it_before_the_set_up() =>
        Assert.Equal(
            [["systemctl", "enable", "--now", "gpu-agent.service"], ["/opt/chatops/setup.sh", "3.12"]],
            With(Agent).Module("runcmd"));

    [Fact]
    public void Adds_files_and_a_start_and_nothing_else()
    {
        var (bare, with) = (CloudConfig.Of(Sample), With(Agent));

        Assert.Equal(bare.Modules, with.Modules);
        Assert.Equal(bare.Paths, with.Paths.SkipLast(4));
        Assert.All(bare.Paths, path => Assert.Equal(bare.Content(path), with.Content(path)));
    }

    [Fact]
    public void Is_nowhere_where_nothing_is_measured() =>
        Assert.DoesNotContain("gpu-agent", CloudInit.Render(Sample, CloudConfig.Identity, agent: null), StringComparison.Ordinal);

    // Otherwise each correction of the agent would be a new version of every blueprint.
    [Theory]
    [MemberData(nameof(OurOwn))]
    public void Is_no_part_of_a_released_digest(string name)
    {
        var blueprint = BlueprintFile.Load(Path.Combine(Repository.Blueprints, name));

        var released = File.ReadAllText(Repository.At("blueprints", "released.lock"));
        Assert.Contains($"{blueprint.Ref} {BlueprintDigest.Of(blueprint)}\n", released, StringComparison.Ordinal);
    }

    // A quarter of it is the most that the agent takes; the rest is for lock files.
    [Theory]
    [MemberData(nameof(OurOwn))]
    public void Leaves_our_own_blueprints_within_what_Azure_takes(string name)
    {
        var blueprint = BlueprintFile.Load(Path.Combine(Repository.Blueprints, name));

        var (bare, with) = (CloudInit.Render(blueprint, CloudConfig.Identity), CloudInit.Render(blueprint, CloudConfig.Identity, Agent));
        Assert.InRange(CloudInit.Pack(with).Length - CloudInit.Pack(bare).Length, 1, CloudInit.MaxBytes / 4);
    }

    private static CloudConfig With(AgentSettings agent) => CloudConfig.Parse(CloudInit.Render(Sample, CloudConfig.Identity, agent));
}

internal static class SampleAgent
{
    public static readonly AgentSettings Settings = new(
        new Uri("https://gpu-metrics-x1y2.eastus-1.ingest.monitor.azure.com"), "dcr-0123456789abcdef0123456789abcdef", "/subscriptions/0/metrics");
}
