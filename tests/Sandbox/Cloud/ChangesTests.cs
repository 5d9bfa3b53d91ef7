using System.Text.Json.Nodes;
using ChatOps.Sandbox.Loopback;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Sandbox.Cloud;

/// <summary>What the stand-in tells of by itself, as Event Grid does, and when.</summary>
public sealed class ChangesTests
{
    private const string Vm1 = $"{StandInDesk.Compute}/virtualMachines/vm1";

    [Fact]
    public async Task Knows_when_the_next_thing_will_happen_and_tells_of_it_then()
    {
        await using var desk = await StandInDesk.OpenAsync();
        var told = Told(desk);
        Assert.Null(desk.StandIn.NextChangeAt);
        await desk.PutVmAsync("vm1");

        var next = desk.StandIn.NextChangeAt ?? throw new InvalidOperationException("Nothing will happen.");
        desk.Time.Advance(next - desk.Time.Now - TimeSpan.FromTicks(1));
        desk.StandIn.Settle();
        Assert.Empty(told);
        desk.Time.Advance(TimeSpan.FromTicks(1));
        desk.StandIn.Settle();

        Assert.Equal([Vm1], told);
        Assert.Null(desk.StandIn.NextChangeAt);
    }

    [Theory]
    [InlineData("AllocationFailed")]
    [InlineData("OSProvisioningTimedOut")]
    public async Task Tells_of_a_creation_that_failed(string code)
    {
        await using var desk = await StandInDesk.OpenAsync();
        desk.Control($"fail create {code}");
        await desk.PutVmAsync("vm1");

        Assert.Equal([Vm1], TellsLater(desk));
    }

    [Theory]
    [InlineData("deallocate")]
    [InlineData("powerOff")]
    [InlineData("simulateEviction")]
    public async Task Tells_when_a_VM_is_down_and_when_it_is_up_again(string how)
    {
        await using var desk = await StandInDesk.WithVmAsync(spot: true);

        await desk.PostAsync($"{Vm1}/{how}");
        Assert.Equal([Vm1], TellsLater(desk));
        await desk.PostAsync($"{Vm1}/start");
        Assert.Equal([Vm1], TellsLater(desk));
    }

    [Fact]
    public async Task Tells_of_a_VM_that_is_gone_and_of_what_went_with_it()
    {
        await using var desk = await StandInDesk.WithVmAsync();
        await desk.DeleteAsync(Vm1);

        var told = TellsLater(desk);

        Assert.Equal((Vm1, $"{StandInDesk.Compute}/disks/vm1-os"), (told[0], told[1]));
        Assert.StartsWith($"{StandInDesk.Network}/networkInterfaces/vm1-nic-", told[2], StringComparison.Ordinal);
        Assert.Equal(3, told.Count);
    }

    [Theory]
    [InlineData("shutdown vm1")]
    [InlineData("evict vm1")]
    public async Task Tells_of_what_somebody_else_did(string words)
    {
        await using var desk = await StandInDesk.WithVmAsync(spot: true);
        var told = Told(desk);

        desk.Control(words);
        desk.Later();
        desk.StandIn.Settle();

        Assert.Equal([Vm1], told);
    }

    [Theory]
    [InlineData(false, "Succeeded")]
    [InlineData(true, "Failed")]
    public async Task Tells_of_an_extension_however_it_ends(bool fails, string state)
    {
        await using var desk = await StandInDesk.WithVmAsync();
        if (fails) desk.Control("fail extension sign-in");
        var extension = new JsonObject { ["properties"] = new JsonObject { ["publisher"] = "p", ["type"] = "t" } };
        await desk.PutAsync($"{Vm1}/extensions/sign-in", extension);

        Assert.Equal([$"{Vm1}/extensions/sign-in"], TellsLater(desk));
        Assert.Equal(state, (string?)(await desk.GetAsync($"{Vm1}/extensions/sign-in")).Body?["properties"]?["provisioningState"]);
    }

    [Fact]
    public async Task A_run_command_that_is_waited_for_is_told_of_when_its_script_ends()
    {
        await using var desk = await StandInDesk.WithVmAsync();
        var put = await desk.PutAsync($"{Vm1}/runCommands/one", Run(asyncExecution: false));

        Assert.Equal(("InProgress", "Creating", "Running"), (await desk.OperationAsync(put), await ProvisioningAsync(desk), await ExecutionAsync(desk)));
        Assert.NotNull(desk.StandIn.NextChangeAt);
        Assert.Equal([$"{Vm1}/runCommands/one"], TellsLater(desk));
        Assert.Equal(("Succeeded", "Succeeded", "Succeeded"), (await desk.OperationAsync(put), await ProvisioningAsync(desk), await ExecutionAsync(desk)));
    }

    [Fact]
    public async Task An_asynchronous_run_command_is_told_of_when_its_script_begins()
    {
        await using var desk = await StandInDesk.WithVmAsync();
        var told = Told(desk);
        var put = await desk.PutAsync($"{Vm1}/runCommands/one", Run(asyncExecution: true));

        desk.StandIn.Settle();
        Assert.Equal([$"{Vm1}/runCommands/one"], told);
        Assert.Equal(("Succeeded", "Succeeded", "Running"), (await desk.OperationAsync(put), await ProvisioningAsync(desk), await ExecutionAsync(desk)));
        Assert.NotNull(desk.StandIn.NextChangeAt);
        desk.Later();
        Assert.Equal("Succeeded", await ExecutionAsync(desk));
        Assert.Single(told);
    }

