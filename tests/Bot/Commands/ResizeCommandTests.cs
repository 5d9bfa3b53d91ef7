using ChatOps.Bot;
using ChatOps.Core.Machines;
using ChatOps.Core.State;

namespace ChatOps.Tests.Bot.Commands;

public sealed class ResizeCommandTests : IDisposable
{
    private const string Two = "Standard_NC48ads_A100_v4";

    private readonly BotDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Theory]
    [InlineData("resize --gpus 2")]
    [InlineData("resize ember-otter --gpus 2")]
    [InlineData("resize ember-otter with 2 gpus")]
    [InlineData("resize ember-otter to 2 gpus")]
    [InlineData("resize with 2 GPUs")]
    [InlineData("resize ember-otter --size Standard_NC48ads_A100_v4")]
    [InlineData("resize ember-otter to standard_nc48ads_a100_v4")]
    public async Task Is_said_in_many_ways(string text)
    {
        var machine = await _desk.HasAsync(Some.Stopped());

        var reply = await _desk.SayAsync(BotDesk.Scientist, text);

        Assert.Equal(("ember-otter is resized when it is next started", Audience.Conversation), (reply.Card.Title, reply.Audience));
        Assert.Equal((Two, Wanted.Stopped), ((await _desk.NowAsync(machine)).Resize, (await _desk.NowAsync(machine)).Wanted));
    }

    [Fact]
    public async Task Asks_the_one_who_said_it_before_anything_that_runs_ends()
    {
        var machine = await _desk.HasAsync(Some.Running());

        var reply = await _desk.SayAsync(BotDesk.Scientist, "resize --gpus 2");

        Assert.Equal(("Resize ember-otter?", Audience.Person), (reply.Card.Title, reply.Audience));
        Assert.Null((await _desk.NowAsync(machine)).Resize);
    }

    [Fact]
    public async Task Resizes_that_very_machine_when_the_button_is_pressed()
    {
        var machine = await _desk.HasAsync(Some.Running());
        var button = Assert.Single((await _desk.SayAsync(BotDesk.Scientist, "resize --gpus 2")).Card.Buttons);

        Assert.Equal($"resize id:{machine.Id} --size {Two} --yes", button.Command);
        var reply = await _desk.SayAsync(BotDesk.Scientist, button.Command);

        Assert.Equal(("Resizing ember-otter", Audience.Conversation), (reply.Card.Title, reply.Audience));
        var resized = await _desk.NowAsync(machine);
        Assert.Equal((Two, Wanted.Running, "resized by scientist"), (resized.Resize, resized.Wanted, resized.Reason));
    }

    [Fact]
    public async Task Does_not_ask_about_what_is_of_that_size_already()
    {
        await _desk.HasAsync(Some.Running());

        Assert.Equal("ember-otter is Standard_NC24ads_A100_v4 already", (await _desk.SayAsync(BotDesk.Scientist, "resize --gpus 1")).Card.Title);
    }

    [Fact]
    public async Task Is_called_off_by_the_size_that_it_has()
    {
        var machine = await _desk.HasAsync(Some.Stopped() with { Resize = Two });

        Assert.Equal("ember-otter is Standard_NC24ads_A100_v4", (await _desk.SayAsync(BotDesk.Scientist, "resize to 1 gpu")).Card.Title);
        Assert.Null((await _desk.NowAsync(machine)).Resize);
    }

    [Fact]
    public async Task Lists_what_there_is_when_nothing_was_said()
    {
        await _desk.HasAsync(Some.Running());

        Assert.Equal(
            "To what? pytorch-a100 comes as Standard_NC24ads_A100_v4 (1 × A100-80GB-PCIe), Standard_NC48ads_A100_v4 (2 × A100-80GB-PCIe) "
            + "or Standard_NC96ads_A100_v4 (4 × A100-80GB-PCIe). For example: resize ember-otter --gpus 4",
            await _desk.MistakeAsync(BotDesk.Scientist, "resize"));
    }

    [Fact]
    public async Task Cannot_resize_what_is_on_its_way()
    {
        await _desk.HasAsync(Some.OnItsWay());

        Assert.Equal("ember-otter is on its way. Resize it when it runs.", await _desk.MistakeAsync(BotDesk.Scientist, "resize ember-otter --gpus 2"));
    }

    [Theory]
    [InlineData("resize ember-otter --gpus 2")]
    [InlineData("resize ember-otter --gpus 2 --yes")]
    [InlineData("resize ember-otter --gpus 3")]
    public async Task Leaves_a_colleagues_machine_alone(string text)
    {
        var machine = await _desk.HasAsync(Some.Running());

        Assert.Equal("ember-otter belongs to scientist. Ask them, or a manager of team vision.", await _desk.MistakeAsync(BotDesk.Colleague, text));
        Assert.Null((await _desk.NowAsync(machine)).Resize);
    }

    // The chat had no answer and delivers it again; by then the machine runs in its new size, and nothing of it is to end.
    [Theory]
    [InlineData("resize ember-otter --gpus 2")]
    [InlineData("resize ember-otter --gpus 2 --yes")]
    public async Task Acts_once_when_it_is_delivered_twice(string text)
    {
        var machine = await _desk.HasAsync(Some.Stopped());
        await _desk.SayAsync(BotDesk.Scientist, text, "message-1");
        var read = Assert.IsType<StoredMachine>(await _desk.Machines.GetAsync(machine.Id, TestContext.Current.CancellationToken));
        var running = read.Machine with { Phase = Phase.Running, Wanted = Wanted.Running, Resize = null };
        await _desk.Machines.SaveAsync(read, new Step(running, _desk.Time.Now), TestContext.Current.CancellationToken);

        var reply = await _desk.SayAsync(BotDesk.Scientist, text, "message-1");

        Assert.Equal(Audience.Conversation, reply.Audience);
        Assert.Null((await _desk.NowAsync(machine)).Resize);
    }
}
