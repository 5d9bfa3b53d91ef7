using ChatOps.Core.Approvals;
using ChatOps.Core.Machines;
using ChatOps.Core.People;

namespace ChatOps.Tests.Core.Approvals;

public sealed class ApprovingTests : IDisposable
{
    private readonly ApprovalDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task Launches_what_a_manager_approves()
    {
        await _desk.HasAsync();
        var request = await _desk.AsksAsync();

        var decided = await _desk.ApproveAsync("manager", request);

        var machine = Assert.Single(await _desk.LiveAsync(), m => m.Owner == "scientist@contoso.example");
        Assert.Equal((RequestState.Granted, true, machine.Id), (decided.Request.State, decided.IsNew, decided.Request.End?.Machine));
        Assert.Equal(
            [RequestNotice.CardsChanged, RequestNotice.CardsChanged, RequestNotice.CardsChanged, RequestNotice.Ended], await _desk.OutboxAsync(request));
    }

    [Fact]
    public async Task The_lease_of_what_is_approved_begins_when_it_runs()
    {
        await _desk.HasAsync();
        var request = await _desk.AsksAsync();
        _desk.Time.Advance(TimeSpan.FromHours(1));

        var decided = await _desk.ApproveAsync("manager", request);

        var machine = Assert.Single(await _desk.LiveAsync(), m => m.Id == decided.Request.End?.Machine);
        Assert.Equal((null, TimeSpan.FromHours(4)), (machine.LeaseEndsAt, machine.LeaseLength));
    }

    [Theory]
    [InlineData("scientist", "Nobody decides their own request. manager and manager2 can; you can `cancel ")]
    [InlineData("scientist2", "Only managers of team vision and admins decide that. Ask manager or manager2.")]
    [InlineData("lead", "Only managers of team vision and admins decide that.")]
    [InlineData("auditor", "Only managers of team vision and admins decide that.")]
    public async Task Nobody_else_decides(string who, string says)
    {
        await _desk.HasAsync();
        var request = await _desk.AsksAsync();

        Assert.StartsWith(says, await ApprovalDesk.MistakeAsync(() => _desk.ApproveAsync(who, request)), StringComparison.Ordinal);
        Assert.StartsWith(says, await ApprovalDesk.MistakeAsync(() => _desk.DenyAsync(who, request)), StringComparison.Ordinal);
        Assert.Equal(RequestState.Waiting, (await _desk.NowAsync(request)).State);
    }

