using ChatOps.Core.Approvals;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.Prices;
using ChatOps.Core.Sizes;
using ChatOps.Core.Words;
using ChatOps.Tests.Core.Machines;
using ChatOps.Tests.Core.Orders;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Core.Prices;

/// <summary>When a machine takes its prices, and when it keeps them.</summary>
public sealed class KeptPriceTests : IDisposable
{
    private const string One = "Standard_NC24ads_A100_v4";
    private const string Two = "Standard_NC48ads_A100_v4";

    /// <summary>Of a day on which everything costs something else in each region, and more than before.</summary>
    private static readonly PriceBook Later = SomePrices.Book with
    {
        Compute =
        [
            new ComputePrice(One, "eastus", 100, 10), new ComputePrice(One, "southcentralus", 110, null), new ComputePrice(Two, "eastus", 200, 20),
        ],
        Disks =
        [
            new DiskPrice("P15 LRS", "eastus", 73), new DiskPrice("P20 LRS", "eastus", 73),
            new DiskPrice("P15 LRS", "southcentralus", 146), new DiskPrice("P20 LRS", "southcentralus", 146),
        ],
    };

    private static readonly Person Scientist = Orders.People.Scientist;

    private readonly OrderDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task A_launch_takes_those_of_where_it_is_to_be_built()
    {
        var machine = await LaunchAsync(spot: false);

        Assert.Equal((SomePrices.Of(One), null), (machine.PerHour, machine.MostPerHour));
        Assert.Equal(SomePrices.Book.DisksPerHour(Situations.Blueprint("pytorch-a100").Machine, "eastus"), machine.DisksPerHour);
        Assert.NotNull(machine.DisksPerHour);
    }

    [Fact]
    public async Task A_launch_on_spot_knows_also_what_is_never_exceeded()
    {
        var machine = await LaunchAsync(spot: true);

        Assert.Equal((null, SomePrices.Of(One)), (machine.PerHour, machine.MostPerHour));
    }

    [Fact]
    public void The_next_place_has_prices_of_its_own()
    {
        var full = Situations.In(Phase.Provisioning).SeeingNoVm().Refused(new Effect.CreateVm(Situations.Blueprint("pytorch-a100")), FaultKind.NoCapacity);

        var machine = (full with { Prices = Later }).Decide().Machine;

        Assert.Equal(("southcentralus", Dollars(110), Dollars(0.4m)), (machine.Placement.Region, machine.PerHour, machine.DisksPerHour));
    }

    [Theory]
    [InlineData(Phase.Provisioning)]
    [InlineData(Phase.Running)]
    [InlineData(Phase.Stopped)]
    [InlineData(Phase.Starting)]
    public void Where_it_is_and_as_what_it_keeps_them(Phase phase)
    {
        var before = Situations.In(phase).But(m => m with { DisksPerHour = Dollars(1) });

        var machine = (before with { Prices = Later }).Decide().Machine;

        Assert.Equal((before.Machine.PerHour, Dollars(1)), (machine.PerHour, machine.DisksPerHour));
    }

    [Fact]
    public void Started_again_it_keeps_them()
    {
        var booted = Situations.In(Phase.Starting).Seeing(_ => Situations.Vm(ProvisioningState.Succeeded, PowerState.Running) with { Size = One });

        Assert.Equal(booted.Machine.PerHour, (booted with { Prices = Later }).Decide().Machine.PerHour);
    }

    [Fact]
    public void As_another_size_it_has_that_one_s_and_the_disks_that_it_had()
    {
        var booted = Situations.In(Phase.Starting)
            .But(m => m with { Resize = Two, ResizePerHour = Dollars(7), DisksPerHour = Dollars(1) })
            .Seeing(_ => Situations.Vm(ProvisioningState.Succeeded, PowerState.Running) with { Size = Two });

        var machine = (booted with { Prices = Later }).Decide().Machine;

        Assert.Equal((Dollars(200), Dollars(1), null), (machine.PerHour, machine.DisksPerHour, machine.ResizePerHour));
    }

    [Fact]
    public async Task What_it_is_to_become_is_told_at_the_price_of_then()
    {
        var id = await _desk.PutAsync(Phase.Stopped);
        var ordered = await _desk.Governed.ResizeAsync(Scientist, id, SizeCatalog.Get(Two), "two", TestContext.Current.CancellationToken);

        var machine = Assert.IsType<OrderOutcome.Done>(ordered).Ordered.Machine;
        Assert.Equal((SomePrices.Of(Two), SomePrices.Of(Two)), (machine.ResizePerHour, machine.NextPerHour));

        var back = await _desk.Governed.ResizeAsync(Scientist, id, SizeCatalog.Get(One), "one", TestContext.Current.CancellationToken);
        machine = Assert.IsType<OrderOutcome.Done>(back).Ordered.Machine;
        Assert.Equal((null, machine.PerHour), (machine.ResizePerHour, machine.NextPerHour));
    }

    [Fact]
    public async Task To_extend_or_start_it_is_decided_by_what_it_keeps_and_to_resize_it_by_the_list()
    {
        var id = await _desk.PutAsync(Phase.Running, m => m with { PerHour = Dollars(50) });
        var machine = await _desk.ReadAsync(id);

        Assert.Equal(Dollars(50), (await AskedAsync(machine, AskedKind.Extend, new MachineOrder(id, TimeSpan.FromHours(1)))).PerHour);
        Assert.Equal(Dollars(50), (await AskedAsync(machine, AskedKind.Start, new MachineOrder(id))).PerHour);
        Assert.Equal(SomePrices.Of(Two), (await AskedAsync(machine, AskedKind.Resize, new MachineOrder(id, Size: Two))).PerHour);
    }

    private async Task<Machine> LaunchAsync(bool spot) => await _desk.LaunchAsync(OrderDesk.Order with { Spot = spot });

    private Task<Asked> AskedAsync(Machine machine, AskedKind kind, MachineOrder order) =>
        _desk.Governed.AskedForAsync(machine, kind, order, "said", TestContext.Current.CancellationToken);

    private static Money Dollars(decimal amount) => new(amount, "USD");
}
