using System.Text.Json.Nodes;
using ChatOps.Azure;
using ChatOps.Core.Machines;

namespace ChatOps.Sandbox.Cloud;

/// <summary>Resources that no machine of the product has: lost by it, or never its own.</summary>
internal static class Strays
{
    private const string Region = "eastus";

    /// <summary>One that carries our tag, as if the row had been lost; the id is made from the name.</summary>
    public static void Orphan(CloudState cloud, string kind, string name, DateTimeOffset now)
    {
        var id = MachineId.FromRequest(name).Value;
        var tags = new JsonObject { [VmTemplate.MachineTag] = id, ["chatops-name"] = name };
        switch (kind)
        {
            case "vm":
                if (!cloud.Vms.ContainsKey($"gpu-{id}")) AddVm(cloud, $"gpu-{id}", tags, now);
                break;
            case "disk":
                AddDisk(cloud, $"gpu-{id}-os", tags, now, null);
                break;
            case "nic":
                AddNic(cloud, $"gpu-{id}-nic-{Clockwork.NewId(cloud, "nic")[..8]}", tags, now, null);
                break;
            default:
                cloud.Addresses[$"gpu-{id}-ip"] = new CloudAddress($"gpu-{id}-ip", Region) { CreatedAt = now, Tags = tags };
                break;
        }
    }

    public static void Stranger(CloudState cloud, string name, DateTimeOffset now) => AddDisk(cloud, name, [], now, null);

    private static void AddVm(CloudState cloud, string name, JsonObject tags, DateTimeOffset now)
    {
        var vm = new CloudVm
        {
            Name = name,
            Region = Region,
            Size = "Standard_NC4as_T4_v3",
            Body = new JsonObject
            {
                ["location"] = Region,
                ["tags"] = tags,
                ["properties"] = new JsonObject
                {
                    ["hardwareProfile"] = new JsonObject { ["vmSize"] = "Standard_NC4as_T4_v3" },
                    ["storageProfile"] = new JsonObject
                    {
                        ["osDisk"] = new JsonObject { ["name"] = $"{name}-os", ["createOption"] = "FromImage", ["deleteOption"] = "Delete" },
                    },
                },
            },
            CustomData = "",
            CreatedAt = now,
            Provisioning = "Succeeded",
            Power = "running",
        };
        cloud.Add(vm);
        cloud.Bill.Look(vm, now);
        // What is made along with a VM does not get its tags.
        AddDisk(cloud, $"{name}-os", [], now, vm);
        AddNic(cloud, $"{name}-nic-{Clockwork.NewId(cloud, "nic")[..8]}", [], now, vm);
    }

    private static void AddDisk(CloudState cloud, string name, JsonObject tags, DateTimeOffset now, CloudVm? vm)
    {
        cloud.Disks[name] = new CloudDisk(name, Region, 64, "Premium_LRS", vm?.Name) { CreateOption = "FromImage", CreatedAt = now, Tags = tags };
        cloud.Bill.Look(cloud.Disks[name], now);
        vm?.Disks.Add(name);
    }

    private static void AddNic(CloudState cloud, string name, JsonObject tags, DateTimeOffset now, CloudVm? vm)
    {
        cloud.Nics[name] = new CloudNic(name, Region, $"{cloud.Scope}/subnets/machines", vm?.Name) { CreatedAt = now, Tags = tags };
        vm?.Nics.Add(name);
    }
}
