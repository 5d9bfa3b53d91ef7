using ChatOps.Bot;
using ChatOps.Core.Machines;
using ChatOps.Core.Metering;
using ChatOps.Core.Metrics;
using ChatOps.Core.Utilization;
using ChatOps.Core.Words;

namespace ChatOps.Tests.Bot.Commands;

public sealed class UtilizationCommandTests : IDisposable
{
    private readonly BotDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Shows_how_the_asker_s_own_machines_were_used_this_week()
    {
        await UsedAsync("ember-otter", hours: 5, used: 3);
        await UsedAsync("lunar-fox", hours: 2, used: 2, owner: BotDesk.Colleague.Email);

        var text = await _desk.TextAsync(BotDesk.Scientist, "utilization");

        Assert.StartsWith("scientist: 60 % of GPU hours in use, $20.00 paid for idle ones, this week", text, StringComparison.Ordinal);
        Assert.DoesNotContain("lunar-fox", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("utilization team", "Computer Vision: 71 % of GPU hours in use, $20.00 paid for idle ones, this week")]
    [InlineData("use vision", "Computer Vision: 71 %")]
    [InlineData("utilization all today", "Computer Vision: 71 % of GPU hours in use, $20.00 paid for idle ones, today")]
    [InlineData("utilization vision since 2026-11-01", "paid for idle ones, since 1 Nov")]
    [InlineData("utilization vision yesterday", "Computer Vision: no GPU was on yesterday")]
    [InlineData("utilization lunar-fox", "lunar-fox: 100 % of GPU hours in use, $0.00 paid for idle ones, this week")]
    public async Task Shows_a_team_or_a_machine_when_and_how_it_is_asked(string said, string shown)
    {
        await UsedAsync("ember-otter", hours: 5, used: 3);
        await UsedAsync("lunar-fox", hours: 2, used: 2, owner: BotDesk.Colleague.Email);

        Assert.Contains(shown, await _desk.TextAsync(BotDesk.Manager, said), StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_metrics_cannot_be_read_nothing_is_made_up()
    {
        await UsedAsync("ember-otter", hours: 5, used: 3);
        _desk.Governance.Metrics.Fault = new CloudFaultException(new CloudFault(FaultKind.Transient, "Down", "It is down."));

        var text = await _desk.TextAsync(BotDesk.Scientist, "utilization today");

        Assert.StartsWith("scientist: nothing is known of 5 GPU hours today", text, StringComparison.Ordinal);
        Assert.Contains("cannot be read just now, and counts as not known. Try again in a minute.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_bigger_than_needed_is_resized_from_the_card_by_who_may()
    {
        var machine = await SmallAsync("ember-otter");

        var card = (await _desk.SayAsync(BotDesk.Manager, "utilization vision")).Card;

        Assert.Contains(card.Buttons, button => button.Command == $"resize id:{machine.Id} --size Standard_NC24ads_A100_v4");
        Assert.DoesNotContain("Resize", await _desk.TextAsync(BotDesk.Colleague, "utilization vision"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("utilization speech", "There is no machine called speech.")]
    [InlineData("utilization visoin", "There is no team visoin that you may see. Did you mean vision?")]
    [InlineData("utilization vision fortnight", "I do not know when fortnight is. Say one of today, yesterday, week or month.")]
    [InlineData("utilization vision week since 7d", "Say either week or since, not both.")]
    public async Task Says_what_was_wrong(string said, string told) =>
        Assert.StartsWith(told, await _desk.MistakeAsync(BotDesk.Scientist, said), StringComparison.Ordinal);

    [Fact]
    public async Task In_the_team_s_channel_all_see_the_team_s_and_nobody_else_s()
    {
        await UsedAsync("ember-otter", hours: 5, used: 3);

        Assert.Equal(Audience.Conversation, (await _desk.SayAsync(BotDesk.Manager, "utilization vision")).Audience);
        Assert.Equal(Audience.Person, (await _desk.SayAsync(BotDesk.Admin, "utilization all")).Audience);
    }

    /// <summary>On for so many hours until now, at 10 an hour, and all of it measured.</summary>
    private async Task<Machine> UsedAsync(string name, int hours, int used, string? owner = null)
    {
        var machine = await _desk.HasAsync(Some.Running(name) with
        {
            Owner = owner ?? BotDesk.Scientist.Email,
            PerHour = new Money(10, "USD"),
            BilledTimes = [],
            BilledSince = _desk.Time.Now.AddHours(-hours),
            LaunchedAt = _desk.Time.Now.AddHours(-hours),
        });
        _desk.Governance.Metrics.Sums[machine.Id] = [new GpuUse { Gpu = 0, Measured = 60 * hours, Used = 60 * used, Work = 30 * used }];
        return machine;
    }

    /// <summary>Two GPUs for a week and more, of which a third of one was used.</summary>
    private async Task<Machine> SmallAsync(string name)
    {
        var now = _desk.Time.Now;
        var running = Some.Running(name);
        var machine = await _desk.HasAsync(running with
        {
            Placements = [running.Placement with { Size = "Standard_NC48ads_A100_v4" }],
            PerHour = new Money(10, "USD"),
            BilledTimes = [],
            BilledSince = now.AddDays(-9),
            LaunchedAt = now.AddDays(-9),
        });
        var idle = new GpuUse { Gpu = 1, Measured = 1440, MemoryGiB = 80 };
        var small = idle with { Gpu = 0, Used = 700, Work = 100, MaxUtilization = 33, MaxMemoryGiB = 20 };
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, BotDesk.Policy.TimeZone).DateTime);
        for (var back = 0; back < 9; back++)
        {
            var day = CalendarDay.Of(today.AddDays(-back), BotDesk.Policy.ZoneOf(machine.Team));
            var hours = ((day.End < now ? day.End : now) - day.Begin).TotalHours;
            await _desk.Governance.Use.PutAsync(machine.Team, day.Date, [new UseDay
            {
                Machine = machine.Id,
                Date = day.Date,
                Begin = day.Begin,
                End = day.End < now ? day.End : now,
                GpuHours = 2 * hours,
                Gpus = [small with { Measured = (int)(60 * hours) }, idle with { Measured = (int)(60 * hours) }],
            }], Cancellation);
        }
        return machine;
    }
}
