using System.Text.Json.Nodes;
using ChatOps.Core.Blueprints;
using ChatOps.Core.Sizes;

namespace ChatOps.Sandbox.Cloud;

/// <summary>Microsoft.Compute/virtualMachines, api-version 2023-07-01, as far as the product uses it.</summary>
internal static class VmEndpoints
{
    public const string Type = "Microsoft.Compute/virtualMachines";

    public static void Map(ArmRoutes routes)
    {
        routes.On("PUT", "virtualMachines/{vm}", Put);
        routes.On("GET", "virtualMachines/{vm}", request => ArmAnswer.Ok(VmView.Of(request, Find(request), request.Expands("instanceView"))));
        routes.On("GET", "virtualMachines/{vm}/instanceView", request => ArmAnswer.Ok(VmView.InstanceView(Find(request))));
        routes.On("GET", "virtualMachines", request => request.Page(request.Cloud.Vms, vm => VmView.Of(request, vm, instanceView: false)));
        routes.OnSubscription("GET", "virtualMachines", request => request.Page(request.Cloud.Vms, vm => request.Query("statusOnly") == "true"
            ? VmView.StatusOnly(request, vm)
            : VmView.Of(request, vm, instanceView: false)));
        routes.On("POST", "virtualMachines/{vm}/start", Start);
        routes.On("POST", "virtualMachines/{vm}/deallocate", request => Power(request, "deallocating", Happening.Deallocated));
        routes.On("POST", "virtualMachines/{vm}/powerOff", request => Power(request, "stopping", Happening.PoweredOff));
        routes.On("POST", "virtualMachines/{vm}/simulateEviction", request =>
        {
            var vm = Find(request);
            if (!vm.Spot) throw new ArmError(409, "OperationNotAllowed", "Only Spot virtual machines can be evicted.");
            request.Cloud.Pending.Add(new Pending(request.Now + Pace.EvictionNotice, Happening.Evicted, vm.Name, null, null));
            return ArmAnswer.Empty(204);
        });
        routes.On("PATCH", "virtualMachines/{vm}", Resize);
        routes.On("DELETE", "virtualMachines/{vm}", Delete);
    }

    public static CloudVm Find(ArmRequest request) =>
        request.Cloud.Vms.GetValueOrDefault(request["vm"]) ?? throw ArmError.NotFound(Type, request["vm"], request.Group);

    private static ArmAnswer Put(ArmRequest request)
    {
        var body = request.Body;
        if (request.Cloud.Vms.TryGetValue(request["vm"], out var existing))
        {
            // The same again is an update that changes nothing; the inline NIC cannot be put twice.
            return existing.Busy is null
                ? throw new ArmError(409, "PropertyChangeNotAllowed", "Changing property 'networkInterfaceConfigurations' is not allowed.")
                : throw ArmError.Busy(existing.Name);
        }
        var vm = Make(request, body);
        Reserve(request.Cloud, vm.QuotaFamily, vm.Region, SizeCatalog.Get(vm.Size).VCpus);
        var failure = TakeFault(request.Cloud, "create") ?? (HasRoom(request.Cloud, vm) ? null : vm.Spot ? "SkuNotAvailable" : "AllocationFailed");
        // Spot without room is refused at once, as Azure does.
        if (failure == "SkuNotAvailable") throw new ArmError(409, failure, ArmError.Wording(failure, vm.Size, vm.Region));
        request.Cloud.Add(vm);
        request.Cloud.Bill.Look(vm, request.Now);
        AddDisksAndNic(request.Cloud, vm, body);
        var takes = failure is null ? Pace.Create(vm.Name, request.Cloud.Faults.Slow) : TimeSpan.FromSeconds(35);
        vm.Busy = Clockwork.SetOff(request.Cloud, vm, Happening.Created, takes, request.Now, failure: failure);
        return ArmAnswer.Started(201, request, vm.Busy, vm.Region, VmView.Of(request, vm, instanceView: false));
    }

