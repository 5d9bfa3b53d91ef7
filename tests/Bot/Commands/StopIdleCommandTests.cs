using ChatOps.Core.Machines;
using ChatOps.Tests.Core.Reaping;

namespace ChatOps.Tests.Bot.Commands;

public sealed class StopIdleCommandTests : IDisposable
{
    private readonly BotDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task Stops_what_is_idle_and_nothing_else()
    {
        var (one, two) = (await RunsAsync("ember-otter", idle: true), await RunsAsync("lunar-fox", idle: true));
        var used = await RunsAsync("quiet-heron", idle: false);

        var text = await _desk.TextAsync(BotDesk.Manager, "stop-idle vision");

        Assert.StartsWith("◐ Stopping ember-otter and lunar-fox", text, StringComparison.Ordinal);
        Assert.Equal(
            [Wanted.Stopped, Wanted.Stopped, Wanted.Running],
            [(await _desk.NowAsync(one)).Wanted, (await _desk.NowAsync(two)).Wanted, (await _desk.NowAsync(used)).Wanted]);
    }

    [Fact]
    public async Task Leaves_what_is_not_the_speaker_s()
    {
        var machine = await RunsAsync("ember-otter", idle: true);

        Assert.Contains("No machine that you may stop is idle", await _desk.TextAsync(BotDesk.Colleague, "stop-idle"), StringComparison.Ordinal);
        Assert.Equal(Wanted.Running, (await _desk.NowAsync(machine)).Wanted);
    }

    [Fact]
    public async Task Leaves_what_somebody_keeps()
    {
        var machine = await RunsAsync("ember-otter", idle: true);
        await _desk.SayAsync(BotDesk.Scientist, "keep ember-otter 2h");

        Assert.Contains("No machine that you may stop is idle", await _desk.TextAsync(BotDesk.Manager, "stop-idle"), StringComparison.Ordinal);
        Assert.Equal(Wanted.Running, (await _desk.NowAsync(machine)).Wanted);
    }

    [Fact]
    public async Task Is_offered_where_several_are_idle()
    {
        await RunsAsync("ember-otter", idle: true);
        await RunsAsync("lunar-fox", idle: true);

        var buttons = (await _desk.SayAsync(BotDesk.Manager, "idle vision")).Card.Buttons;

        Assert.Contains(buttons, button => button is { Label: "Stop all 2", Command: "stop-idle vision" });
    }

    [Fact]
    public async Task Says_that_there_is_no_such_team() => Assert.StartsWith(
        "There is no team visoin that you may see. Did you mean vision?",
        await _desk.MistakeAsync(BotDesk.Scientist, "stop-idle visoin"), StringComparison.Ordinal);

    private async Task<Machine> RunsAsync(string name, bool idle)
    {
        var machine = await _desk.HasAsync(Some.Running(name) with { RunningSince = Some.Now.AddHours(-3) });
        _desk.Governance.Metrics.Measure(machine.Id, idle ? IdleCase.Use() : IdleCase.Use(change: bin => bin with { MaxUtilization = 90 }));
        return machine;
    }
}
