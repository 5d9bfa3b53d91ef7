using System.Text.Json.Nodes;
using ChatOps.Sandbox.Cloud;

namespace ChatOps.Tests.Sandbox.Cloud;

/// <summary>The stand-in's snapshots of disks, as Azure's: made after a while, changed only in their tags, and on their own once they are there.</summary>
public sealed class SnapshotsTests
{
    private const string Snapshot = $"{StandInDesk.Compute}/snapshots/snap";

    [Fact]
    public async Task Is_made_after_a_while_and_told_of()
    {
        await using var desk = await StandInDesk.WithVmAsync();
        var told = new List<string>();
        desk.StandIn.Changed += told.Add;

        var begun = await desk.PutAsync(Snapshot, Body());
        Assert.Equal((202, "Creating", "InProgress"), (begun.Status, State(begun), await desk.OperationAsync(begun)));

        desk.Later();
        Assert.Equal(("Succeeded", "Succeeded"), (State(await desk.GetAsync(Snapshot)), await desk.OperationAsync(begun)));
        Assert.Contains($"{StandInDesk.Compute}/snapshots/snap", told);
    }

    [Fact]
    public async Task Put_again_it_changes_its_tags_and_copies_nothing()
    {
        await using var desk = await StandInDesk.WithVmAsync();
        await desk.PutAsync(Snapshot, Body());
        desk.Later();

        var again = await desk.PutAsync(Snapshot, Body(body => body["tags"] = new JsonObject { ["of"] = "mine" }));

        Assert.Equal((200, "Succeeded", "mine"), (again.Status, State(again), (string?)again.Body?["tags"]?["of"]));
        Assert.Single((await desk.GetAsync($"{StandInDesk.Compute}/snapshots")).Body?["value"]?.AsArray() ?? []);
    }

    [Theory]
    [InlineData("another disk", 409, "PropertyChangeNotAllowed")]
    [InlineData("a disk that there is not", 404, "ResourceNotFound")]
    [InlineData("no disk at all", 400, "InvalidParameter")]
    [InlineData("another region", 400, "InvalidParameter")]
    [InlineData("a storage that there is not", 400, "InvalidParameter")]
    [InlineData("nothing to be made of", 400, "InvalidParameter")]
    public async Task Refuses_what_Azure_would(string what, int status, string code)
    {
        await using var desk = await StandInDesk.WithVmAsync();
        if (what == "another disk") await desk.PutAsync(Snapshot, Body());

        var refused = await desk.PutAsync(Snapshot, Body(body =>
        {
            var properties = body["properties"]?.AsObject() ?? [];
            var source = properties["creationData"]?.AsObject() ?? [];
            if (what is "another disk" or "a disk that there is not") source["sourceResourceId"] = $"{StandInDesk.Compute}/disks/none";
            if (what == "no disk at all") source["sourceResourceId"] = $"{StandInDesk.Compute}/virtualMachines/vm1";
            if (what == "another region") body["location"] = "westus2";
            if (what == "a storage that there is not") body["sku"] = new JsonObject { ["name"] = "UltraSSD_LRS" };
            if (what == "nothing to be made of") properties.Remove("creationData");
        }));

        Assert.Equal((status, code), (refused.Status, refused.Code));
    }

    [Fact]
    public async Task Fails_when_it_is_told_to_and_stays_so()
    {
        await using var desk = await StandInDesk.WithVmAsync();
        desk.Control("fail snapshot InternalServerError 1");
        var begun = await desk.PutAsync(Snapshot, Body());
        desk.Later();
        Assert.Equal(("Failed", "Failed"), (State(await desk.GetAsync(Snapshot)), await desk.OperationAsync(begun)));

        Assert.Equal("Failed", State(await desk.PutAsync(Snapshot, Body())));
    }

    // Whoever deletes too early loses what is on the disk.
    [Fact]
    public async Task Fails_when_its_disk_goes_before_it_is_made()
    {
        await using var desk = await StandInDesk.WithVmAsync();
        await desk.PutAsync(Snapshot, Body());
        lock (desk.StandIn.Lock) desk.StandIn.State.Disks.Clear();

        desk.Later();

        Assert.Equal("Failed", State(await desk.GetAsync(Snapshot)));
    }

    [Fact]
    public async Task Outlives_its_disk_once_it_is_made_and_is_deleted_by_itself()
    {
        await using var desk = await StandInDesk.WithVmAsync();
        await desk.PutAsync(Snapshot, Body());
        desk.Later();
        await desk.DeleteAsync($"{StandInDesk.Compute}/virtualMachines/vm1");
        desk.Later();
        desk.StandIn.Settle();
        Assert.StartsWith("Snapshot snap  of vm1-os  Succeeded", CloudControls.Show(desk.StandIn, desk.Time), StringComparison.Ordinal);

        Assert.Equal(202, (await desk.DeleteAsync(Snapshot)).Status);
        desk.Later();
        Assert.Equal(404, (await desk.GetAsync(Snapshot)).Status);
        Assert.Equal(204, (await desk.DeleteAsync(Snapshot)).Status);
    }

    private static string? State(Said said) => (string?)said.Body?["properties"]?["provisioningState"];

    private static JsonObject Body(Action<JsonObject>? change = null)
    {
        var body = new JsonObject
        {
            ["location"] = "eastus",
            ["sku"] = new JsonObject { ["name"] = "Standard_LRS" },
            ["properties"] = new JsonObject
            {
                ["incremental"] = true,
                ["creationData"] = new JsonObject { ["createOption"] = "Copy", ["sourceResourceId"] = $"{StandInDesk.Compute}/disks/vm1-os" },
            },
        };
        change?.Invoke(body);
        return body;
    }
}
