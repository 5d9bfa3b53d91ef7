using System.Text.Json.Nodes;

namespace ChatOps.Sandbox.Cloud;

/// <summary>How Azure gives a VM back: what was put, less what it keeps to itself, plus what it knows.</summary>
internal static class VmView
{
    public static JsonObject Of(ArmRequest request, CloudVm vm, bool instanceView)
    {
        var view = vm.Body.DeepClone().AsObject();
        var id = request.Id(VmEndpoints.Type, vm.Name);
        view["id"] = id;
        view["name"] = vm.Name;
        view["type"] = VmEndpoints.Type;
        if (view["identity"] is JsonObject identity) AddIds(identity);
        var properties = view["properties"]?.AsObject() ?? [];
        properties["vmId"] = Guid(vm.Name);
        properties["provisioningState"] = vm.Provisioning;
        properties["timeCreated"] = $"{vm.CreatedAt:yyyy-MM-ddTHH:mm:ss.fffZ}";
        if (properties["osProfile"] is JsonObject os) os.Remove("customData");
        if (properties["storageProfile"]?["osDisk"] is JsonObject osDisk) osDisk["osType"] = "Linux";
        properties["networkProfile"] = new JsonObject
        {
            ["networkInterfaces"] = new JsonArray([.. vm.Nics.Where(request.Cloud.Nics.ContainsKey).Select(nic => new JsonObject
            {
                ["id"] = request.Id(StorageAndNetworkEndpoints.Nics, nic),
                ["properties"] = new JsonObject { ["primary"] = true, ["deleteOption"] = "Delete" },
            })]),
        };
        if (instanceView) properties["instanceView"] = InstanceView(vm);
        if (vm.Extensions.Count > 0)
            view["resources"] = new JsonArray([.. vm.Extensions.Select(e => ChildEndpoints.ExtensionView(request, vm, e.Key, e.Value))]);
        return view;
    }

    /// <summary>What <c>statusOnly=true</c> gives: no tags, nothing that was put.</summary>
    public static JsonObject StatusOnly(ArmRequest request, CloudVm vm) => new()
    {
        ["id"] = request.Id(VmEndpoints.Type, vm.Name),
        ["name"] = vm.Name,
        ["type"] = VmEndpoints.Type,
        ["location"] = vm.Region,
        ["properties"] = new JsonObject
        {
            ["vmId"] = Guid(vm.Name),
            ["provisioningState"] = vm.Provisioning,
            ["instanceView"] = new JsonObject { ["statuses"] = Statuses(vm) },
        },
    };

    public static JsonObject InstanceView(CloudVm vm)
    {
        var view = new JsonObject { ["statuses"] = Statuses(vm) };
        if (vm.Power == "running")
        {
            view["vmAgent"] = new JsonObject
            {
                ["vmAgentVersion"] = "2.15.0.1",
                ["statuses"] = new JsonArray(Status("ProvisioningState/succeeded", "Info", "Ready", "Guest Agent is running")),
            };
        }
        if (vm.Extensions.Count > 0)
        {
            view["extensions"] = new JsonArray([.. vm.Extensions.Select(e => new JsonObject
            {
                ["name"] = e.Key,
                ["type"] = $"{(string?)e.Value.Body["properties"]?["publisher"]}.{(string?)e.Value.Body["properties"]?["type"]}",
                ["statuses"] = new JsonArray(ExtensionStatus(e.Value)),
            })]);
        }
        return view;
    }

    private static JsonArray Statuses(CloudVm vm)
    {
        var provisioning = vm.FailureCode is { } code ? $"failed/{code}" : vm.Provisioning.ToLowerInvariant();
        var level = vm.FailureCode is null ? "Info" : "Error";
        var display = $"Provisioning {vm.Provisioning.ToLowerInvariant()}";
        var statuses = new JsonArray(Status($"ProvisioningState/{provisioning}", level, display, vm.FailureMessage));
        if (vm.Power is { } power) statuses.Add(Status($"PowerState/{power}", "Info", $"VM {power}", null));
        return statuses;
    }

    private static JsonObject ExtensionStatus(CloudChild extension)
    {
        var state = extension.Provisioning.ToLowerInvariant();
        var level = extension.Message is null ? "Info" : "Error";
        return Status($"ProvisioningState/{state}", level, $"Provisioning {state}", extension.Message);
    }

    private static JsonObject Status(string code, string level, string display, string? message)
    {
        var status = new JsonObject { ["code"] = code, ["level"] = level, ["displayStatus"] = display };
        if (message is not null) status["message"] = message;
        return status;
    }

    private static void AddIds(JsonObject identity)
    {
        if (((string?)identity["type"] ?? "").Contains("SystemAssigned", StringComparison.Ordinal))
        {
            identity["principalId"] = Guid("principal");
            identity["tenantId"] = Guid("tenant");
        }
        if (identity["userAssignedIdentities"] is not JsonObject assigned) return;
        foreach (var name in assigned.Select(pair => pair.Key).ToList())
            assigned[name] = new JsonObject { ["principalId"] = Guid(name), ["clientId"] = Guid(name + "client") };
    }

    private static string Guid(string seed) =>
        new Guid(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(seed)).AsSpan(0, 16)).ToString();
}
