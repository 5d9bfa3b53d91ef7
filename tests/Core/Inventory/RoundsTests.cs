using ChatOps.Core.Inventory;
using ChatOps.Core.Machines;
using ChatOps.Core.Metering;
using ChatOps.Simulation;
using ChatOps.Tests.Core.Machines;
using ChatOps.Tests.Tools;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOps.Tests.Core.Inventory;

public sealed class RoundsTests : IDisposable
{
    private readonly InventoryDesk _desk = new();
    private readonly FakeCloud _cloud = new();
    private readonly List<MachineId> _looked = [];

    public RoundsTests() => _cloud.Looking = machine =>
    {
        _looked.Add(machine.Id);
        return Task.CompletedTask;
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _desk.Dispose();

    [Theory]
    [InlineData(Phase.Running, PowerState.Running, false)]
    [InlineData(Phase.Running, PowerState.Starting, false)]
    [InlineData(Phase.Running, PowerState.Unknown, false)]
    [InlineData(Phase.Running, PowerState.Stopped, true)]
    [InlineData(Phase.Running, PowerState.Deallocating, true)]
    [InlineData(Phase.Running, PowerState.Deallocated, true)]
    [InlineData(Phase.Running, null, true)]
    [InlineData(Phase.Stopped, PowerState.Deallocated, false)]
    [InlineData(Phase.Stopped, PowerState.Running, true)]
    [InlineData(Phase.Stopped, PowerState.Stopped, true)]
    [InlineData(Phase.Stopped, PowerState.Deallocating, false)]
    [InlineData(Phase.Stopped, null, true)]
    [InlineData(Phase.Evicted, PowerState.Starting, true)]
    [InlineData(Phase.Evicted, PowerState.Deallocated, false)]
    [InlineData(Phase.Provisioning, null, false)]
    [InlineData(Phase.Stopping, PowerState.Running, false)]
    [InlineData(Phase.Deleting, null, false)]
    public async Task Looks_at_a_machine_at_rest_that_is_not_as_its_row_says(Phase phase, PowerState? power, bool isLookedAt)
    {
        var machine = await _desk.HasAsync(phase);
        if (power is { } seen) _desk.Cloud.Powers.Add(new VmPower(machine.Id, seen));

        await WalkAsync();

        Assert.Equal(isLookedAt ? [machine.Id] : [], _looked);
    }

    [Fact]
    public async Task Looks_at_nothing_when_the_list_breaks_off()
    {
        await _desk.HasAsync(Phase.Running);
        _desk.Cloud.Breaks = new CloudFaultException(new CloudFault(FaultKind.Transient, "InternalServerError", "Sorry."));

        await WalkAsync();

        Assert.Empty(_looked);
    }

    private Task WalkAsync()
    {
        var ledger = new Ledger(new LedgerStore(new MemoryTable()), _ => TimeZoneInfo.Utc);
        var engine = new Engine(
            _desk.Machines, ledger, _cloud, Situations.Catalog, SomePrices.Live, new EnginePace(1, Waits.Soon), _desk.Time, NullLogger<Engine>.Instance);
        return new Rounds(_desk.Cloud, _desk.Machines, engine, NullLogger<Rounds>.Instance).WalkAsync(Cancellation);
    }
}