    [Fact]
    public async Task A_script_stands_still_while_its_machine_is_down()
    {
        await using var desk = await StandInDesk.WithVmAsync();
        await desk.PutAsync($"{Vm1}/runCommands/one", Run(asyncExecution: false));
        await desk.PostAsync($"{Vm1}/deallocate");
        desk.Later();
        Assert.Equal("Running", await ExecutionAsync(desk));
        Assert.Null(desk.StandIn.NextChangeAt);

        await desk.PostAsync($"{Vm1}/start");
        desk.Later();

        Assert.Equal("Succeeded", await ExecutionAsync(desk));
    }

    [Fact]
    public async Task A_run_command_deleted_and_put_again_is_not_ended_by_the_first_ones_script()
    {
        await using var desk = await StandInDesk.WithVmAsync();
        var first = await desk.PutAsync($"{Vm1}/runCommands/one", Run(asyncExecution: false));
        desk.Time.Advance(TimeSpan.FromSeconds(1));
        await desk.DeleteAsync($"{Vm1}/runCommands/one");
        await desk.PutAsync($"{Vm1}/runCommands/one", Run(asyncExecution: false));
        desk.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(("Failed", "Running"), (await desk.OperationAsync(first), await ExecutionAsync(desk)));
        desk.Later();
        Assert.Equal("Succeeded", await ExecutionAsync(desk));
    }

    [Fact]
    public async Task What_a_request_lets_happen_is_told_before_it_is_answered_and_may_be_asked_about_at_once()
    {
        await using var desk = await StandInDesk.OpenAsync();
        await desk.PutVmAsync("vm1");
        desk.Later();
        var seen = new List<(string, DateTimeOffset?)>();
        desk.StandIn.Changed += id => seen.Add((id, desk.StandIn.NextChangeAt));

        await desk.GetAsync(Vm1);

        Assert.Equal([(Vm1, null)], seen);
    }

    [Fact]
    public async Task What_will_happen_outlives_a_restart()
    {
        using var folder = new TempFolder();
        var time = new SettableTime();
        DateTimeOffset? next;
        await using (var before = await StandInDesk.OpenAsync(folder.At("cloud.json"), time))
        {
            await before.PutVmAsync("vm1");
            await before.PutVmAsync("vm2");
            next = before.StandIn.NextChangeAt;
        }

        await using var after = await StandInDesk.OpenAsync(folder.At("cloud.json"), time);
        Assert.Equal((next, 2), (after.StandIn.NextChangeAt, after.StandIn.State.Pending.Count));
        Assert.Equal([Vm1, $"{StandInDesk.Compute}/virtualMachines/vm2"], TellsLater(after).Order());
    }

    [Fact]
    public async Task Counts_requests_by_kind_and_shows_each_to_who_listens()
    {
        await using var desk = await StandInDesk.OpenAsync();
        var exchanges = new List<HttpExchange>();
        desk.StandIn.Exchanged += exchanges.Add;
        await desk.PutVmAsync("vm1");
        await desk.GetAsync($"{Vm1}?$expand=instanceView");
        await desk.GetAsync(Vm1);
        await desk.GetAsync("/nonsense");

        Assert.Equal(["GET virtualMachines/{vm} 2", "PUT virtualMachines/{vm} 1"], desk.StandIn.Requests.Select(pair => $"{pair.Key} {pair.Value}"));
        Assert.Equal([201, 200, 200, 404], exchanges.Select(exchange => exchange.Status));
        var (put, get) = (exchanges[0], exchanges[1]);
        Assert.Equal(("PUT", $"https://management.azure.com{Vm1}?api-version=2023-07-01"), (put.Method, put.Url.AbsoluteUri));
        Assert.Equal("eastus", (string?)JsonNode.Parse(put.RequestBody ?? "")?["location"]);
        Assert.Equal(("vm1", "10"), ((string?)JsonNode.Parse(put.ResponseBody ?? "")?["name"], put.ResponseHeaders["Retry-After"]));
        Assert.Null(get.RequestBody);
        Assert.Equal("Bearer any", get.RequestHeaders["Authorization"]);
    }

    private static List<string> Told(StandInDesk desk)
    {
        var told = new List<string>();
        desk.StandIn.Changed += told.Add;
        return told;
    }

    /// <summary>All that is told from now on, until nothing goes on any more.</summary>
    private static List<string> TellsLater(StandInDesk desk)
    {
        var told = Told(desk);
        desk.Later();
        desk.StandIn.Settle();
        return told;
    }

    private static JsonObject Run(bool asyncExecution) => new()
    {
        ["location"] = "eastus",
        ["properties"] = new JsonObject { ["source"] = new JsonObject { ["script"] = "true" }, ["asyncExecution"] = asyncExecution },
    };

    private static async Task<string?> ProvisioningAsync(StandInDesk desk) =>
        (string?)(await desk.GetAsync($"{Vm1}/runCommands/one")).Body?["properties"]?["provisioningState"];

    private static async Task<string?> ExecutionAsync(StandInDesk desk) =>
        (string?)(await desk.GetAsync($"{Vm1}/runCommands/one?$expand=instanceView")).Body?["properties"]?["instanceView"]?["executionState"];
}
