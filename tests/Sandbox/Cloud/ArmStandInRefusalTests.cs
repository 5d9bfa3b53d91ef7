using System.Text.Json.Nodes;

namespace ChatOps.Tests.Sandbox.Cloud;

/// <summary>What Azure does not take, the stand-in does not take either.</summary>
public sealed class ArmStandInRefusalTests
{
    private const string Vm1 = $"{StandInDesk.Compute}/virtualMachines/vm1";

    [Fact]
    public async Task Wants_a_token()
    {
        await using var desk = await StandInDesk.OpenAsync();

        var said = await desk.SendRawAsync($"{Vm1}?api-version=2023-07-01", withToken: false);

        Assert.Equal((401, "AuthenticationFailed"), (said.Status, said.Code));
    }

    [Fact]
    public async Task Wants_an_api_version()
    {
        await using var desk = await StandInDesk.OpenAsync();

        var said = await desk.SendRawAsync(Vm1);

        Assert.Equal((400, "MissingApiVersionParameter"), (said.Status, said.Code));
    }

    [Theory]
    [InlineData("/subscriptions/sub/resourceGroups/gpu-machines/providers/Microsoft.Compute/galleries", "InvalidResourceType")]
    [InlineData("/nonsense", "InvalidResourceType")]
    [InlineData(Vm1, "ResourceNotFound")]
    [InlineData($"{Vm1}/runCommands/checks-1", "ResourceNotFound")]
    public async Task Does_not_find_what_is_not_there(string path, string code)
    {
        await using var desk = await StandInDesk.OpenAsync();

        var said = await desk.GetAsync(path);

        Assert.Equal((404, code), (said.Status, said.Code));
    }

    [Fact]
    public async Task Does_not_delete_a_disk_that_is_attached()
    {
        await using var desk = await StandInDesk.WithVmAsync();

        Assert.Equal((409, "OperationNotAllowed"), await StatusAsync(desk.DeleteAsync($"{StandInDesk.Compute}/disks/vm1-os")));
    }

    [Fact]
    public async Task The_same_VM_put_again_conflicts()
    {
        await using var desk = await StandInDesk.OpenAsync();
        await desk.PutVmAsync("vm1");

        Assert.Equal((409, "AnotherOperationInProgress"), await StatusAsync(desk.PutVmAsync("vm1")));
        desk.Later();
        Assert.Equal((409, "PropertyChangeNotAllowed"), await StatusAsync(desk.PutVmAsync("vm1")));
    }

    [Fact]
    public async Task Does_one_thing_at_a_time_to_a_VM_but_a_delete_comes_through()
    {
        await using var desk = await StandInDesk.WithVmAsync();
        await desk.PostAsync($"{Vm1}/deallocate");

        Assert.Equal((409, "AnotherOperationInProgress"), await StatusAsync(desk.PostAsync($"{Vm1}/start")));
        Assert.Equal(202, (await desk.DeleteAsync(Vm1)).Status);
        desk.Later();
        Assert.Equal(404, (await desk.GetAsync(Vm1)).Status);
    }

    public static TheoryData<string> Wrongs =>
        ["no location", "an unknown size", "the latest image", "no SSH key", "too much custom data", "no networkApiVersion"];

    [Theory]
    [MemberData(nameof(Wrongs))]
    public async Task Refuses_a_VM_with(string what)
    {
        await using var desk = await StandInDesk.OpenAsync();
        var said = await desk.PutVmAsync("vm1", change: body =>
        {
            var properties = body["properties"]?.AsObject() ?? [];
            if (what == "no location") body.Remove("location");
            if (what == "an unknown size") properties["hardwareProfile"] = new JsonObject { ["vmSize"] = "Standard_Nope" };
            if (what == "the latest image") properties["storageProfile"] = new JsonObject { ["imageReference"] = new JsonObject { ["version"] = "latest" } };
            if (what == "no SSH key" && properties["osProfile"] is JsonObject os) os.Remove("linuxConfiguration");
            if (what == "too much custom data" && properties["osProfile"] is JsonObject big) big["customData"] = Convert.ToBase64String(new byte[65_536]);
            if (what == "no networkApiVersion" && properties["networkProfile"] is JsonObject network) network.Remove("networkApiVersion");
        });

        Assert.Equal((400, "InvalidParameter"), (said.Status, said.Code));
    }

    [Fact]
    public async Task Runs_nothing_on_a_VM_that_does_not_run()
    {
        await using var desk = await StandInDesk.WithVmAsync();
        await desk.PostAsync($"{Vm1}/deallocate");
        desk.Later();

        var run = new JsonObject { ["properties"] = new JsonObject { ["source"] = new JsonObject { ["script"] = "true" } } };
        Assert.Equal((409, "OperationNotAllowed"), await StatusAsync(desk.PutAsync($"{Vm1}/runCommands/one", run)));
    }

    private static async Task<(int, string?)> StatusAsync(Task<Said> said) => ((await said).Status, (await said).Code);
}
