using System.Text.Json.Nodes;

namespace ChatOps.Tests.Sandbox.Cloud;

/// <summary>An update of a VM's size, as the stand-in takes it.</summary>
public sealed class ResizeTests
{
    private const string Vm1 = $"{StandInDesk.Compute}/virtualMachines/vm1";
    private const string Two = "Standard_NC48ads_A100_v4";
    private const string Family = "StandardNCADSA100v4Family";

    [Fact]
    public async Task Takes_a_while()
    {
        await using var desk = await StoppedAsync();

        var said = await ResizeAsync(desk, Two);

        Assert.Equal((200, "Updating", "InProgress"), (said.Status, State(said.Body), await desk.OperationAsync(said)));
        Assert.Equal((409, "AnotherOperationInProgress"), await RefusalAsync(ResizeAsync(desk, Two)));
        desk.Later();
        Assert.Equal("Succeeded", await desk.OperationAsync(said));
        Assert.Equal((Two, "Succeeded"), (Size((await desk.GetAsync(Vm1)).Body), State((await desk.GetAsync(Vm1)).Body)));
        Assert.Contains("PowerState/deallocated", await desk.StatusesAsync("vm1"));
    }

    [Fact]
    public async Task Holds_the_quota_of_the_new_size()
    {
        await using var desk = await StoppedAsync();
        desk.Control($"quota {Family} eastus 48");

        await ResizeAsync(desk, Two);

        Assert.Equal(48, desk.StandIn.State.UsedCores[$"{Family}/eastus"]);
    }

    [Fact]
    public async Task Is_refused_at_once_over_the_quota_of_which_its_old_size_is_a_part()
    {
        await using var desk = await StoppedAsync();
        desk.Control($"quota {Family} eastus 47");

        Assert.Equal((409, "OperationNotAllowed"), await RefusalAsync(ResizeAsync(desk, Two)));
        Assert.Equal(StandInDesk.A100, Size((await desk.GetAsync(Vm1)).Body));
    }

    // It needs less than before.
    [Fact]
    public async Task Is_taken_over_the_quota_when_it_becomes_smaller()
    {
        await using var desk = await StoppedAsync(Two);
        desk.Control($"quota {Family} eastus 10");

        Assert.Equal(200, (await ResizeAsync(desk, StandInDesk.A100)).Status);
    }

    [Fact]
    public async Task Finds_out_only_at_its_next_start_that_there_is_no_room()
    {
        await using var desk = await StoppedAsync();
        desk.Control($"capacity {Two} eastus 0");

        Assert.Equal(200, (await ResizeAsync(desk, Two)).Status);
        desk.Later();
        Assert.Contains("ProvisioningState/succeeded", await desk.StatusesAsync("vm1"));
        await desk.PostAsync($"{Vm1}/start");
        desk.Later();
        Assert.Equal(["ProvisioningState/failed/AllocationFailed", "PowerState/deallocated"], await desk.StatusesAsync("vm1"));
    }

    [Fact]
    public async Task Reboots_what_is_on()
    {
        await using var desk = await StandInDesk.WithVmAsync();

        Assert.Equal(200, (await ResizeAsync(desk, Two)).Status);
        desk.Later();
        Assert.Equal(["ProvisioningState/succeeded", "PowerState/running"], await desk.StatusesAsync("vm1"));
    }

    [Fact]
    public async Task Fails_on_demand_and_leaves_it_as_it_was_asked_to_be()
    {
        await using var desk = await StoppedAsync();
        desk.Control("fail resize InternalExecutionError");

        var said = await ResizeAsync(desk, Two);
        desk.Later();

        Assert.Equal("Failed", await desk.OperationAsync(said));
        Assert.Equal((Two, "Failed"), (Size((await desk.GetAsync(Vm1)).Body), State((await desk.GetAsync(Vm1)).Body)));
    }

    [Fact]
    public async Task Is_refused_at_once_on_demand_where_the_size_is_not_to_be_had()
    {
        await using var desk = await StoppedAsync();
        desk.Control("fail resize SkuNotAvailable");

        Assert.Equal((409, "SkuNotAvailable"), await RefusalAsync(ResizeAsync(desk, Two)));
        Assert.Equal(StandInDesk.A100, Size((await desk.GetAsync(Vm1)).Body));
    }

    [Fact]
    public async Task Does_not_know_every_size()
    {
        await using var desk = await StoppedAsync();

        Assert.Equal((400, "InvalidParameter"), await RefusalAsync(ResizeAsync(desk, "Standard_Z1")));
        Assert.Equal((400, "InvalidParameter"), await RefusalAsync(desk.PatchAsync(Vm1, new JsonObject { ["tags"] = new JsonObject() })));
    }

    private static async Task<StandInDesk> StoppedAsync(string size = StandInDesk.A100)
    {
        var desk = await StandInDesk.OpenAsync();
        await desk.PutVmAsync("vm1", size);
        desk.Later();
        await desk.PostAsync($"{Vm1}/deallocate");
        desk.Later();
        desk.StandIn.Settle();
        return desk;
    }

    private static Task<Said> ResizeAsync(StandInDesk desk, string size) => desk.PatchAsync(
        Vm1, new JsonObject { ["properties"] = new JsonObject { ["hardwareProfile"] = new JsonObject { ["vmSize"] = size } } });

    private static async Task<(int, string?)> RefusalAsync(Task<Said> said) => ((await said).Status, (await said).Code);

    private static string? Size(JsonNode? vm) => (string?)vm?["properties"]?["hardwareProfile"]?["vmSize"];

    private static string? State(JsonNode? vm) => (string?)vm?["properties"]?["provisioningState"];
}
