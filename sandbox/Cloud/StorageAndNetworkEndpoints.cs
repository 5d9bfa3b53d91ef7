using System.Text.Json.Nodes;

namespace ChatOps.Sandbox.Cloud;

/// <summary>
/// Microsoft.Compute/disks (2023-04-02), Microsoft.Network/networkInterfaces and publicIPAddresses (2023-05-01): read and delete.
/// </summary>
internal static class StorageAndNetworkEndpoints
{
    public const string Disks = "Microsoft.Compute/disks";
    public const string Nics = "Microsoft.Network/networkInterfaces";
    public const string Addresses = "Microsoft.Network/publicIPAddresses";

    /// <summary>Azure takes a moment for each.</summary>
    public static readonly TimeSpan Takes = TimeSpan.FromSeconds(3);

    public static void Map(ArmRoutes routes)
    {
        routes.On("GET", "disks", request => request.Page(request.Cloud.Disks, disk => View(request, disk)));
        routes.On("GET", "disks/{name}", request => ArmAnswer.Ok(View(request, Find(request, request.Cloud.Disks, Disks))));
        routes.On("DELETE", "disks/{name}", request => Delete(request, request.Cloud.Disks, Happening.DiskDeleted, RefuseAttached));
        routes.OnNetwork("GET", "networkInterfaces", request => request.Page(request.Cloud.Nics, nic => View(request, nic)));
        routes.OnNetwork("GET", "networkInterfaces/{name}", request => ArmAnswer.Ok(View(request, Find(request, request.Cloud.Nics, Nics))));
        routes.OnNetwork("DELETE", "networkInterfaces/{name}", request => Delete(request, request.Cloud.Nics, Happening.NicDeleted, RefuseInUse));
        routes.OnNetwork("GET", "publicIPAddresses", request => request.Page(request.Cloud.Addresses, address => View(request, address)));
        routes.OnNetwork("GET", "publicIPAddresses/{name}", request =>
            ArmAnswer.Ok(View(request, Find(request, request.Cloud.Addresses, Addresses))));
        routes.OnNetwork("DELETE", "publicIPAddresses/{name}", request =>
            Delete(request, request.Cloud.Addresses, Happening.AddressDeleted, (_, _) => { }));
    }

    private static T Find<T>(ArmRequest request, Shelf<T> shelf, string type) where T : class =>
        shelf.GetValueOrDefault(request["name"]) ?? throw ArmError.NotFound(type, request["name"], request.Group);

    private static ArmAnswer Delete<T>(ArmRequest request, Shelf<T> shelf, Happening what, Action<ArmRequest, T> refuse) where T : ITagged
    {
        if (shelf.GetValueOrDefault(request["name"]) is not { } resource) return ArmAnswer.Empty(204);
        refuse(request, resource);
        var operation = Clockwork.SetOff(request.Cloud, resource.Name, resource.Region, what, Takes, request.Now);
        var place = what == Happening.DiskDeleted ? OperationPlace.Disks : OperationPlace.Network;
        return ArmAnswer.Started(202, request, operation, resource.Region, place: place);
    }

    private static void RefuseAttached(ArmRequest request, CloudDisk disk)
    {
        if (disk.ManagedBy is { } vm && request.Cloud.Vms.ContainsKey(vm))
            throw new ArmError(409, "OperationNotAllowed", $"Disk {disk.Name} is attached to VM {request.Id(VmEndpoints.Type, vm)}.");
    }

    private static void RefuseInUse(ArmRequest request, CloudNic nic)
    {
        if (nic.VirtualMachine is not { } vm || !request.Cloud.Vms.ContainsKey(vm)) return;
        throw new ArmError(400, "NicInUse", $"Network Interface {request.Id(Nics, nic.Name)} is used by existing resource "
            + $"{request.Id(VmEndpoints.Type, vm)}. In order to delete the network interface, it must be dissociated from the resource. "
            + "To learn more, see aka.ms/deletenic.");
    }

    private static JsonObject View(ArmRequest request, CloudDisk disk)
    {
        var view = View(request, disk, Disks, new JsonObject
        {
            ["creationData"] = new JsonObject { ["createOption"] = disk.CreateOption },
            ["diskSizeGB"] = disk.SizeGiB,
            ["provisioningState"] = "Succeeded",
            ["diskState"] = disk.ManagedBy is null ? "Unattached" : "Attached",
            ["timeCreated"] = $"{disk.CreatedAt:yyyy-MM-ddTHH:mm:ss.fffZ}",
        });
        view["sku"] = new JsonObject { ["name"] = disk.Type };
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
        return View(request, nic, Nics, properties);
    }

    private static JsonObject View(ArmRequest request, CloudAddress address)
    {
        var view = View(request, address, Addresses, new JsonObject
        {
            ["provisioningState"] = "Succeeded",
            ["publicIPAllocationMethod"] = "Static",
            ["publicIPAddressVersion"] = "IPv4",
        });
        view["sku"] = new JsonObject { ["name"] = "Standard" };
        return view;
    }

    private static JsonObject View(ArmRequest request, ITagged resource, string type, JsonObject properties)
    {
        var view = new JsonObject
        {
            ["id"] = request.Id(type, resource.Name),
            ["name"] = resource.Name,
            ["type"] = type,
            ["location"] = resource.Region,
            ["properties"] = properties,
        };
        if (resource.Tags.Count > 0) view["tags"] = resource.Tags.DeepClone();
        return view;
    }
}
