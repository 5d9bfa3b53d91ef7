using ChatOps.Core.Machines;
using ChatOps.Core.Sizes;

namespace ChatOps.Tests.Core.Orders;

/// <summary>What an order for another size leaves in the row; what comes of it is the engine's.</summary>
public sealed class ResizeTests : IDisposable
{
    private static readonly GpuSize One = SizeCatalog.Get("Standard_NC24ads_A100_v4");
    private static readonly GpuSize Two = SizeCatalog.Get("Standard_NC48ads_A100_v4");
    private static readonly GpuSize Four = SizeCatalog.Get("Standard_NC96ads_A100_v4");

    private readonly OrderDesk _desk = new();
    private int _said;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _desk.Dispose();

    [Theory]
    [InlineData(Phase.Running)]
    [InlineData(Phase.Stopped)]
    public async Task Changes_nothing_but_what_is_to_come(Phase phase)
    {
        var id = await _desk.PutAsync(phase);
        var before = await _desk.ReadAsync(id);

        var machine = await ResizeAsync(id, Two);

        Assert.Equal((Two.Name, Two), (machine.Resize, machine.NextSize));
        Assert.Equal((before.Placement, before.PerHour), (machine.Placement, machine.PerHour));
    }

    [Fact]
    public async Task Records_who_ordered_which_size()
    {
        var id = await _desk.PutAsync(Phase.Stopped);

        await ResizeAsync(id, Two);

        Assert.Equal(
            [new MachineEvent(_desk.Time.Now, EventKind.ResizeRequested, "Resize to Standard_NC48ads_A100_v4 requested", "scientist@contoso.example")],
            await _desk.HistoryAsync(id));
    }

    [Fact]
    public async Task Leaves_the_reason_of_what_is_stopped_already()
    {
        var id = await _desk.PutAsync(Phase.Stopped, m => m with { Reason = "its lease ended" });

        Assert.Equal("its lease ended", (await ResizeAsync(id, Two)).Reason);
    }

    [Fact]
    public async Task Leaves_a_machine_as_it_is_that_is_of_that_size()
    {
        var id = await _desk.PutAsync(Phase.Running);

        Assert.Null((await ResizeAsync(id, One)).Resize);
        Assert.Empty(await _desk.HistoryAsync(id));
    }

    [Fact]
    public async Task Obeys_the_last_of_two_orders()
    {
        var id = await _desk.PutAsync(Phase.Stopped);
        await ResizeAsync(id, Two);

        Assert.Equal(Four.Name, (await ResizeAsync(id, Four)).Resize);
    }

    [Theory]
    [InlineData(Phase.Running)]
    [InlineData(Phase.Stopped)]
    public async Task Is_called_off_by_the_size_that_it_has(Phase phase)
    {
        var id = await _desk.PutAsync(phase);
        await ResizeAsync(id, Two);

        var machine = await ResizeAsync(id, One);

        Assert.Equal((null, null), (machine.Resize, machine.Reason));
    }

    private async Task<Machine> ResizeAsync(MachineId id, GpuSize size) =>
        (await SpokenOrders.DoneAsync(_desk.Governed.ResizeAsync(People.Scientist, id, size, $"resize-{++_said}", Cancellation))).Machine;
}
