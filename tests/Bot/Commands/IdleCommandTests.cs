using ChatOps.Core.Machines;
using ChatOps.Tests.Core.Reaping;

namespace ChatOps.Tests.Bot.Commands;

public sealed class IdleCommandTests : IDisposable
{
    private readonly BotDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task Shows_what_does_nothing_and_what_that_costs()
    {
        await IdleAsync("ember-otter");
        var used = await IdleAsync("lunar-fox");
        _desk.Governance.Metrics.Measure(used.Id, IdleCase.Use(change: bin => bin with { MaxUtilization = 90 }));
        await _desk.HasAsync(Some.Stopped("quiet-heron"));

        var text = await _desk.TextAsync(BotDesk.Manager, "idle");

        Assert.StartsWith("▲ 1 of 2 running machines is idle", text, StringComparison.Ordinal);
        Assert.Contains("Together $3.67 per hour for nothing", text, StringComparison.Ordinal);
        Assert.EndsWith("[Stop ember-otter]", text.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asks_one_question_about_all_that_are_seen()
    {
        var (one, two) = (await IdleAsync("ember-otter"), await IdleAsync("lunar-fox"));
        await _desk.HasAsync(Some.Running("quiet-heron") with { Team = "speech", Owner = BotDesk.Outsider.Email });

        await _desk.SayAsync(BotDesk.Manager, "idle");

        Assert.Equal(new HashSet<MachineId> { one.Id, two.Id }, Assert.Single(_desk.Governance.Metrics.Asked)?.ToHashSet());
    }

    [Fact]
    public async Task Shows_one_team_to_whoever_sees_it()
    {
        await IdleAsync("ember-otter");
        await _desk.HasAsync(Some.Running("quiet-heron") with { Team = "speech", Owner = BotDesk.Outsider.Email });

        Assert.Contains("1 of 1 running machine is idle", await _desk.TextAsync(BotDesk.Admin, "idle VISION"), StringComparison.Ordinal);
        Assert.Contains("Of 1 machine too little is measured", await _desk.TextAsync(BotDesk.Admin, "idle speech"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_that_there_is_no_such_team_and_which_was_meant()
    {
        Assert.Equal(
            "There is no team visoin that you may see. Did you mean vision? `idle` shows all machines that you may see.",
            await _desk.MistakeAsync(BotDesk.Scientist, "idle visoin"));
        Assert.StartsWith("There is no team speech that you may see.", await _desk.MistakeAsync(BotDesk.Scientist, "idle speech"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Offers_to_stop_only_what_the_viewer_may_stop()
    {
        await IdleAsync("ember-otter");

        Assert.NotEmpty((await _desk.SayAsync(BotDesk.Manager, "idle")).Card.Buttons);
        Assert.Empty((await _desk.SayAsync(BotDesk.Colleague, "idle")).Card.Buttons);
    }

    [Fact]
    public async Task A_manager_stops_a_member_s_idle_machine_by_its_button()
    {
        var machine = await IdleAsync("ember-otter");
        var button = Assert.Single((await _desk.SayAsync(BotDesk.Manager, "idle")).Card.Buttons);

        await _desk.SayAsync(BotDesk.Manager, button.Command);

        var stopped = await _desk.NowAsync(machine);
        Assert.Equal((Wanted.Stopped, "stopped by manager"), (stopped.Wanted, stopped.Reason));
        var messages = await _desk.Machines.OutboxAsync(machine.Id, TestContext.Current.CancellationToken)
            .Select(message => message.Message.Notice).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Contains(Notice.StoppedForOwner, messages);
    }

    [Fact]
    public async Task Says_that_the_metrics_cannot_be_read_or_are_slow()
    {
        await IdleAsync("ember-otter");
        var (metrics, fault) = (_desk.Governance.Metrics, new CloudFault(FaultKind.Transient, "PartialError", "Not all."));
        metrics.Fault = new CloudFaultException(fault);
        Assert.Contains("cannot be read just now", await _desk.TextAsync(BotDesk.Manager, "idle"), StringComparison.Ordinal);

        metrics.Fault = null;
        metrics.Before = () => throw new TaskCanceledException();
        Assert.Contains("cannot be read just now", await _desk.TextAsync(BotDesk.Manager, "idle"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_that_nothing_runs() =>
        Assert.StartsWith("● No machine runs that you may see", await _desk.TextAsync(BotDesk.Scientist, "idle"), StringComparison.Ordinal);

    private async Task<Machine> IdleAsync(string name)
    {
        var machine = await _desk.HasAsync(Some.Running(name) with { RunningSince = Some.Now.AddHours(-3) });
        _desk.Governance.Metrics.Measure(machine.Id, IdleCase.Use());
        return machine;
    }
}