    private static CloudVm Make(ArmRequest request, JsonObject body)
    {
        var region = (string?)body["location"] ?? throw ArmError.Invalid("location", "Required parameter 'location' is missing.");
        var properties = body["properties"] ?? throw ArmError.Invalid("properties", "Required parameter 'properties' is missing.");
        var size = (string?)properties["hardwareProfile"]?["vmSize"] ?? "";
        if (SizeCatalog.Find(size) is null) throw UnknownSize(size);
        if ((string?)properties["storageProfile"]?["imageReference"]?["version"] is not { } version || version == "latest")
            throw ArmError.Invalid("imageReference", "The sandbox wants an exact image version.");
        var os = properties["osProfile"]?.AsObject() ?? throw ArmError.Invalid("osProfile", "Required parameter 'osProfile' is missing.");
        if (os["linuxConfiguration"]?["ssh"]?["publicKeys"] is not JsonArray { Count: > 0 })
            throw ArmError.Invalid("linuxConfiguration.ssh.publicKeys.keyData", "At least one SSH key is needed.");
        var customData = (string?)os["customData"] ?? "";
        if (Convert.FromBase64String(customData).Length > CloudInit.MaxBytes)
        {
            throw ArmError.Invalid(
                "customData", $"Custom data in OSProfile must be in Base64 encoding and with a maximum length of {CloudInit.MaxBytes} characters.");
        }
        if (properties["networkProfile"]?["networkApiVersion"] is null)
            throw ArmError.Invalid("networkApiVersion", "Required parameter 'networkApiVersion' is missing.");
        return new CloudVm
        {
            Name = request["vm"],
            Region = region,
            Size = size,
            Body = body,
            CustomData = customData,
            CreatedAt = request.Now,
            Spot = (string?)properties["priority"] == "Spot",
        };
    }

    /// <summary>Quota is refused at once: it is arithmetic. Room is found out later.</summary>
    private static void Reserve(CloudState cloud, string family, string region, int cores)
    {
        var limit = UsageEndpoints.Limit(cloud, family, region);
        var used = UsageEndpoints.Used(cloud, family, region);
        if (cores > 0 && used + cores > limit) throw ArmError.Quota(family, region, limit, used, cores);
    }

    /// <summary>Counted only where somebody has limited it.</summary>
    private static bool HasRoom(CloudState cloud, CloudVm vm) =>
        !cloud.Capacity.TryGetValue($"{vm.Size}/{vm.Region}", out var room)
        || cloud.Vms.Values.Count(v => v != vm && v.Size == vm.Size && v.Region == vm.Region && v.IsAllocated) < room;

    /// <summary>The code that this is to fail with; null for none.</summary>
    public static string? TakeFault(CloudState cloud, string operation)
    {
        if (!cloud.Faults.Operations.TryGetValue(operation, out var fault) || fault.Times == 0) return null;
        cloud.Faults.Operations[operation] = fault with { Times = fault.Times - 1 };
        return fault.Code;
    }

    private static void AddDisksAndNic(CloudState cloud, CloudVm vm, JsonObject body)
    {
        var storage = body["properties"]?["storageProfile"];
        JsonNode?[] disks = [storage?["osDisk"], .. storage?["dataDisks"]?.AsArray() ?? []];
        foreach (var disk in disks)
        {
            if ((string?)disk?["name"] is not { } name) continue;
            var type = (string?)disk["managedDisk"]?["storageAccountType"] ?? "Standard_LRS";
            cloud.Disks[name] = new CloudDisk(name, vm.Region, (int?)disk["diskSizeGB"] ?? 64, type, vm.Name)
            {
                CreateOption = (string?)disk["createOption"] ?? "FromImage",
                CreatedAt = vm.CreatedAt,
            };
            cloud.Bill.Look(cloud.Disks[name], vm.CreatedAt);
            vm.Disks.Add(name);
        }
        var nic = body["properties"]?["networkProfile"]?["networkInterfaceConfigurations"]?[0];
        var nicName = $"{(string?)nic?["name"]}-{Clockwork.NewId(cloud, "nic")[..8]}";
        var subnetId = (string?)nic?["properties"]?["ipConfigurations"]?[0]?["properties"]?["subnet"]?["id"] ?? "";
        cloud.Nics[nicName] = new CloudNic(nicName, vm.Region, subnetId, vm.Name) { CreatedAt = vm.CreatedAt };
        vm.Nics.Add(nicName);
    }

    private static ArmAnswer Start(ArmRequest request)
    {
        var vm = Idle(request);
        if (vm.Power == "running") return DoneAlready(request, vm, Happening.Started);
        var failure = TakeFault(request.Cloud, "start") ?? (HasRoom(request.Cloud, vm) ? null : "AllocationFailed");
        (vm.Power, vm.Provisioning, vm.FailureCode) = ("starting", "Updating", null);
        request.Cloud.Bill.Look(vm, request.Now);
        var takes = failure is null ? Pace.Start(vm.Name, request.Cloud.Faults.Slow) : TimeSpan.FromSeconds(30);
        vm.Busy = Clockwork.SetOff(request.Cloud, vm, Happening.Started, takes, request.Now, failure: failure);
        return ArmAnswer.Started(202, request, vm.Busy, vm.Region);
    }

