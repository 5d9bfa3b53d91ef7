using System.Text.Json.Nodes;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Sandbox.Cloud;

/// <summary>The rules of Azure that the stand-in keeps, because the product must live with them.</summary>
public sealed class ArmStandInTests
{
    private const string Vm1 = $"{StandInDesk.Compute}/virtualMachines/vm1";
    private const string Nics = "/subscriptions/sub/resourceGroups/gpu-machines/providers/Microsoft.Network/networkInterfaces";
    private const string Usages = "/subscriptions/sub/providers/Microsoft.Compute/locations/eastus/usages";
    private const string Family = "StandardNCADSA100v4Family";

    [Fact]
    public async Task Refuses_at_once_what_is_over_the_quota()
    {
        await using var desk = await StandInDesk.OpenAsync();
        desk.Control($"quota {Family} eastus 23");

        var said = await desk.PutVmAsync("vm1");

        Assert.Equal((409, "OperationNotAllowed", "QuotaExceeded"), (said.Status, said.Code, (string?)said.Body?["error"]?["details"]?[0]?["code"]));
        Assert.Equal(404, (await desk.GetAsync(Vm1)).Status);
    }

    [Fact]
    public async Task Finds_out_only_later_that_there_is_no_room()
    {
        await using var desk = await StandInDesk.OpenAsync();
        desk.Control($"capacity {StandInDesk.A100} eastus 0");

        var said = await desk.PutVmAsync("vm1");
        desk.Later();

        Assert.Equal(201, said.Status);
        var operation = (await desk.GetAsync(said.Operation)).Body;
        Assert.Equal(("Failed", "AllocationFailed"), ((string?)operation?["status"], (string?)operation?["error"]?["code"]));
        Assert.Equal(["ProvisioningState/failed/AllocationFailed"], await desk.StatusesAsync("vm1"));
    }

    [Fact]
    public async Task Refuses_spot_without_room_at_once()
    {
        await using var desk = await StandInDesk.OpenAsync();
        desk.Control($"capacity {StandInDesk.A100} eastus 0");

        var said = await desk.PutVmAsync("vm1", spot: true);

        Assert.Equal((409, "SkuNotAvailable"), (said.Status, said.Code));
    }

    [Fact]
    public async Task A_stopped_VM_holds_its_quota_but_not_its_room()
    {
        await using var desk = await StandInDesk.WithVmAsync();
        desk.Control($"quota {Family} eastus 24");
        desk.Control($"capacity {StandInDesk.A100} eastus 1");
        await desk.PostAsync($"{Vm1}/deallocate");
        desk.Later();

        Assert.Equal(24, await UsedAsync(desk, Family));
        Assert.Equal("OperationNotAllowed", (await desk.PutVmAsync("vm2")).Code);
        desk.Control($"quota {Family} eastus 48");
        await desk.PutVmAsync("vm2");
        desk.Later();
        Assert.Contains("PowerState/running", await desk.StatusesAsync("vm2"));
    }

    [Fact]
    public async Task A_spot_VM_counts_against_the_spot_quota()
    {
        await using var desk = await StandInDesk.WithVmAsync(spot: true);

        Assert.Equal((0, 24), (await UsedAsync(desk, Family), await UsedAsync(desk, "LowPriorityCores")));
    }

    [Fact]
    public async Task Disk_and_NIC_outlive_a_stop_and_go_with_the_VM()
    {
        await using var desk = await StandInDesk.WithVmAsync();

        await desk.PostAsync($"{Vm1}/deallocate");
        desk.Later();
        Assert.Equal((1, 1), (await CountAsync(desk, $"{StandInDesk.Compute}/disks"), await CountAsync(desk, Nics)));

        Assert.Equal(202, (await desk.DeleteAsync(Vm1)).Status);
        desk.Later();
        Assert.Equal((0, 0), (await CountAsync(desk, $"{StandInDesk.Compute}/disks"), await CountAsync(desk, Nics)));
        Assert.Equal(204, (await desk.DeleteAsync(Vm1)).Status);
    }

    [Fact]
    public async Task Never_gives_custom_data_back()
    {
        await using var desk = await StandInDesk.WithVmAsync();

        Assert.Null((await desk.GetAsync(Vm1)).Body?["properties"]?["osProfile"]?["customData"]);
    }

    [Fact]
    public async Task Runs_a_command_once_however_often_it_is_put()
    {
        await using var desk = await StandInDesk.WithVmAsync();
        var body = new JsonObject { ["location"] = "eastus", ["properties"] = new JsonObject { ["source"] = new JsonObject { ["script"] = "true" } } };

        Assert.Equal(201, (await desk.PutAsync($"{Vm1}/runCommands/one", body)).Status);
        desk.Later();
        Assert.Equal(200, (await desk.PutAsync($"{Vm1}/runCommands/one", body)).Status);
        Assert.Equal(
            "Succeeded",
            (string?)(await desk.GetAsync($"{Vm1}/runCommands/one?$expand=instanceView")).Body?["properties"]?["instanceView"]?["executionState"]);
    }

    [Fact]
    public async Task Evicts_a_spot_VM_thirty_seconds_after_the_notice()
    {
        await using var desk = await StandInDesk.WithVmAsync(spot: true);

        Assert.Equal(204, (await desk.PostAsync($"{Vm1}/simulateEviction")).Status);
        desk.Time.Advance(TimeSpan.FromSeconds(29));
        Assert.Contains("PowerState/running", await desk.StatusesAsync("vm1"));
        desk.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains("PowerState/deallocated", await desk.StatusesAsync("vm1"));
    }

    [Fact]
    public async Task Goes_on_after_a_restart_with_what_it_had_set_off()
    {
        using var folder = new TempFolder();
        var time = new SettableTime();
        await using (var before = await StandInDesk.OpenAsync(folder.At("cloud.json"), time)) await before.PutVmAsync("vm1");

        await using var after = await StandInDesk.OpenAsync(folder.At("cloud.json"), time);
        Assert.Equal(["ProvisioningState/creating"], await after.StatusesAsync("vm1"));
        after.Later();
        Assert.Equal(["ProvisioningState/succeeded", "PowerState/running"], await after.StatusesAsync("vm1"));
    }

    private static async Task<int> CountAsync(StandInDesk desk, string path) => (await desk.GetAsync(path)).Body?["value"]?.AsArray().Count ?? -1;

    private static async Task<int?> UsedAsync(StandInDesk desk, string family) =>
        (int?)(await desk.GetAsync(Usages)).Body?["value"]?.AsArray().Single(u => (string?)u?["name"]?["value"] == family)?["currentValue"];
}
