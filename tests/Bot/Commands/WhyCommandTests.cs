using ChatOps.Bot;
using ChatOps.Core.Machines;
using ChatOps.Tests.Core.Reaping;

namespace ChatOps.Tests.Bot.Commands;

public sealed class WhyCommandTests : IDisposable
{
    private readonly BotDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task Says_of_each_rule_what_it_saw_and_what_was_so_before()
    {
        var machine = await _desk.HasAsync(Some.Running() with { RunningSince = Some.Now.AddHours(-3) });
        _desk.Governance.Metrics.Measure(machine.Id, IdleCase.Use(
            change: bin => bin.Begin == Some.Now.AddMinutes(-45) ? bin with { MaxUtilization = 90 } : bin));

        var text = await _desk.TextAsync(BotDesk.Scientist, "why");

        Assert.StartsWith("▲ ember-otter is idle; its owner is warned before it is stopped", text, StringComparison.Ordinal);
        Assert.Matches(@"exception +– +No exception in the policy\.", text);
        Assert.Matches(@"idle +stop +0 % on its GPU for 40 min\.", text);
        Assert.Matches(@"10:40 +GPU in use +Its GPU was at 90 % 20 min ago\.", text);
    }

    [Fact]
    public async Task Asks_one_question_about_one_machine()
    {
        var machine = await _desk.HasAsync(Some.Running());
        await _desk.HasAsync(Some.Running("lunar-fox"));

        await _desk.SayAsync(BotDesk.Scientist, "why ember-otter");

        Assert.Equal([machine.Id], Assert.Single(_desk.Governance.Metrics.Asked));
    }

    [Fact]
    public async Task Says_that_the_metrics_cannot_be_read()
    {
        await _desk.HasAsync(Some.Running());
        _desk.Governance.Metrics.Fault = new CloudFaultException(new CloudFault(FaultKind.Throttled, "ThrottledError", "Too many queries."));

        var text = await _desk.TextAsync(BotDesk.Scientist, "why");

        Assert.Contains("What ember-otter does cannot be read just now", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ThrottledError", text, StringComparison.Ordinal);
    }

    // As a question that takes too long is given up.
    [Fact]
    public async Task Does_not_have_a_chat_wait_for_what_is_slow()
    {
        await _desk.HasAsync(Some.Running());
        _desk.Governance.Metrics.Before = () => throw new TaskCanceledException();

        Assert.Contains("cannot be read just now", await _desk.TextAsync(BotDesk.Scientist, "why"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_of_what_is_stopped_when_it_is_deleted_and_asks_for_no_metrics()
    {
        await _desk.HasAsync(Some.Stopped() with { PhaseSince = Some.Now.AddDays(-2) });

        Assert.Contains("Stopped for 2 d; 7 d are allowed.", await _desk.TextAsync(BotDesk.Scientist, "why ember-otter"), StringComparison.Ordinal);
        Assert.Empty(_desk.Governance.Metrics.Asked);
    }

    [Fact]
    public async Task Judges_nothing_that_is_on_its_way()
    {
        await _desk.HasAsync(Some.OnItsWay());

        Assert.StartsWith("ember-otter is on its way", await _desk.TextAsync(BotDesk.Scientist, "why ember-otter"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_shown_to_the_team_and_is_no_business_of_another()
    {
        await _desk.HasAsync(Some.Running());

        Assert.Equal(Audience.Conversation, (await _desk.SayAsync(BotDesk.Colleague, "why ember-otter")).Audience);
        Assert.Equal("There is no machine called ember-otter. `list` shows yours.", await _desk.MistakeAsync(BotDesk.Outsider, "why ember-otter"));
    }
}
