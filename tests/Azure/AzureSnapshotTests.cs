using ChatOps.Azure;
using ChatOps.Core.Inventory;
using ChatOps.Core.Machines;

namespace ChatOps.Tests.Azure;

/// <summary>Snapshots of a machine's disks, by the real SDK.</summary>
public sealed class AzureSnapshotTests
{
    private static readonly DateOnly Until = new(2026, 12, 17);

    private static readonly Machine Awaiting = CloudDesk.Machine with
    {
        Wanted = Wanted.Deleted,
        Snapshots = new DiskSnapshots(TimeSpan.FromDays(30), Until),
    };

    private static readonly Effect Snapshots =
        new Effect.SnapshotDisks(CloudDesk.PyTorch, [Arm.Site.DiskId(Awaiting.OsDiskName), Arm.Site.DiskId(Awaiting.DataDiskName)], Until);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Looks_at_disks_only_while_their_snapshots_are_waited_for()
    {
        await using var desk = await CloudDesk.WithMachineAsync();

        Assert.Empty((await desk.SeeAsync()).Disks);
        Assert.Equal([(Awaiting.OsDiskName, null), (Awaiting.DataDiskName, null)], await SeenAsync(desk));
    }

    [Fact]
    public async Task Makes_one_of_each_disk_and_says_when_it_is_there()
    {
        await using var desk = await CloudDesk.WithMachineAsync();

        await desk.DoAsync(Snapshots);
        Assert.Equal([ProvisioningState.Creating, ProvisioningState.Creating], (await SeenAsync(desk)).Select(disk => disk.Snapshot));

        desk.Time.Advance(CloudDesk.LongEnough);
        Assert.Equal([ProvisioningState.Succeeded, ProvisioningState.Succeeded], (await SeenAsync(desk)).Select(disk => disk.Snapshot));
    }

    [Fact]
    public async Task Is_incremental_on_the_cheapest_storage_and_says_whose_it_is_and_until_when()
    {
        await using var desk = await CloudDesk.WithMachineAsync();

        await desk.DoAsync(Snapshots);

        var made = desk.StandIn.State.Snapshots[$"{Awaiting.OsDiskName}-snapshot"];
        Assert.Equal((true, "Standard_LRS", Awaiting.OsDiskName), (made.Incremental, made.Sku, made.Disk));
        Assert.Equal("2026-12-17", (string?)made.Tags[SnapshotTemplate.UntilTag]);
        Assert.All(VmTemplate.Tags(CloudDesk.Machine, CloudDesk.PyTorch), tag => Assert.Equal(tag.Value, (string?)made.Tags[tag.Name]));
    }

    [Fact]
    public async Task Asking_again_copies_nothing_again_and_moves_the_day()
    {
        await using var desk = await CloudDesk.WithMachineAsync();
        await desk.DoAsync(Snapshots);
        desk.Time.Advance(CloudDesk.LongEnough);

        await desk.DoAsync((Effect.SnapshotDisks)Snapshots with { Until = Until.AddDays(2) });

        Assert.Equal([ProvisioningState.Succeeded, ProvisioningState.Succeeded], (await SeenAsync(desk)).Select(disk => disk.Snapshot));
        Assert.All(desk.StandIn.State.Snapshots.Values, made => Assert.Equal("2026-12-19", (string?)made.Tags[SnapshotTemplate.UntilTag]));
    }

    [Fact]
    public async Task Sees_that_one_has_failed_and_removes_it()
    {
        await using var desk = await CloudDesk.WithMachineAsync();
        desk.Control("fail snapshot InternalServerError 1");
        await desk.DoAsync(Snapshots);
        desk.Time.Advance(CloudDesk.LongEnough);
        Assert.Equal([ProvisioningState.Failed, ProvisioningState.Succeeded], (await SeenAsync(desk)).Select(disk => disk.Snapshot));

        var failed = (await desk.SeeAsync(machine: Awaiting)).Disks[0].Snapshot;
        await desk.DoAsync(new Effect.DeleteLeftovers([failed?.Id ?? ""]));
        desk.Time.Advance(CloudDesk.LongEnough);
        Assert.Equal([null, ProvisioningState.Succeeded], (await SeenAsync(desk)).Select(disk => disk.Snapshot));
    }

