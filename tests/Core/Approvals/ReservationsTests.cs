using ChatOps.Core.Approvals;
using ChatOps.Core.Machines;
using ChatOps.Core.Orders;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Core.Approvals;

public sealed class ReservationsTests : IDisposable
{
    private readonly ApprovalDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task Two_at_the_same_moment_do_not_both_take_the_last_GPU()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => _desk.LaunchAsync(n % 2 == 0 ? "scientist" : "scientist2")));

        Assert.Single(outcomes.OfType<LaunchOutcome.Launched>());
        Assert.Equal(7, outcomes.OfType<LaunchOutcome.NeedsApproval>().Count());
        Assert.Single(await _desk.LiveAsync());
    }

    [Fact]
    public async Task Another_program_that_takes_it_first_is_seen()
    {
        var isFirst = true;
        _desk.ReservedTable.BeforeWrite = async _ =>
        {
            if (!isFirst) return;
            isFirst = false;
            await _desk.LaunchAsync("scientist2", by: _desk.OtherProgram());
        };

        Assert.IsType<LaunchOutcome.NeedsApproval>(await _desk.LaunchAsync());
        Assert.Single(await _desk.LiveAsync());
    }

    [Fact]
    public async Task A_program_that_dies_before_it_writes_the_machine_leaves_nothing_taken_for_long()
    {
        await _desk.Governance.Reservations.TakeAsync(
            "scientist@contoso.example", Asked("lost"), isApproved: false, TestContext.Current.CancellationToken);
        Assert.IsType<LaunchOutcome.NeedsApproval>(await _desk.LaunchAsync());

        _desk.Time.Advance(Reservations.Kept);

        Assert.IsType<LaunchOutcome.Launched>(await _desk.LaunchAsync());
    }

    [Fact]
    public async Task What_is_stopped_gives_its_GPU_back_and_must_ask_to_have_it_again()
    {
        var machine = await _desk.HasAsync();
        await _desk.ChangeAsync(machine, m => m with { Phase = Phase.Stopped, Wanted = Wanted.Stopped });
        await _desk.HasAsync("scientist");

        Assert.IsType<OrderOutcome.NeedsApproval>(
            await _desk.Governance.Governed.StartAsync(_desk.Person("scientist2"), machine.Id, "said", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_is_started_has_its_GPU_before_its_order_is_written()
    {
        var machine = await _desk.HasAsync();
        await _desk.ChangeAsync(machine, m => m with { Phase = Phase.Stopped, Wanted = Wanted.Stopped });
        var start = await _desk.Governance.Governed.AskedForAsync(
            machine, AskedKind.Start, new MachineOrder(machine.Id), "started", TestContext.Current.CancellationToken);

        await _desk.Governance.Reservations.TakeAsync("scientist2@contoso.example", start, isApproved: false, TestContext.Current.CancellationToken);

        Assert.IsType<LaunchOutcome.NeedsApproval>(await _desk.LaunchAsync());
    }

    [Fact]
    public async Task What_was_started_and_stopped_again_holds_nothing()
    {
        var machine = await _desk.HasAsync();
        await _desk.ChangeAsync(machine, m => m with { Phase = Phase.Stopped, Wanted = Wanted.Stopped });
        var person = _desk.Person("scientist2");
        await _desk.Governance.Governed.StartAsync(person, machine.Id, "started", TestContext.Current.CancellationToken);
        await _desk.ChangeAsync(machine, m => m with { Phase = Phase.Stopped, Wanted = Wanted.Stopped });

        Assert.IsType<LaunchOutcome.Launched>(await _desk.LaunchAsync());
    }

    [Fact]
    public async Task A_deleted_machine_gives_everything_back()
    {
        var machine = await _desk.HasAsync();
        await _desk.ChangeAsync(machine, m => m with { Phase = Phase.Deleted, GoneAt = _desk.Time.Now });

        Assert.IsType<LaunchOutcome.Launched>(await _desk.LaunchAsync());
    }

    [Fact]
    public async Task A_name_that_is_taken_takes_no_GPU()
    {
        await _desk.LaunchAsync(change: order => order with { Name = "scratch", Blueprint = "pytorch-t4" });

        await ApprovalDesk.MistakeAsync(() => _desk.LaunchAsync(change: order => order with { Name = "scratch" }));

        Assert.IsType<LaunchOutcome.Launched>(await _desk.LaunchAsync());
    }

    [Fact]
    public async Task A_machine_that_is_written_while_the_others_are_read_is_not_overlooked()
    {
        var (cancellation, asked) = (TestContext.Current.CancellationToken, Asked("slow"));
        var slow = await _desk.HasAsync("linguist") with { Id = asked.Machine, Owner = asked.Owner, Team = "vision" };
        await _desk.Governance.Reservations.TakeAsync(asked.Owner, asked, isApproved: false, cancellation);
        // The live machines have been read, and it was not among them.
        _desk.MachineTable.BeforeGet = async row =>
        {
            if (row != $"m~{asked.Machine}") return;
            _desk.MachineTable.BeforeGet = _ => Task.CompletedTask;
            await _desk.Machines.CreateAsync(new Step(slow, _desk.Time.Now), cancellation);
        };

        Assert.IsType<LaunchOutcome.NeedsApproval>(await _desk.LaunchAsync());
    }

    [Fact]
    public async Task Who_is_too_slow_with_what_is_reserved_launches_nothing()
    {
        _desk.ReservedTable.AfterWrite = () => _desk.Time.Advance(Reservations.Kept);

        await Assert.ThrowsAsync<InvalidOperationException>(() => _desk.LaunchAsync());

        Assert.Empty(await _desk.LiveAsync());
    }

    [Fact]
    public async Task Who_is_too_slow_with_what_is_reserved_starts_nothing()
    {
        var machine = await _desk.HasAsync();
        await _desk.ChangeAsync(machine, m => m with { Phase = Phase.Stopped, Wanted = Wanted.Stopped });
        _desk.ReservedTable.AfterWrite = () => _desk.Time.Advance(Reservations.Kept);

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => _desk.Governance.Governed.StartAsync(_desk.Person("scientist2"), machine.Id, "said", TestContext.Current.CancellationToken));

        Assert.Equal(Wanted.Stopped, Assert.Single(await _desk.LiveAsync()).Wanted);
    }

    private Asked Asked(string request) => new()
    {
        Kind = AskedKind.Launch,
        Request = request,
        Owner = "scientist@contoso.example",
        Team = _desk.Policy.Teams[0],
        Machine = MachineId.FromRequest(request),
        Blueprint = "pytorch-a100",
        Placements = [new Placement("Standard_NC24ads_A100_v4", "eastus")],
        Spot = false,
        Lease = TimeSpan.FromHours(4),
        Paid = TimeSpan.FromHours(4),
        Prices = SomePrices.Book,
    };
}
