using System.Text.Json.Nodes;

namespace ChatOps.Sandbox.Cloud;

/// <summary>Microsoft.Compute/snapshots (2023-04-02), of disks of the same group: put, read, list and delete.</summary>
internal static class SnapshotEndpoints
{
    public const string Type = "Microsoft.Compute/snapshots";

    private static readonly string[] Skus = ["Standard_LRS", "Premium_LRS", "Standard_ZRS"];

    public static void Map(ArmRoutes routes)
    {
        routes.On("PUT", "snapshots/{name}", Put);
        routes.On("GET", "snapshots", request => request.Page(request.Cloud.Snapshots, snapshot => View(request, snapshot)));
        routes.On("GET", "snapshots/{name}", request => ArmAnswer.Ok(View(request, Find(request))));
        routes.On("DELETE", "snapshots/{name}", Delete);
    }

    private static CloudSnapshot Find(ArmRequest request) =>
        request.Cloud.Snapshots.GetValueOrDefault(request["name"]) ?? throw ArmError.NotFound(Type, request["name"], request.Group);

    private static ArmAnswer Put(ArmRequest request)
    {
        var (cloud, disk) = (request.Cloud, Source(request));
        var tags = request.Body["tags"]?.DeepClone() as JsonObject ?? [];
        if (cloud.Snapshots.TryGetValue(request["name"], out var existing))
        {
            if (!existing.Disk.Equals(disk, StringComparison.OrdinalIgnoreCase))
                throw new ArmError(409, "PropertyChangeNotAllowed", "Changing property 'creationData' is not allowed.");
            // What it is made from is as it was: an update changes tags, and copies nothing again.
            cloud.Snapshots[existing.Name] = existing with { Tags = tags };
            return ArmAnswer.Ok(View(request, cloud.Snapshots[existing.Name]));
        }
        if (!cloud.Disks.TryGetValue(disk, out var source)) throw ArmError.NotFound(StorageAndNetworkEndpoints.Disks, disk, request.Group);
        var region = (string?)request.Body["location"] ?? throw ArmError.Invalid("location", "Required parameter 'location' is missing.");
        if (region != source.Region) throw ArmError.Invalid("location", $"Disk {disk} is in {source.Region}, not in {region}.");
        if (!Skus.Contains((string?)request.Body["sku"]?["name"])) throw ArmError.Invalid("sku.name", "The value is not valid.");
        var snapshot = new CloudSnapshot(request["name"], region, source.Name, source.SizeGiB)
        {
            Incremental = (bool?)request.Body["properties"]?["incremental"] ?? false,
            Sku = (string?)request.Body["sku"]?["name"] ?? "",
            CreatedAt = request.Now,
            Tags = tags,
        };
        cloud.Snapshots[snapshot.Name] = snapshot;
        var operation = Clockwork.SetOff(
            cloud, snapshot.Name, region, Happening.SnapshotMade, Pace.Snapshot(snapshot.Name, cloud.Faults.Slow), request.Now,
            failure: VmEndpoints.TakeFault(cloud, "snapshot"));
        return ArmAnswer.Started(202, request, operation, region, View(request, snapshot), OperationPlace.Disks);
    }

    /// <summary>The name of the disk that it is to be made of.</summary>
    private static string Source(ArmRequest request)
    {
        var creation = request.Body["properties"]?["creationData"]
            ?? throw ArmError.Invalid("snapshot.properties.creationData", "Required parameter 'creationData' is missing.");
        if ((string?)creation["createOption"] != "Copy") throw ArmError.Invalid("createOption", "The stand-in makes snapshots by copying a disk only.");
        var (id, prefix) = ((string?)creation["sourceResourceId"] ?? "", request.Id(StorageAndNetworkEndpoints.Disks, ""));
        return id.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
            ? id[prefix.Length..]
            : throw ArmError.Invalid("sourceResourceId", $"The value '{id}' is no disk of this group.");
    }

    private static ArmAnswer Delete(ArmRequest request)
    {
        if (!request.Cloud.Snapshots.TryGetValue(request["name"], out var snapshot)) return ArmAnswer.Empty(204);
        var operation = Clockwork.SetOff(
            request.Cloud, snapshot.Name, snapshot.Region, Happening.SnapshotDeleted, StorageAndNetworkEndpoints.Takes, request.Now);
        return ArmAnswer.Started(202, request, operation, snapshot.Region, place: OperationPlace.Disks);
    }

    /// <summary>It has been copied, unless that was to fail. A disk that was deleted meanwhile cannot be.</summary>
    public static void Made(CloudState cloud, Pending made)
    {
        if (!cloud.Snapshots.TryGetValue(made.Name, out var snapshot)) return;
        var went = made.FailureCode is null && cloud.Disks.ContainsKey(snapshot.Disk);
        cloud.Snapshots[made.Name] = snapshot with { Provisioning = went ? "Succeeded" : "Failed" };
        cloud.News.Add(cloud.Id(Type, made.Name));
    }

    private static JsonObject View(ArmRequest request, CloudSnapshot snapshot) => new()
    {
        ["id"] = request.Id(Type, snapshot.Name),
        ["name"] = snapshot.Name,
        ["type"] = Type,
        ["location"] = snapshot.Region,
        ["tags"] = snapshot.Tags.DeepClone(),
        ["sku"] = new JsonObject { ["name"] = snapshot.Sku, ["tier"] = snapshot.Sku.Split('_')[0] },
        ["properties"] = new JsonObject
        {
            ["creationData"] = new JsonObject
            {
                ["createOption"] = "Copy",
                ["sourceResourceId"] = request.Id(StorageAndNetworkEndpoints.Disks, snapshot.Disk),
            },
            ["incremental"] = snapshot.Incremental,
            ["diskSizeGB"] = snapshot.SizeGiB,
            ["diskState"] = "Unattached",
            ["timeCreated"] = $"{snapshot.CreatedAt:yyyy-MM-ddTHH:mm:ss.fffZ}",
            ["provisioningState"] = snapshot.Provisioning,
        },
    };
}
