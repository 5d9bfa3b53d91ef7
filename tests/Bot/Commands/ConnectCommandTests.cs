using ChatOps.Bot;
using ChatOps.Core.Blueprints;

namespace ChatOps.Tests.Bot.Commands;

public sealed class ConnectCommandTests : IDisposable
{
    private readonly BotDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Theory]
    [InlineData("connect")]
    [InlineData("ssh ember-otter")]
    public async Task Tells_the_one_who_asked_how_to_get_in(string text)
    {
        var machine = await _desk.HasAsync(Some.Running());

        Assert.Equal(Audience.Person, (await _desk.SayAsync(BotDesk.Scientist, text)).Audience);
        Assert.Contains(
            $"az ssh vm --subscription sub --resource-group gpu-machines --name {machine.ResourceName}",
            await _desk.TextAsync(BotDesk.Scientist, text),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Takes_the_running_one_when_the_others_are_not()
    {
        await _desk.HasAsync(Some.Running());
        await _desk.HasAsync(Some.Stopped("lunar-fox"));

        Assert.Equal("Connect to ember-otter", (await _desk.SayAsync(BotDesk.Scientist, "connect")).Card.Title);
    }

    [Theory]
    [InlineData("pytorch-a100", true)]
    [InlineData("llm-finetune-8xa100", false)]
    public async Task Names_Jupyter_where_the_blueprint_has_it(string blueprint, bool hasJupyter)
    {
        await _desk.HasAsync(Some.Running() with { Blueprint = new BlueprintRef(blueprint, 1) });

        Assert.Equal(hasJupyter, (await _desk.TextAsync(BotDesk.Scientist, "connect")).Contains("jupyter lab", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Lets_people_look_into_a_failed_machine_that_is_kept()
    {
        await _desk.HasAsync(Some.Kept());

        Assert.Equal("Connect to ember-otter", (await _desk.SayAsync(BotDesk.Scientist, "connect ember-otter")).Card.Title);
    }

    [Fact]
    public async Task Says_when_a_machine_is_not_ready_yet()
    {
        await _desk.HasAsync(Some.OnItsWay());

        Assert.Equal(
            "ember-otter is not ready yet; you are told when it is. `status ember-otter` shows how far it is.",
            await _desk.MistakeAsync(BotDesk.Scientist, "connect"));
    }

    [Fact]
    public async Task Says_how_to_start_a_machine_that_is_stopped()
    {
        await _desk.HasAsync(Some.Stopped());

        Assert.Equal("ember-otter is stopped. `start ember-otter` starts it again.", await _desk.MistakeAsync(BotDesk.Scientist, "connect"));
    }

    [Fact]
    public async Task Says_how_to_replace_a_machine_that_is_gone()
    {
        await _desk.HasAsync(Some.Deleted());

        Assert.Equal("ember-otter is gone. `launch pytorch-a100` gets you a new one.", await _desk.MistakeAsync(BotDesk.Scientist, "connect ember-otter"));
    }
}
