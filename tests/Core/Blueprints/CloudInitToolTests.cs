using ChatOps.Core.Blueprints;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Core.Blueprints;

/// <summary>cloud-init itself says what it thinks of our cloud-config.</summary>
public sealed class CloudInitToolTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public static TheoryData<string> OurOwn => [.. Repository.BlueprintNames];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Has_six_blueprints_to_look_at() => Assert.Equal(6, Repository.BlueprintNames.Count());

    [Theory]
    [MemberData(nameof(OurOwn))]
    public async Task Accepts_our_own_blueprint(string name) =>
        await AcceptsAsync(CloudInit.Render(BlueprintFile.Load(Path.Combine(Repository.Blueprints, name)), CloudConfig.Identity));

    [Fact]
    public async Task Accepts_a_blueprint_with_everything() => await AcceptsAsync(CloudInit.Render(SampleBlueprint.Parsed(), CloudConfig.Identity));

    [Fact]
    public async Task Accepts_the_agent_beside_everything() =>
        await AcceptsAsync(CloudInit.Render(SampleBlueprint.Parsed(), CloudConfig.Identity, SampleAgent.Settings));

    [Fact]
    public async Task Accepts_a_blueprint_with_nothing_optional()
    {
        var sample = SampleBlueprint.Parsed();

        var bare = sample with { Mounts = [], Machine = sample.Machine with { DataDisk = null }, Environment = sample.Environment.Clear() };
        await AcceptsAsync(CloudInit.Render(bare, identityId: null));
    }

    [Fact]
    public async Task Accepts_a_blueprint_with_hostile_values()
    {
        var hostile = new Check("hostile", "echo \"$(touch x)\": '#' \n- {}", "...\n---");
        await AcceptsAsync(CloudInit.Render(SampleBlueprint.Parsed() with { Checks = [hostile] }, CloudConfig.Identity));
    }

    // Otherwise the tests above would also pass with a tool that accepts anything.
    [Fact]
    public async Task Refuses_what_is_no_cloud_config()
    {
        var ended = await LookAtAsync("#cloud-config\npackage_update: perhaps\n");

        Assert.NotEqual(0, ended.ExitCode);
    }

    private async Task AcceptsAsync(string cloudConfig)
    {
        var ended = await LookAtAsync(cloudConfig);

        Assert.True(ended.ExitCode == 0, ended.Everything);
        // Deprecations and warnings are printed beside an exit code of 0.
        Assert.Matches("^Valid (schema|cloud-config):?[^\n]*$", ended.Everything);
    }

    private async Task<Ended> LookAtAsync(string cloudConfig)
    {
        Tool.Needs("cloud-init", "cloud-init");
        return await Tool.RunAsync("cloud-init", ["schema", "--config-file", _folder.Write("config.yaml", cloudConfig)], TestContext.Current.CancellationToken);
    }
}
