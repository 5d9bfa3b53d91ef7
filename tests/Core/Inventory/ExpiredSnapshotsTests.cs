using ChatOps.Core.Inventory;
using ChatOps.Core.Machines;
using ChatOps.Tests.Core.Machines;

namespace ChatOps.Tests.Core.Inventory;

/// <summary>The leak sweep leaves a snapshot until its last day is over, whatever else it would be taken for.</summary>
public sealed class ExpiredSnapshotsTests : IAsyncLifetime
{
    private readonly InventoryDesk _desk = new();

    private DateOnly Today => DateOnly.FromDateTime(_desk.Time.Now.UtcDateTime);

    public async ValueTask InitializeAsync() => await _desk.HadAsync(ListedCloud.Nobodys);

    public ValueTask DisposeAsync()
    {
        _desk.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Stays_through_its_last_day_and_goes_after_it()
    {
        Has("kept", Today);
        await _desk.SweepForHoursAsync(12);
        Assert.Single(_desk.Cloud.Resources);

        _desk.Time.Advance(TimeSpan.FromDays(1));
        await _desk.SweepAsync();
        Assert.Empty(_desk.Cloud.Resources);
    }

    [Fact]
    public async Task Nobody_is_told_of_what_goes_on_its_day_however_many_there_are()
    {
        for (var i = 0; i < 2 * LeakSweep.MostAtOnce; i++) Has($"old-{i}", Today.AddDays(-1), $"{i:x16}");
        Has("kept", Today.AddDays(30));

        await _desk.SweepForHoursAsync(2);

        Assert.Equal("kept", Assert.Single(_desk.Cloud.Resources).Name);
        Assert.Empty(await _desk.OrphansAsync());
    }

    [Fact]
    public async Task One_without_a_day_is_somebody_s_own()
    {
        Has("by hand", until: null);

        await _desk.SweepForHoursAsync(48);

        Assert.Single(_desk.Cloud.Resources);
        Assert.Empty(await _desk.OrphansAsync());
    }

    [Fact]
    public async Task One_that_its_machine_still_waits_for_stays_however_old_it_is()
    {
        var machine = await _desk.HasAsync(Phase.Deleting);
        Has("tried again", Today.AddDays(-3), machine.Id.Value);

        await _desk.SweepAsync();

        Assert.Single(_desk.Cloud.Resources);
    }

    [Fact]
    public async Task One_that_Azure_does_not_delete_holds_up_no_other_and_is_tried_again()
    {
        Has("locked", Today.AddDays(-1));
        Has("free", Today.AddDays(-1));
        _desk.Cloud.Deleting = resource =>
        {
            if (resource.Name == "locked") throw new CloudFaultException(Situations.Fault(FaultKind.Denied));
        };
        await _desk.SweepAsync();
        Assert.Equal("locked", Assert.Single(_desk.Cloud.Resources).Name);

        _desk.Cloud.Deleting = _ => { };
        await _desk.SweepAsync();
        Assert.Empty(_desk.Cloud.Resources);
    }

    private void Has(string name, DateOnly? until, string machine = ListedCloud.Nobodys) =>
        _desk.Cloud.Resources.Add(ListedCloud.Resource(ResourceKind.Snapshot, name, machine) with { KeptUntil = until });
}
