using ChatOps.Bot.Commands;
using ChatOps.Core.Actuals;
using ChatOps.Core.Machines;
using ChatOps.Core.Words;

namespace ChatOps.Tests.Bot.Commands;

public sealed class ReconcileCommandTests : IDisposable
{
    private static readonly DateTimeOffset Tenth = new(2026, 11, 10, 0, 0, 0, TimeSpan.Zero);

    private readonly BotDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Theory]
    [InlineData("reconcile")]
    [InlineData("reconcile vision")]
    [InlineData("reconcile month")]
    [InlineData("reconcile vision 2026-11")]
    [InlineData("reconcile 2026-11 Vision")]
    public async Task Shows_what_Azure_bills_beside_what_was_estimated(string said)
    {
        await BilledAsync(estimated: 100, actual: 107);

        var text = await _desk.TextAsync(BotDesk.Manager, said);

        Assert.StartsWith("Computer Vision: Azure bills 7.0 % more than estimated in November 2026", text, StringComparison.Ordinal);
        Assert.Matches(@"Tue 10 Nov\s+\$100\.00\s+\$107\.00\s+\+\$7\.00 \(\+7\.0 %\)", text);
    }

    [Fact]
    public async Task Says_which_days_are_not_settled_yet()
    {
        await BilledAsync(estimated: 100, actual: 12, readAfter: TimeSpan.FromHours(30));

        Assert.Matches(@"Tue 10 Nov\s+\$100\.00\s+\$12\.00 so far\s+not settled yet", await _desk.TextAsync(BotDesk.Manager, "reconcile vision"));
    }

    [Fact]
    public async Task Of_all_teams_it_shows_each()
    {
        await BilledAsync(estimated: 100, actual: 90);

        var text = await _desk.TextAsync(BotDesk.Admin, "reconcile all");

        Assert.Contains("Azure bills 10.0 % less than estimated in November 2026", text, StringComparison.Ordinal);
        Assert.Matches(@"Computer Vision\s+\$100\.00\s+\$90\.00", text);
    }

    [Theory]
    [InlineData("reconcile visoin", "There is no team visoin whose bill you may see. Did you mean vision? You may see that of vision.")]
    [InlineData("reconcile speech", "There is no team speech whose bill you may see.")]
    [InlineData("reconcile all", "There is no team all whose bill you may see.")]
    [InlineData("reconcile 2026-13", "I do not know which month 2026-13 is. Write it as 2026-10.")]
    [InlineData("reconcile vision november", "I do not know which month november is. Write it as 2026-10.")]
    [InlineData("reconcile 2027-01", "2027-01 is still to come.")]
    public async Task Says_what_was_wrong(string said, string told) =>
        Assert.StartsWith(told, await _desk.MistakeAsync(BotDesk.Manager, said), StringComparison.Ordinal);

    [Fact]
    public async Task A_member_who_manages_no_team_is_told_what_to_say_instead() => Assert.Equal(
        "Only managers, auditors and admins see what Azure bills. `cost` shows what your machines cost.",
        await _desk.MistakeAsync(BotDesk.Scientist, "reconcile vision"));

    [Fact]
    public async Task Where_nobody_asks_Azure_it_says_who_can_change_that()
    {
        var request = new ChatOps.Bot.ChatRequest("said-1", BotDesk.Manager, BotDesk.Channel, "reconcile");
        var command = new ReconcileCommand(reconciling: null, BotDesk.Live);
        var (_, words) = CommandParser.Parse("reconcile", [command]) ?? throw new InvalidOperationException("Nothing was said.");

        var mistake = await Assert.ThrowsAsync<UserError>(
            () => command.RunAsync(new CommandCall(request, words, _desk.Clock), TestContext.Current.CancellationToken));

        Assert.Equal("What Azure bills is not read here. Ask the platform team to set Azure__Costs; `cost` shows estimates meanwhile.", mistake.Message);
    }

    /// <summary>Ten hours of the tenth, and the bill of that day.</summary>
    private async Task BilledAsync(decimal estimated, decimal actual, TimeSpan? readAfter = null)
    {
        await _desk.HasAsync(Some.Stopped() with
        {
            BilledTimes = [BilledTime.Whole(Tenth, Tenth.AddHours(10), new Money(estimated / 10, "USD"))],
            DisksSince = null,
        });
        var day = DateOnly.FromDateTime(Tenth.UtcDateTime);
        await _desk.Governance.Actuals.KeepAsync(
            [new ActualDay(day, Tenth.AddDays(1) + (readAfter ?? ActualDay.Settling), [new ActualCost(day, "vision", "USD", actual)])],
            TestContext.Current.CancellationToken);
    }
}
