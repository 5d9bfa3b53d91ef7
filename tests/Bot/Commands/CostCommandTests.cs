using ChatOps.Bot;
using ChatOps.Core.Machines;
using ChatOps.Core.Words;

namespace ChatOps.Tests.Bot.Commands;

public sealed class CostCommandTests : IDisposable
{
    private readonly BotDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Shows_the_asker_s_own_machines_this_month()
    {
        await BilledAsync("ember-otter", hours: 5);
        await BilledAsync("lunar-fox", hours: 2, owner: BotDesk.Colleague.Email);

        var text = await _desk.TextAsync(BotDesk.Scientist, "cost");

        Assert.StartsWith("scientist: $50.00 this month", text, StringComparison.Ordinal);
        Assert.Contains("ember-otter", text, StringComparison.Ordinal);
        Assert.DoesNotContain("lunar-fox", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cost team", "Computer Vision: $70.00 this month")]
    [InlineData("cost vision by person", "Computer Vision: $70.00 this month")]
    [InlineData("cost all", "Computer Vision")]
    [InlineData("cost today vision", "Computer Vision: $70.00 today")]
    [InlineData("cost vision week", "Computer Vision: $70.00 this week")]
    [InlineData("cost vision yesterday", "Computer Vision: nothing was used yesterday")]
    [InlineData("cost vision since 2026-11-01 by day", "Computer Vision: $70.00 since 1 Nov")]
    public async Task Shows_a_team_when_and_how_it_is_asked(string said, string shown)
    {
        await BilledAsync("ember-otter", hours: 5);
        await BilledAsync("lunar-fox", hours: 2, owner: BotDesk.Colleague.Email);

        Assert.Contains(shown, await _desk.TextAsync(BotDesk.Manager, said), StringComparison.Ordinal);
    }

    // Whoever launches may name it so.
    [Fact]
    public async Task Knows_a_machine_whose_name_is_one_word()
    {
        await BilledAsync("otter", hours: 5);

        Assert.StartsWith("otter: $50.00 since it was launched", await _desk.TextAsync(BotDesk.Scientist, "cost otter"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_has_left_a_machine_behind_still_sees_what_it_cost()
    {
        var gone = await BilledAsync("ember-otter", hours: 5);
        var over = gone.StopBilling(_desk.Time.Now) with { GoneAt = _desk.Time.Now, Phase = Phase.Deleted };
        await _desk.Governance.Ledger.RecordAsync(over, Cancellation);
        var read = Assert.IsType<ChatOps.Core.State.StoredMachine>(await _desk.Machines.GetAsync(gone.Id, Cancellation));
        await _desk.Machines.SaveAsync(read, new Step(over, _desk.Time.Now), Cancellation);

        Assert.StartsWith("scientist: $50.00 this month", await _desk.TextAsync(BotDesk.Scientist, "cost mine"), StringComparison.Ordinal);
        Assert.StartsWith("ember-otter: $50.00 since it was launched", await _desk.TextAsync(BotDesk.Scientist, "cost ember-otter"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cost speech", "There is no machine called speech.")]
    [InlineData("cost visoin", "There is no team visoin that you may see. Did you mean vision?")]
    [InlineData("cost quiet-heron", "There is no machine called quiet-heron.")]
    [InlineData("cost vision by colour", "I cannot split costs by colour.")]
    [InlineData("cost vision fortnight", "I do not know when fortnight is. Say one of today, yesterday, week or month.")]
    [InlineData("cost vision week since 7d", "Say either week or since, not both.")]
    public async Task Says_what_was_wrong(string said, string told) =>
        Assert.StartsWith(told, await _desk.MistakeAsync(BotDesk.Scientist, said), StringComparison.Ordinal);

    [Fact]
    public async Task In_the_team_s_channel_all_see_the_team_s_and_nobody_else_s()
    {
        await BilledAsync("ember-otter", hours: 5);

        Assert.Equal(Audience.Conversation, (await _desk.SayAsync(BotDesk.Manager, "cost vision")).Audience);
        Assert.Equal(Audience.Person, (await _desk.SayAsync(BotDesk.Admin, "cost all")).Audience);
    }

    private Task<Machine> BilledAsync(string name, double hours, string? owner = null) => _desk.HasAsync(Some.Running(name) with
    {
        Owner = owner ?? BotDesk.Scientist.Email,
        PerHour = new Money(10, "USD"),
        BilledTimes = [],
        BilledSince = _desk.Time.Now.AddHours(-hours),
        LaunchedAt = _desk.Time.Now.AddHours(-hours),
    });
}
