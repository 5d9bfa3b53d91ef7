using ChatOps.Azure;
using ChatOps.Azure.CostManagement;
using ChatOps.Azure.Prices;
using ChatOps.Core.Machines;
using ChatOps.Core.Words;
using ChatOps.Sandbox;
using ChatOps.Sandbox.Costs;

namespace ChatOps.Tests.Azure.CostManagement;

/// <summary>What is billed for a machine that the stand-in for ARM has run, asked for as the product asks.</summary>
public sealed class AzureActualCostsTests
{
    /// <summary>It is made in the middle of this day.</summary>
    private static readonly DateOnly First = new(2026, 11, 18);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_machine_is_billed_while_it_is_allocated_and_its_disks_while_they_exist()
    {
        await using var desk = await CloudDesk.WithMachineAsync();
        await TagDisksAsync(desk);
        desk.Time.Advance(TimeSpan.FromHours(2) - CloudDesk.LongEnough);
        await desk.DoAsync(new Effect.DeallocateVm());
        desk.Time.Advance(TimeSpan.FromDays(4));

        var days = await ReadAsync(desk);

        var (perHour, disks) = (Price("Standard_NC24ads_A100_v4"), DisksPerHour());
        Assert.InRange(days[First] - (2 * perHour + 14 * disks), 0, 0.05m * perHour);
        Assert.InRange(days[First.AddDays(1)] - 24 * disks, -0.001m, 0.001m);
    }

    [Fact]
    public async Task Many_days_come_in_several_pages()
    {
        await using var desk = await CloudDesk.WithMachineAsync();
        desk.Time.Advance(TimeSpan.FromDays(12));

        Assert.Equal(11, (await ReadAsync(desk)).Count);
        Assert.True(desk.StandIn.Requests["POST providers/Microsoft.CostManagement/query"] > 2);
    }

    [Fact]
    public async Task A_day_is_told_late_and_costs_what_the_agreement_says()
    {
        await using var desk = await CloudDesk.WithMachineAsync();
        CostControls.Run(desk.StandIn, ["lag", "2d"], desk.Time);
        desk.Time.Advance(TimeSpan.FromDays(2));
        Assert.Empty(await ReadAsync(desk));

        desk.Time.Advance(TimeSpan.FromDays(2));
        var listed = (await ReadAsync(desk))[First];
        CostControls.Run(desk.StandIn, ["+7%"], desk.Time);

        Assert.Equal(listed * 1.07m, (await ReadAsync(desk))[First], precision: 6);
    }

    [Fact]
    public async Task What_cannot_be_asked_for_is_a_fault()
    {
        await using var desk = await CloudDesk.WithMachineAsync();
        CostControls.Run(desk.StandIn, ["down"], desk.Time);

        var fault = (await Assert.ThrowsAsync<CloudFaultException>(() => ReadAsync(desk))).Fault;
        Assert.Equal((FaultKind.Transient, "ServiceUnavailable"), (fault.Kind, fault.Code));

        CostControls.Run(desk.StandIn, ["up"], desk.Time);
        Assert.Empty(await ReadAsync(desk));
    }

    [Theory]
    [InlineData("")]
    [InlineData("much")]
    [InlineData("7%")]
    [InlineData("+x%")]
    [InlineData("lag")]
    [InlineData("lag soon")]
    public async Task Words_that_make_no_sense_are_answered_with_those_that_do(string words)
    {
        await using var desk = await CloudDesk.OpenAsync();

        var wrong = Assert.Throws<UserError>(() => CostControls.Run(desk.StandIn, words.Split(' '), desk.Time));

        Assert.Contains("! cloud costs +7%", wrong.Message, StringComparison.Ordinal);
    }

    private static decimal Price(string size) => ShippedPrices.Book.PerHour(size, "eastus", spot: false)?.Amount ?? 0;

    private static decimal DisksPerHour() => ShippedPrices.Book.DisksPerHour(CloudDesk.PyTorch.Machine, "eastus")?.Amount ?? 0;

    /// <summary>As the sweep does within the hour: Azure gives none to the disks that it makes along with a VM.</summary>
    private static async Task TagDisksAsync(CloudDesk desk)
    {
        await foreach (var resource in desk.Inventory.ResourcesAsync(Cancellation))
            await desk.Inventory.TagAsync(resource, CloudDesk.Machine, CloudDesk.PyTorch, Cancellation);
    }

    /// <summary>By day, of team vision and of nobody together.</summary>
    private static async Task<Dictionary<DateOnly, decimal>> ReadAsync(CloudDesk desk)
    {
        var options = new CostManagementClientOptions(TimeSpan.FromMilliseconds(1)) { Transport = desk.StandIn.Transport() };
        var costs = new AzureActualCosts(new CostManagementClient(ArmConnection.PublicCloud, SandboxAzure.Credential, options), Arm.Site);
        var read = await costs.ReadAsync(First.AddDays(-3), First.AddDays(20), Cancellation);
        Assert.All(read, cost => Assert.Equal("USD", cost.Currency));
        return read.GroupBy(cost => cost.Day).ToDictionary(day => day.Key, day => day.Sum(cost => cost.Amount));
    }
}