    /// <summary>
    /// Of an update, all that the product asks for. What holds no hardware gets none by it: whether there is room shows at its next
    /// start. What does is rebooted. An update that fails leaves the VM as it was asked to be.
    /// </summary>
    private static ArmAnswer Resize(ArmRequest request)
    {
        var vm = Idle(request);
        var asked = (string?)request.Body["properties"]?["hardwareProfile"]?["vmSize"]
            ?? throw ArmError.Invalid("properties", "The stand-in changes nothing of a VM but its size.");
        var size = SizeCatalog.Find(asked) ?? throw UnknownSize(asked);
        var family = vm.FamilyOf(size.Name);
        Reserve(request.Cloud, family, vm.Region, size.VCpus - (family == vm.QuotaFamily ? SizeCatalog.Get(vm.Size).VCpus : 0));
        var failure = TakeFault(request.Cloud, "resize");
        if (failure == "SkuNotAvailable") throw new ArmError(409, failure, ArmError.Wording(failure, size.Name, vm.Region));
        request.Cloud.Resize(vm, size.Name);
        request.Cloud.Bill.Look(vm, request.Now);
        vm.Body["properties"]?["hardwareProfile"]?["vmSize"] = size.Name;
        if (vm.IsAllocated)
        {
            failure ??= HasRoom(request.Cloud, vm) ? null : "AllocationFailed";
            GuestWork.Halt(request.Cloud, vm);
        }
        (vm.Provisioning, vm.FailureCode) = ("Updating", null);
        vm.Busy = Clockwork.SetOff(request.Cloud, vm, Happening.Resized, Pace.Resize(vm.Name, request.Cloud.Faults.Slow), request.Now, failure: failure);
        return ArmAnswer.Started(200, request, vm.Busy, vm.Region, VmView.Of(request, vm, instanceView: false));
    }

    private static ArmError UnknownSize(string size) => ArmError.Invalid("vmSize", $"The value {size} provided for the VM size is not valid.");

    private static ArmAnswer Power(ArmRequest request, string meanwhile, Happening then)
    {
        var vm = Idle(request);
        RefuseOnDemand(request, "stop");
        if (vm.Power == "deallocated") return DoneAlready(request, vm, then);
        (vm.Power, vm.Provisioning, vm.FailureCode) = (meanwhile, "Updating", null);
        GuestWork.Halt(request.Cloud, vm);
        vm.Busy = Clockwork.SetOff(request.Cloud, vm, then, Pace.Deallocate(vm.Name, request.Cloud.Faults.Slow), request.Now);
        return ArmAnswer.Started(202, request, vm.Busy, vm.Region);
    }

    private static ArmAnswer DoneAlready(ArmRequest request, CloudVm vm, Happening what) =>
        ArmAnswer.Started(202, request, Clockwork.SetOff(request.Cloud, vm, what, TimeSpan.Zero, request.Now), vm.Region);

    /// <summary>A delete comes through whatever else is going on.</summary>
    private static ArmAnswer Delete(ArmRequest request)
    {
        if (!request.Cloud.Vms.TryGetValue(request["vm"], out var vm)) return ArmAnswer.Empty(204);
        RefuseOnDemand(request, "delete");
        if (vm.Provisioning != "Deleting")
        {
            Clockwork.Preempt(request.Cloud, vm, request.Now);
            vm.Provisioning = "Deleting";
            vm.Busy = Clockwork.SetOff(request.Cloud, vm, Happening.Deleted, Pace.Delete(vm.Name, request.Cloud.Faults.Slow), request.Now);
        }
        return ArmAnswer.Started(202, request, vm.Busy ?? "", vm.Region);
    }

    private static void RefuseOnDemand(ArmRequest request, string operation)
    {
        if (TakeFault(request.Cloud, operation) is { } code)
            throw new ArmError(403, code, $"The client does not have authorization to {operation} '{request["vm"]}'.");
    }

    private static CloudVm Idle(ArmRequest request)
    {
        var vm = Find(request);
        return vm.Busy is null ? vm : throw ArmError.Busy(vm.Name);
    }
}
