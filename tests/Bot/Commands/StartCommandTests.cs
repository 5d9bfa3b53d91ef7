using ChatOps.Bot;
using ChatOps.Core.Machines;
using ChatOps.Core.State;

namespace ChatOps.Tests.Bot.Commands;

public sealed class StartCommandTests : IDisposable
{
    private readonly BotDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task Starts_the_stopped_one_of_several()
    {
        var machine = await _desk.HasAsync(Some.Stopped());
        await _desk.HasAsync(Some.Running("lunar-fox"));

        var reply = await _desk.SayAsync(BotDesk.Scientist, "start");

        Assert.Equal(("Starting ember-otter", Audience.Conversation), (reply.Card.Title, reply.Audience));
        Assert.Equal(Wanted.Running, (await _desk.NowAsync(machine)).Wanted);
    }

    [Fact]
    public async Task Starts_a_machine_once_it_has_stopped()
    {
        var machine = await _desk.HasAsync(Some.Stopping());

        Assert.Equal("ember-otter is started when it has stopped", (await _desk.SayAsync(BotDesk.Scientist, "start")).Card.Title);
        Assert.Equal(Wanted.Running, (await _desk.NowAsync(machine)).Wanted);
    }

    [Fact]
    public async Task Leaves_a_running_machine_as_it_is()
    {
        await _desk.HasAsync(Some.Running());

        Assert.Equal("ember-otter is running already", (await _desk.SayAsync(BotDesk.Scientist, "start")).Card.Title);
    }

    [Fact]
    public async Task Calls_off_a_stop_that_has_not_begun()
    {
        var machine = await _desk.HasAsync(Some.Running());
        await _desk.SayAsync(BotDesk.Scientist, "stop");

        await _desk.SayAsync(BotDesk.Scientist, "start");

        Assert.Equal((Wanted.Running, null), ((await _desk.NowAsync(machine)).Wanted, (await _desk.NowAsync(machine)).Reason));
    }

    [Fact]
    public async Task Does_not_call_off_a_termination()
    {
        var machine = await _desk.HasAsync(Some.Stopped());
        await _desk.SayAsync(BotDesk.Scientist, "terminate --yes");

        Assert.Equal("ember-otter is being deleted and cannot be started. Launch a new one.", await _desk.MistakeAsync(BotDesk.Scientist, "start ember-otter"));
        Assert.Equal(Wanted.Deleted, (await _desk.NowAsync(machine)).Wanted);
    }

    [Fact]
    public async Task Leaves_a_colleagues_machine_alone()
    {
        await _desk.HasAsync(Some.Stopped());

        Assert.Equal(
            "ember-otter belongs to scientist. Ask them, or a manager of team vision.",
            await _desk.MistakeAsync(BotDesk.Colleague, "start ember-otter"));
    }

    // The chat had no answer and delivers it again; by then the machine has begun to start.
    [Fact]
    public async Task Answers_the_same_when_it_is_delivered_twice()
    {
        var machine = await _desk.HasAsync(Some.Stopped());
        await _desk.SayAsync(BotDesk.Scientist, "start", "message-1");
        var read = Assert.IsType<StoredMachine>(await _desk.Machines.GetAsync(machine.Id, TestContext.Current.CancellationToken));
        await _desk.Machines.SaveAsync(
            read, new Step(read.Machine with { Phase = Phase.Starting }, _desk.Time.Now), TestContext.Current.CancellationToken);

        Assert.Equal("Starting ember-otter", (await _desk.SayAsync(BotDesk.Scientist, "start", "message-1")).Card.Title);
        Assert.Equal("ember-otter is on its way already", (await _desk.SayAsync(BotDesk.Scientist, "start")).Card.Title);
    }

    [Fact]
    public async Task Cannot_start_what_failed()
    {
        await _desk.HasAsync(Some.Kept());

        Assert.Equal("ember-otter has failed and cannot be started. Launch a new one.", await _desk.MistakeAsync(BotDesk.Scientist, "start ember-otter"));
    }
}
