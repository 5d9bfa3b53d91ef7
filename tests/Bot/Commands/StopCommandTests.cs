using ChatOps.Bot;
using ChatOps.Core.Machines;

namespace ChatOps.Tests.Bot.Commands;

public sealed class StopCommandTests : IDisposable
{
    private readonly BotDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task Stops_the_running_one_of_several()
    {
        var machine = await _desk.HasAsync(Some.Running());
        await _desk.HasAsync(Some.Stopped("lunar-fox"));

        var reply = await _desk.SayAsync(BotDesk.Scientist, "stop");

        Assert.Equal(("Stopping ember-otter", Audience.Conversation), (reply.Card.Title, reply.Audience));
        var stopped = await _desk.NowAsync(machine);
        Assert.Equal((Wanted.Stopped, "stopped by scientist"), (stopped.Wanted, stopped.Reason));
    }

    [Fact]
    public async Task Does_nothing_to_a_machine_that_is_stopped()
    {
        var machine = await _desk.HasAsync(Some.Stopped());

        Assert.Equal("ember-otter is stopped already", (await _desk.SayAsync(BotDesk.Scientist, "stop")).Card.Title);
        Assert.Equal(machine.Seq + 1, (await _desk.NowAsync(machine)).Seq);
    }

    [Fact]
    public async Task Calls_off_a_start_that_waits_for_the_machine_to_have_stopped()
    {
        var machine = await _desk.HasAsync(Some.Stopping());
        await _desk.SayAsync(BotDesk.Scientist, "start");

        await _desk.SayAsync(BotDesk.Scientist, "stop ember-otter");

        Assert.Equal(Wanted.Stopped, (await _desk.NowAsync(machine)).Wanted);
    }

    [Fact]
    public async Task Does_not_call_off_a_termination()
    {
        var machine = await _desk.HasAsync(Some.Running());
        await _desk.SayAsync(BotDesk.Scientist, "terminate --yes");

        Assert.Equal("ember-otter is being deleted and cannot be stopped.", await _desk.MistakeAsync(BotDesk.Scientist, "stop ember-otter"));
        Assert.Equal(Wanted.Deleted, (await _desk.NowAsync(machine)).Wanted);
    }

    [Fact]
    public async Task Says_how_a_launch_is_called_off()
    {
        await _desk.HasAsync(Some.OnItsWay());

        Assert.Equal("ember-otter is still on its way. Wait until it runs, or `terminate ember-otter`.", await _desk.MistakeAsync(BotDesk.Scientist, "stop"));
    }

    [Fact]
    public async Task Leaves_a_colleagues_machine_alone()
    {
        var machine = await _desk.HasAsync(Some.Running());

        Assert.Equal(
            "ember-otter belongs to scientist. Ask them, or a manager of team vision.",
            await _desk.MistakeAsync(BotDesk.Colleague, "stop ember-otter"));
        Assert.Equal(Wanted.Running, (await _desk.NowAsync(machine)).Wanted);
    }

    [Fact]
    public async Task Obeys_a_manager_and_says_who_it_was()
    {
        var machine = await _desk.HasAsync(Some.Running());

        await _desk.SayAsync(BotDesk.Manager, "stop ember-otter");

        Assert.Equal("stopped by manager", (await _desk.NowAsync(machine)).Reason);
    }

    [Fact]
    public async Task Says_that_a_machine_is_gone()
    {
        await _desk.HasAsync(Some.Deleted());

        Assert.Equal("ember-otter is gone. `launch pytorch-a100` makes a new one.", await _desk.MistakeAsync(BotDesk.Scientist, "stop ember-otter"));
    }
}