    [Fact]
    public async Task An_admin_does_not_decide_their_own_either()
    {
        _desk.Change(policy => policy with { Teams = [policy.Teams[0] with { Members = [.. policy.Teams[0].Members, "admin@contoso.example"] }] });
        await _desk.HasAsync();
        var request = await _desk.AsksAsync("admin");

        Assert.StartsWith(
            "Nobody decides their own request.", await ApprovalDesk.MistakeAsync(() => _desk.ApproveAsync("admin", request)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_second_sees_who_was_first()
    {
        await _desk.HasAsync();
        var request = await _desk.AsksAsync();
        await _desk.DenyAsync("manager", request);

        var late = await _desk.ApproveAsync("manager2", request);

        Assert.Equal((false, RequestState.Denied, "manager@contoso.example"), (late.IsNew, late.Request.State, late.Request.End?.By));
        Assert.Single(await _desk.LiveAsync());
    }

    [Fact]
    public async Task Of_two_at_the_same_moment_one_decides()
    {
        await _desk.HasAsync();
        var request = await _desk.AsksAsync();
        // The other decides between this one's look and its write.
        var isFirst = true;
        _desk.RequestTable.BeforeWrite = async _ =>
        {
            if (!isFirst) return;
            isFirst = false;
            await _desk.DenyAsync("manager2", request);
        };

        var decided = await _desk.ApproveAsync("manager", request);

        Assert.Equal((false, RequestState.Denied, "manager2@contoso.example"), (decided.IsNew, decided.Request.State, decided.Request.End?.By));
        Assert.Single(await _desk.LiveAsync());
    }

    [Fact]
    public async Task A_press_that_is_delivered_again_is_answered_like_the_first_time()
    {
        await _desk.HasAsync();
        var request = await _desk.AsksAsync();

        await _desk.ApproveAsync("manager", request, message: "pressed");
        var again = await _desk.ApproveAsync("manager", request, message: "pressed");

        Assert.Equal((true, RequestState.Granted), (again.IsNew, again.Request.State));
        Assert.Equal(2, (await _desk.LiveAsync()).Length);
    }

    [Fact]
    public async Task What_costs_much_takes_two_and_one_person_counts_once()
    {
        _desk.ChangeVision(team => team with { Limits = Limits.None });
        var request = await _desk.AsksAsync(change: order => order with { Lease = TimeSpan.FromHours(24), Gpus = 4 });

        await _desk.ApproveAsync("manager", request);
        var again = await _desk.ApproveAsync("manager", request);
        Assert.Equal((false, RequestState.Waiting, 1), (again.IsNew, again.Request.State, again.Request.Missing));

        Assert.Equal(RequestState.Granted, (await _desk.ApproveAsync("manager2", request)).Request.State);
    }

    [Fact]
    public async Task An_approver_who_may_not_any_more_no_longer_counts()
    {
        _desk.ChangeVision(team => team with { Limits = Limits.None });
        var request = await _desk.AsksAsync(change: order => order with { Lease = TimeSpan.FromHours(24), Gpus = 4 });
        await _desk.ApproveAsync("manager", request);
        _desk.ChangeVision(team => team with { Managers = ["manager2@contoso.example"] });

        Assert.Equal(RequestState.Waiting, (await _desk.ApproveAsync("manager2", request)).Request.State);
        Assert.Equal(RequestState.Granted, (await _desk.ApproveAsync("admin", request)).Request.State);
    }

    [Fact]
    public async Task Approves_for_less()
    {
        await _desk.HasAsync();
        var request = await _desk.AsksAsync(change: order => order with { Gpus = 2 });

        var decided = await _desk.ApproveAsync("manager", request, new Terms(TimeSpan.FromHours(2), 1, Spot: true));

        var machine = Assert.Single(await _desk.LiveAsync(), m => m.Id == decided.Request.End?.Machine);
        Assert.Equal((TimeSpan.FromHours(2), 1, true), (machine.LeaseLength, machine.Size.GpuCount, machine.Spot));
        Assert.Equal((TimeSpan.FromHours(2), "Standard_NC24ads_A100_v4"), (decided.Request.Offer.Lease, decided.Request.Offer.Size));
    }

    [Theory]
    [InlineData(5, null, "It was asked for 4 h. Approve it for less, or as it is.")]
    [InlineData(null, 4, "It was asked for with 1 GPU. Approve it with fewer, or as it is.")]
    [InlineData(null, 3, "It was asked for with 1 GPU.")]
    public async Task Never_approves_for_more(int? hours, int? gpus, string says)
    {
        await _desk.HasAsync();
        var request = await _desk.AsksAsync();
        var terms = new Terms(hours is { } h ? TimeSpan.FromHours(h) : null, gpus, Spot: false);

        Assert.StartsWith(says, await ApprovalDesk.MistakeAsync(() => _desk.ApproveAsync("manager", request, terms)), StringComparison.Ordinal);
        Assert.Equal(RequestState.Waiting, (await _desk.NowAsync(request)).State);
    }

    [Fact]
    public async Task Only_who_asked_cancels()
    {
        await _desk.HasAsync();
        var request = await _desk.AsksAsync();

        Assert.StartsWith("scientist has asked for it", await ApprovalDesk.MistakeAsync(() => _desk.CancelAsync("manager", request)), StringComparison.Ordinal);
        Assert.Equal(RequestState.Cancelled, (await _desk.CancelAsync("scientist", request)).Request.State);
        var late = await _desk.ApproveAsync("manager", request);
        Assert.Equal((false, RequestState.Cancelled), (late.IsNew, late.Request.State));
    }

    [Fact]
    public async Task Asks_the_admins_too_at_half_of_the_time_and_then_expires()
    {
        await _desk.HasAsync();
        var request = await _desk.AsksAsync();

        _desk.Time.Advance(TimeSpan.FromHours(2) - TimeSpan.FromSeconds(1));
        await _desk.SweepAsync();
        Assert.False((await _desk.NowAsync(request)).IsEscalated);

        _desk.Time.Advance(TimeSpan.FromSeconds(1));
        await _desk.SweepAsync();
        var escalated = await _desk.NowAsync(request);
        Assert.Equal(["manager@contoso.example", "manager2@contoso.example", "admin@contoso.example"], escalated.Asked);

        _desk.Time.Advance(TimeSpan.FromHours(2));
        await _desk.SweepAsync();
        Assert.Equal(RequestState.Expired, (await _desk.NowAsync(request)).State);
        Assert.Single(await _desk.OutboxAsync(request), RequestNotice.Ended);
    }

    [Fact]
    public async Task Who_presses_after_its_time_approves_nothing()
    {
        await _desk.HasAsync();
        var request = await _desk.AsksAsync();
        _desk.Time.Advance(TimeSpan.FromHours(4));

        Assert.Equal(RequestState.Expired, (await _desk.ApproveAsync("manager", request)).Request.State);
        Assert.Single(await _desk.LiveAsync());
    }

    [Fact]
    public async Task The_policy_is_asked_again_when_somebody_approves()
    {
        await _desk.HasAsync();
        var request = await _desk.AsksAsync();
        _desk.ChangeVision(team => team with { Limits = team.Limits with { Blueprints = ["jupyter-*"] } });

        var decided = await _desk.ApproveAsync("manager", request);

        Assert.Equal(RequestState.Void, decided.Request.State);
        Assert.StartsWith("vision may launch jupyter-*, not pytorch-a100.", decided.Request.End?.Text, StringComparison.Ordinal);
        Assert.Single(await _desk.LiveAsync());
    }

    [Fact]
    public async Task A_policy_made_stricter_takes_another_approval()
    {
        await _desk.HasAsync();
        var request = await _desk.AsksAsync();
        _desk.Change(policy => policy with { Approvals = new ApprovalRules { OneAbove = 1, TwoAbove = 10 } });

        var one = (await _desk.ApproveAsync("manager", request)).Request;
        Assert.Equal((RequestState.Waiting, 1), (one.State, one.Missing));
        Assert.Equal(RequestState.Granted, (await _desk.ApproveAsync("manager2", request)).Request.State);
    }

    [Fact]
    public async Task Who_has_left_the_team_gets_nothing()
    {
        await _desk.HasAsync();
        var request = await _desk.AsksAsync();
        _desk.ChangeVision(team => team with { Members = ["scientist2@contoso.example"] });

        var decided = await _desk.ApproveAsync("manager", request);

        Assert.Equal((RequestState.Void, "scientist is no longer in team vision."), (decided.Request.State, decided.Request.End?.Text));
    }

    [Fact]
    public async Task Approved_is_carried_out_also_when_the_program_dies_in_between()
    {
        await _desk.HasAsync();
        var request = await _desk.AsksAsync();
        // The decision is written; nothing after it.
        _desk.ReservedTable.BeforeWrite = _ => throw new IOException("The program ends here.");
        await Assert.ThrowsAsync<IOException>(() => _desk.ApproveAsync("manager", request));
        Assert.Equal(RequestState.Approved, (await _desk.NowAsync(request)).State);

        _desk.ReservedTable.BeforeWrite = _ => Task.CompletedTask;
        await _desk.SweepAsync();

        Assert.Equal(RequestState.Granted, (await _desk.NowAsync(request)).State);
        Assert.Equal(2, (await _desk.LiveAsync()).Length);
    }

    [Fact]
    public async Task Carried_out_is_granted_also_when_who_asked_leaves_before_that_is_written()
    {
        await _desk.HasAsync();
        var request = await _desk.AsksAsync();
        var writes = 0;
        // The decision is written, and the machine; that it is granted is not.
        _desk.RequestTable.BeforeWrite = _ => ++writes == 2 ? throw new IOException("The program ends here.") : Task.CompletedTask;
        await Assert.ThrowsAsync<IOException>(() => _desk.ApproveAsync("manager", request));
        Assert.Equal((RequestState.Approved, 2), ((await _desk.NowAsync(request)).State, (await _desk.LiveAsync()).Length));

        _desk.ChangeVision(team => team with { Members = ["scientist2@contoso.example"] });
        await _desk.SweepAsync();

        Assert.Equal(RequestState.Granted, (await _desk.NowAsync(request)).State);
    }

    [Fact]
    public async Task An_extension_beyond_the_longest_lease_takes_the_same_road()
    {
        var machine = await _desk.HasAsync("scientist");
        var (now, scientist, cancellation) = (_desk.Time.Now, _desk.Person("scientist"), TestContext.Current.CancellationToken);
        await _desk.ChangeAsync(machine, m => m.LeaseUntil(now.AddHours(4), now) with { Phase = Phase.Running, RunningSince = now });
        var needs = Assert.IsType<OrderOutcome.NeedsApproval>(
            await _desk.Governance.Governed.ExtendAsync(scientist, machine.Id, TimeSpan.FromHours(5), "said", cancellation));
        var request = await _desk.Governance.Asking.AskAsync(scientist, needs, machine.Home, "nearly done", cancellation);

        var decided = await _desk.ApproveAsync("manager", request, new Terms(TimeSpan.FromHours(2), null, Spot: false));

        Assert.Equal(RequestState.Granted, decided.Request.State);
        Assert.Equal(_desk.Time.Now.AddHours(6), Assert.Single(await _desk.LiveAsync()).LeaseEndsAt);
        var history = await _desk.Machines.HistoryAsync(machine.Id, cancellation).ToListAsync(cancellation);
        Assert.Equal("Lease extended by 2 h, approved by manager", history[^1].Text);
    }
}