    [Fact]
    public async Task Outlives_its_machine_and_is_listed_with_its_day()
    {
        await using var desk = await CloudDesk.WithMachineAsync();
        await desk.DoAsync(Snapshots);
        desk.Time.Advance(CloudDesk.LongEnough);
        await desk.DoAsync(new Effect.DeleteVm());
        desk.Time.Advance(CloudDesk.LongEnough);

        var listed = await desk.Inventory.ResourcesAsync(Cancellation).ToListAsync(Cancellation);

        var id = (MachineId?)CloudDesk.Machine.Id;
        Assert.Equal(
            [(ResourceKind.Snapshot, id, id, (DateOnly?)Until), (ResourceKind.Snapshot, id, id, Until)],
            listed.Select(resource => (resource.Kind, resource.Tag, resource.NamedAfter, resource.KeptUntil)));

        await desk.Inventory.DeleteAsync(listed[0], Cancellation);
        desk.Time.Advance(CloudDesk.LongEnough);
        Assert.Single(await desk.Inventory.ResourcesAsync(Cancellation).ToListAsync(Cancellation));
    }

    [Theory]
    [InlineData("2026-12-17", true)]
    [InlineData("17.12.2026", false)]
    [InlineData("for ever", false)]
    public void A_day_that_cannot_be_read_is_none(string tag, bool isDay) =>
        Assert.Equal(isDay ? Until : null, SnapshotTemplate.KeptUntil(new Dictionary<string, string> { [SnapshotTemplate.UntilTag] = tag }));

    // As Azure answers where it goes on copying once the resource is made, and where that came to nothing.
    [Theory]
    [InlineData("\"completionPercent\": 40.5", ProvisioningState.Creating)]
    [InlineData("\"completionPercent\": 100", ProvisioningState.Succeeded)]
    [InlineData("\"copyCompletionError\": { \"errorCode\": \"CopySourceNotFound\", \"errorMessage\": \"gone\" }", ProvisioningState.Failed)]
    public async Task Is_there_when_all_of_it_is_copied(string state, ProvisioningState expected)
    {
        const string Vm = """{ "error": { "code": "ResourceNotFound", "message": "gone" } }""";
        var disk = Resource("disks", Awaiting.OsDiskName, "\"creationData\": { \"createOption\": \"FromImage\" }");
        var snapshot = Resource("snapshots", "s", $$"""
            "creationData": { "createOption": "Copy" }, "provisioningState": "Succeeded", {{state}}
            """);
        var cloud = new AzureMachineCloud(
            Arm.Open(Arm.Answering(request => request.RequestUri?.AbsolutePath switch
            {
                { } path when path.EndsWith(Awaiting.OsDiskName, StringComparison.Ordinal) => Arm.Answer(200, disk),
                { } path when path.EndsWith($"{Awaiting.OsDiskName}-snapshot", StringComparison.Ordinal) => Arm.Answer(200, snapshot),
                _ => Arm.Answer(404, Vm),
            })),
            Arm.Site);

        var seen = Assert.Single((await cloud.ObserveAsync(Awaiting, null, Cancellation)).Disks);

        Assert.Equal(expected, seen.Snapshot?.Provisioning);
    }

    private static string Resource(string kind, string name, string properties) => $$"""
        {
          "id": "{{Arm.Site.GroupId}}/providers/Microsoft.Compute/{{kind}}/{{name}}", "name": "{{name}}", "type": "Microsoft.Compute/{{kind}}",
          "location": "eastus", "properties": { {{properties}} }
        }
        """;

    private static async Task<IEnumerable<(string Name, ProvisioningState? Snapshot)>> SeenAsync(CloudDesk desk) =>
        (await desk.SeeAsync(machine: Awaiting)).Disks.Select(disk => (disk.Id.Split('/')[^1], disk.Snapshot?.Provisioning));
}
