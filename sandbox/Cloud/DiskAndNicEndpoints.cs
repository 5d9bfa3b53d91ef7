using System.Text.Json.Nodes;

namespace ChatOps.Sandbox.Cloud;

/// <summary>Microsoft.Compute/disks (2023-04-02) and Microsoft.Network/networkInterfaces (2023-05-01): read and delete.</summary>
internal static class DiskAndNicEndpoints
{
    private const string Disks = "Microsoft.Compute/disks";
    private const string Nics = "Microsoft.Network/networkInterfaces";

    public static void Map(ArmRoutes routes)
    {
        routes.On("GET", "disks", request => request.Page([.. request.Cloud.Disks.Values.Select(disk => View(request, disk))]));
        routes.On("GET", "disks/{name}", request => ArmAnswer.Ok(View(request, Disk(request))));
        routes.On("DELETE", "disks/{name}", request =>
        {
            if (request.Cloud.Disks.GetValueOrDefault(request["name"]) is { ManagedBy: { } vm } && request.Cloud.Vms.ContainsKey(vm))
                throw new ArmError(409, "OperationNotAllowed", $"Disk {request["name"]} is attached to VM {vm}.");
            return ArmAnswer.Empty(request.Cloud.Disks.Remove(request["name"]) ? 200 : 204);
        });
        routes.OnNetwork("GET", "networkInterfaces", request => request.Page([.. request.Cloud.Nics.Values.Select(nic => View(request, nic))]));
        routes.OnNetwork("GET", "networkInterfaces/{name}", request => ArmAnswer.Ok(View(request, Nic(request))));
        routes.OnNetwork("DELETE", "networkInterfaces/{name}", request => ArmAnswer.Empty(request.Cloud.Nics.Remove(request["name"]) ? 200 : 204));
    }

    private static CloudDisk Disk(ArmRequest request) =>
        request.Cloud.Disks.GetValueOrDefault(request["name"]) ?? throw ArmError.NotFound(Disks, request["name"], request.Group);

    private static CloudNic Nic(ArmRequest request) =>
        request.Cloud.Nics.GetValueOrDefault(request["name"]) ?? throw ArmError.NotFound(Nics, request["name"], request.Group);

    private static JsonObject View(ArmRequest request, CloudDisk disk)
    {
        var view = new JsonObject
        {
            ["id"] = request.Id(Disks, disk.Name),
            ["name"] = disk.Name,
            ["type"] = Disks,
            ["location"] = disk.Region,
            ["sku"] = new JsonObject { ["name"] = disk.Type },
            ["properties"] = new JsonObject
            {
                ["creationData"] = new JsonObject { ["createOption"] = "Empty" },
                ["diskSizeGB"] = disk.SizeGiB,
                ["provisioningState"] = "Succeeded",
                ["diskState"] = disk.ManagedBy is null ? "Unattached" : "Attached",
            },
        };
        if (disk.ManagedBy is { } vm) view["managedBy"] = request.Id(VmEndpoints.Type, vm);
        return view;
    }

    private static JsonObject View(ArmRequest request, CloudNic nic)
    {
        var properties = new JsonObject
        {
            ["provisioningState"] = "Succeeded",
            ["primary"] = true,
            ["ipConfigurations"] = new JsonArray(new JsonObject
            {
                ["name"] = "private",
                ["properties"] = new JsonObject { ["subnet"] = new JsonObject { ["id"] = nic.SubnetId }, ["privateIPAllocationMethod"] = "Dynamic" },
            }),
        };
        if (nic.VirtualMachine is { } vm) properties["virtualMachine"] = new JsonObject { ["id"] = request.Id(VmEndpoints.Type, vm) };
        return new JsonObject
        {
            ["id"] = request.Id(Nics, nic.Name),
            ["name"] = nic.Name,
            ["type"] = Nics,
            ["location"] = nic.Region,
            ["properties"] = properties,
        };
    }
}
