using ChatOps.Core.Machines;
using ChatOps.Core.State;

namespace ChatOps.Tests.Bot.Commands;

/// <summary>A chat that got no answer delivers a message again. It is for the machine that it was for, whatever its words mean by then.</summary>
public sealed class RepeatedCommandTests : IDisposable
{
    private const string Message = "message-1";

    private readonly BotDesk _desk = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task Deletes_no_machine_that_has_become_the_only_one_since()
    {
        var first = await _desk.HasAsync(Some.OnItsWay());
        await _desk.SayAsync(BotDesk.Scientist, "terminate", Message);
        await GoAsync(first);
        var second = await _desk.HasAsync(Some.OnItsWay("lunar-fox"));

        Assert.Equal("Deleting ember-otter", (await _desk.SayAsync(BotDesk.Scientist, "terminate", Message)).Card.Title);
        Assert.Equal(Wanted.Running, (await _desk.NowAsync(second)).Wanted);
    }

    [Fact]
    public async Task Deletes_no_machine_that_has_been_given_the_name_since()
    {
        var first = await _desk.HasAsync(Some.Running());
        await _desk.SayAsync(BotDesk.Scientist, "terminate ember-otter --yes", Message);
        await GoAsync(first);
        var second = await _desk.HasAsync(Some.Running() with { Id = MachineId.FromRequest("another") });

        Assert.Equal("Deleting ember-otter", (await _desk.SayAsync(BotDesk.Scientist, "terminate ember-otter --yes", Message)).Card.Title);
        Assert.Equal(Wanted.Running, (await _desk.NowAsync(second)).Wanted);
    }

    // It asked; whether it asks is a matter of the machine that was meant.
    [Fact]
    public async Task Deletes_nothing_without_asking_when_it_asked_before()
    {
        var first = await _desk.HasAsync(Some.Running());
        await _desk.SayAsync(BotDesk.Scientist, "terminate", Message);
        await _desk.SayAsync(BotDesk.Scientist, "terminate --yes");
        await GoAsync(first);
        var second = await _desk.HasAsync(Some.OnItsWay("lunar-fox"));

        Assert.Equal("ember-otter is gone already. `list` shows what there is.", await MistakeAsync("terminate"));
        Assert.Equal(Wanted.Running, (await _desk.NowAsync(second)).Wanted);
    }

    [Fact]
    public async Task Stops_no_other_machine_than_the_one_that_could_not_be_stopped()
    {
        var first = await _desk.HasAsync(Some.OnItsWay());
        await MistakeAsync("stop");
        await GoAsync(first);
        var second = await _desk.HasAsync(Some.Running("lunar-fox"));

        Assert.StartsWith("ember-otter is gone.", await MistakeAsync("stop"), StringComparison.Ordinal);
        Assert.Equal(Wanted.Running, (await _desk.NowAsync(second)).Wanted);
    }

    [Fact]
    public async Task Stops_nothing_that_was_started_since_it_was_answered_that_it_stops_already()
    {
        var machine = await _desk.HasAsync(Some.Running());
        await _desk.SayAsync(BotDesk.Scientist, "stop");
        await _desk.SayAsync(BotDesk.Scientist, "stop ember-otter", Message);
        await _desk.SayAsync(BotDesk.Scientist, "start ember-otter");

        await _desk.SayAsync(BotDesk.Scientist, "stop ember-otter", Message);

        Assert.Equal(Wanted.Running, (await _desk.NowAsync(machine)).Wanted);
    }

    [Fact]
    public async Task Launches_nothing_once_what_was_on_its_way_runs()
    {
        var machine = await _desk.HasAsync(Some.OnItsWay());
        var first = await _desk.SayAsync(BotDesk.Scientist, "launch pytorch-a100", Message);
        await ChangeAsync(machine, m => m with { Phase = Phase.Running });

        var second = await _desk.SayAsync(BotDesk.Scientist, "launch pytorch-a100", Message);

        Assert.Equal((first.Card.Title, first.Audience), (second.Card.Title, second.Audience));
        Assert.Equal(machine.Id, Assert.Single(await _desk.Machines.OwnedByAsync(BotDesk.Scientist.Email, Cancellation)).Id);
    }

    private async Task<string> MistakeAsync(string text) =>
        (await Assert.ThrowsAsync<ChatOps.Core.Words.UserError>(() => _desk.SayAsync(BotDesk.Scientist, text, Message))).Message;

    private Task GoAsync(Machine machine) => ChangeAsync(machine, m => m with { Phase = Phase.Deleted, Wanted = Wanted.Deleted, GoneAt = _desk.Time.Now });

    private async Task ChangeAsync(Machine machine, Func<Machine, Machine> change)
    {
        var read = Assert.IsType<StoredMachine>(await _desk.Machines.GetAsync(machine.Id, Cancellation));
        Assert.True(await _desk.Machines.SaveAsync(read, new Step(change(read.Machine), _desk.Time.Now), Cancellation));
    }
}
