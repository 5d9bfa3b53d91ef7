using ChatOps.Core.Machines;
using ChatOps.Core.Orders;

namespace ChatOps.Tests.Core.Orders;

/// <summary>The same request twice is one machine; two requests are two, with two names, if the person really wants two.</summary>
public sealed class RepeatedLaunchTests : IDisposable
{
    private static readonly LaunchOrder Order = OrderDesk.Order;
    private static readonly LaunchOrder Second = Order with { RequestId = "message-2" };

    private readonly OrderDesk _desk = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task Launches_a_request_once()
    {
        var first = await _desk.LaunchAsync(Order);

        Assert.Equal(first.Id, (await _desk.LaunchAsync(Order)).Id);
        Assert.Single(await LiveAsync());
        Assert.Single(await _desk.HistoryAsync(first.Id));
    }

    [Fact]
    public async Task Launches_no_request_again_whose_machine_is_gone()
    {
        var first = await _desk.LaunchAsync(Order);
        await _desk.ChangeAsync(first.Id, m => m with { Phase = Phase.Deleted, GoneAt = _desk.Time.Now });

        Assert.True((await _desk.LaunchAsync(Order)).IsGone);
        Assert.Empty(await LiveAsync());
    }

    [Fact]
    public async Task Launches_a_request_once_that_comes_again_while_it_is_written()
    {
        Machine? other = null;
        _desk.Table.BeforeWrite = async _ =>
        {
            _desk.Table.BeforeWrite = _ => Task.CompletedTask;
            other = await _desk.LaunchAsync(Order);
        };

        var machine = await _desk.LaunchAsync(Order);

        Assert.Equal((other?.Id, other?.Name), (machine.Id, machine.Name));
        Assert.Single(await LiveAsync());
    }

    // Its own machine is not another that is on its way.
    [Fact]
    public async Task Launches_a_request_once_that_comes_again_while_it_is_judged()
    {
        _desk.Table.BeforeQuery = async () =>
        {
            _desk.Table.BeforeQuery = () => Task.CompletedTask;
            await _desk.LaunchAsync(Order);
        };

        await _desk.LaunchAsync(Order);

        Assert.Single(await LiveAsync());
    }

    [Fact]
    public async Task Launches_a_request_once_that_comes_many_times_at_once()
    {
        var launched = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => _desk.LaunchAsync(Order), Cancellation)));

        Assert.Single(launched.Select(m => (m.Id, m.Name)).Distinct());
        Assert.Single(await LiveAsync());
    }

    [Fact]
    public async Task Never_gives_a_name_twice()
    {
        var launched = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(i => Task.Run(() => _desk.LaunchAsync(Order with { RequestId = $"{i}", Another = true }), Cancellation)));

        Assert.Equal(8, launched.Select(m => m.Name).Distinct().Count());
    }

    [Fact]
    public async Task Gives_a_name_that_two_ask_for_to_one_of_them()
    {
        var asked = Enumerable.Range(0, 4).Select(i => Order with { RequestId = $"{i}", Another = true, Name = "ember-otter" });

        var outcomes = await Task.WhenAll(
            asked.Select(order => Task.Run(async () => await Record.ExceptionAsync(() => _desk.LaunchAsync(order)), Cancellation)));

        Assert.Equal("ember-otter", Assert.Single(await LiveAsync()).Name);
        Assert.Single(outcomes, outcome => outcome is null);
    }

    [Fact]
    public async Task Makes_another_name_up_when_one_is_taken()
    {
        _desk.FixedNames.Enqueue("ember-otter");
        var first = await _desk.LaunchAsync(Order);
        _desk.FixedNames.Enqueue("ember-otter");

        Assert.Equal("ember-otter", first.Name);
        Assert.NotEqual("ember-otter", (await _desk.LaunchAsync(Second with { Another = true })).Name);
    }

    [Fact]
    public async Task Points_to_the_same_that_is_on_its_way()
    {
        var first = await _desk.LaunchAsync(Order);

        Assert.Equal(first.Id, Assert.IsType<LaunchOutcome.AlreadyOnItsWay>(await _desk.TryLaunchAsync(Second)).Machine.Id);
        Assert.Single(await LiveAsync());
    }

    [Theory]
    [InlineData(Phase.Running, false)]
    [InlineData(Phase.Deleted, true)]
    public async Task Points_to_the_same_again_whatever_has_become_of_it(Phase phase, bool gone)
    {
        var first = await _desk.LaunchAsync(Order);
        await _desk.TryLaunchAsync(Second);
        await _desk.ChangeAsync(first.Id, m => m with { Phase = phase, GoneAt = gone ? _desk.Time.Now : null });

        Assert.Equal(first.Id, Assert.IsType<LaunchOutcome.AlreadyOnItsWay>(await _desk.TryLaunchAsync(Second)).Machine.Id);
        Assert.Equal(gone ? 0 : 1, (await LiveAsync()).Count);
    }

    [Fact]
    public async Task Launches_another_for_who_insists()
    {
        await _desk.LaunchAsync(Order);
        await _desk.LaunchAsync(Second with { Another = true });

        Assert.Equal(2, (await LiveAsync()).Count);
    }

    [Fact]
    public async Task Launches_what_is_on_its_way_for_somebody_else()
    {
        await _desk.LaunchAsync(Order);

        await _desk.LaunchAsync(Second, People.Named("scientist2"));
    }

    [Fact]
    public async Task Launches_another_blueprint_while_one_is_on_its_way()
    {
        await _desk.LaunchAsync(Order);

        await _desk.LaunchAsync(Second with { Blueprint = "pytorch-t4" });
    }

    [Theory]
    [InlineData(Phase.Running, Wanted.Running)]
    [InlineData(Phase.Stopped, Wanted.Stopped)]
    [InlineData(Phase.Failed, Wanted.Deleted)]
    [InlineData(Phase.Provisioning, Wanted.Deleted)]
    public async Task Counts_as_on_its_way_only_what_will_run(Phase phase, Wanted wanted)
    {
        await _desk.PutAsync(phase, m => m with { Wanted = wanted });

        await _desk.LaunchAsync(Second);
    }

    private async Task<IReadOnlyList<Machine>> LiveAsync()
    {
        var machines = new List<Machine>();
        await foreach (var machine in _desk.Store.LiveAsync(Cancellation)) machines.Add(machine);
        return machines;
    }
}
