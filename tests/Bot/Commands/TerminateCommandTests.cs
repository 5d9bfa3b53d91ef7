using ChatOps.Bot;
using ChatOps.Core.Machines;

namespace ChatOps.Tests.Bot.Commands;

public sealed class TerminateCommandTests : IDisposable
{
    private readonly BotDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Theory]
    [InlineData("terminate")]
    [InlineData("delete ember-otter")]
    [InlineData("destroy ember-otter")]
    public async Task Asks_the_one_who_said_it_and_names_what_is_lost(string text)
    {
        var machine = await _desk.HasAsync(Some.Running());

        var reply = await _desk.SayAsync(BotDesk.Scientist, text);

        Assert.Equal(("Delete ember-otter for good?", Audience.Person), (reply.Card.Title, reply.Audience));
        Assert.Contains("everything in /data (512 GiB)", await _desk.TextAsync(BotDesk.Scientist, text), StringComparison.Ordinal);
        Assert.Equal(Wanted.Running, (await _desk.NowAsync(machine)).Wanted);
    }

    [Fact]
    public async Task Deletes_that_very_machine_when_the_button_is_pressed()
    {
        var machine = await _desk.HasAsync(Some.Running());
        var button = (await _desk.SayAsync(BotDesk.Scientist, "terminate")).Card.Buttons[0];

        Assert.Equal($"terminate id:{machine.Id} --yes", button.Command);
        var reply = await _desk.SayAsync(BotDesk.Scientist, button.Command);

        Assert.Equal(("Deleting ember-otter", Audience.Conversation), (reply.Card.Title, reply.Audience));
        var deleted = await _desk.NowAsync(machine);
        Assert.Equal((Wanted.Deleted, "terminated by scientist"), (deleted.Wanted, deleted.Reason));
    }

    [Fact]
    public async Task Offers_to_stop_instead_what_runs()
    {
        await _desk.HasAsync(Some.Running());
        await _desk.HasAsync(Some.Stopped("lunar-fox"));

        Assert.Equal(["Terminate", "Stop"], await ButtonsAsync("terminate ember-otter"));
        Assert.Equal(["Terminate"], await ButtonsAsync("terminate lunar-fox"));
    }

    // The chat had no answer and delivers it again; by then there is no machine left that it could mean.
    [Theory]
    [InlineData("terminate --yes")]
    [InlineData("terminate ember-otter --yes")]
    public async Task Answers_the_same_when_it_is_delivered_twice(string text)
    {
        await _desk.HasAsync(Some.Running());
        var first = await _desk.SayAsync(BotDesk.Scientist, text, "message-1");

        var second = await _desk.SayAsync(BotDesk.Scientist, text, "message-1");

        Assert.Equal((first.Card.Title, first.Audience), (second.Card.Title, second.Audience));
    }

    [Fact]
    public async Task Cancels_an_unfinished_launch_without_asking()
    {
        var machine = await _desk.HasAsync(Some.OnItsWay());

        Assert.Equal("Deleting ember-otter", (await _desk.SayAsync(BotDesk.Scientist, "terminate")).Card.Title);
        Assert.Equal(Wanted.Deleted, (await _desk.NowAsync(machine)).Wanted);
    }

    [Fact]
    public async Task Does_not_ask_again_about_what_is_being_deleted()
    {
        await _desk.HasAsync(Some.Deleting());

        Assert.Equal("Deleting ember-otter", (await _desk.SayAsync(BotDesk.Scientist, "terminate ember-otter")).Card.Title);
    }

    [Fact]
    public async Task Asks_about_a_machine_that_is_starting_again()
    {
        var machine = await _desk.HasAsync(Some.StartingAgain());

        Assert.Equal("Delete ember-otter for good?", (await _desk.SayAsync(BotDesk.Scientist, "terminate")).Card.Title);
        Assert.Equal(Wanted.Running, (await _desk.NowAsync(machine)).Wanted);
    }

    [Fact]
    public async Task Does_not_take_no_for_yes()
    {
        var machine = await _desk.HasAsync(Some.Running());

        Assert.StartsWith("--yes takes no value", await _desk.MistakeAsync(BotDesk.Scientist, "terminate ember-otter --yes=no"), StringComparison.Ordinal);
        Assert.Equal(Wanted.Running, (await _desk.NowAsync(machine)).Wanted);
    }

    [Theory]
    [InlineData("terminate ember-otter")]
    [InlineData("terminate ember-otter --yes")]
    public async Task Leaves_a_colleagues_machine_alone(string text)
    {
        var machine = await _desk.HasAsync(Some.Running());

        Assert.Equal("ember-otter belongs to scientist. Ask them, or a manager of team vision.", await _desk.MistakeAsync(BotDesk.Colleague, text));
        Assert.Equal(Wanted.Running, (await _desk.NowAsync(machine)).Wanted);
    }

    [Fact]
    public async Task Obeys_a_manager()
    {
        var machine = await _desk.HasAsync(Some.Running());

        await _desk.SayAsync(BotDesk.Manager, "terminate ember-otter --yes");

        Assert.Equal("terminated by manager", (await _desk.NowAsync(machine)).Reason);
    }

    [Fact]
    public async Task Asks_before_a_snapshot_is_given_up_that_is_waited_for()
    {
        var machine = await _desk.HasAsync(Some.AwaitingSnapshots());

        Assert.Equal(["Terminate"], await ButtonsAsync("terminate ember-otter"));
        Assert.True((await _desk.NowAsync(machine)).AwaitsSnapshots);

        await _desk.SayAsync(BotDesk.Scientist, "terminate ember-otter --yes");
        Assert.False((await _desk.NowAsync(machine)).AwaitsSnapshots);
    }

    [Fact]
    public async Task Says_that_a_machine_is_gone()
    {
        await _desk.HasAsync(Some.Deleted());

        Assert.Equal("ember-otter is gone already. `list` shows what there is.", await _desk.MistakeAsync(BotDesk.Scientist, "terminate ember-otter"));
    }

    private async Task<IEnumerable<string>> ButtonsAsync(string text) => (await _desk.SayAsync(BotDesk.Scientist, text)).Card.Buttons.Select(b => b.Label);
}
