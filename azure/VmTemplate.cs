using System.Collections.Immutable;
using Azure.Core;
using Azure.ResourceManager.Compute;
using Azure.ResourceManager.Compute.Models;
using Azure.ResourceManager.Models;
using ChatOps.Core.Blueprints;
using ChatOps.Core.Machines;

namespace ChatOps.Azure;

/// <summary>A machine and its blueprint as ARM's virtual machine. The same machine always gives the same request.</summary>
/// <remarks>
/// No public IP: people enter with Entra over the private network. Disks and NIC go with the VM (deleteOption Delete). No
/// Trusted Launch: Secure Boot refuses the NVIDIA driver.
/// </remarks>
public static class VmTemplate
{
    /// <summary>The tag that says which machine a resource belongs to.</summary>
    public const string MachineTag = "chatops-machine";

    /// <summary>The tag that says which team it is charged to, by which Azure's bill is read.</summary>
    public const string TeamTag = "chatops-team";

    private const string Admin = "chatops";

    public static VirtualMachineData For(Machine machine, Blueprint blueprint, AzureSite site)
    {
        var (size, region) = machine.Placement;
        var identityId = blueprint.Identity is { } identity ? site.IdentityId(identity) : null;
        var agent = site.Agent;
        var vm = new VirtualMachineData(new AzureLocation(region))
        {
            HardwareProfile = new VirtualMachineHardwareProfile { VmSize = new VirtualMachineSizeType(size) },
            StorageProfile = Storage(machine, blueprint.Machine),
            OSProfile = OSProfile(machine, CloudInit.Render(blueprint, identityId, agent), site),
            NetworkProfile = Network(machine, Subnet(site, region)),
            Identity = Identity(identityId, agent?.IdentityId),
            BootDiagnostics = new BootDiagnostics { Enabled = true },
        };
        if (machine.Spot)
        {
            vm.Priority = VirtualMachinePriorityType.Spot;
            vm.EvictionPolicy = VirtualMachineEvictionPolicyType.Deallocate;
            vm.BillingMaxPrice = -1;
        }
        foreach (var (name, value) in Tags(machine, blueprint)) vm.Tags[name] = value;
        return vm;
    }

    /// <summary>Entra sign-in needs the VM's own identity, the mounts the blueprint's, the agent the one that may send.</summary>
    private static ManagedServiceIdentity Identity(params IEnumerable<string?> assigned)
    {
        var ids = assigned.OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var identity = new ManagedServiceIdentity(
            ids.Count == 0 ? ManagedServiceIdentityType.SystemAssigned : ManagedServiceIdentityType.SystemAssignedUserAssigned);
        foreach (var id in ids) identity.UserAssignedIdentities[new ResourceIdentifier(id)] = new UserAssignedIdentity();
        return identity;
    }

    private static VirtualMachineStorageProfile Storage(Machine machine, MachineShape shape)
    {
        var storage = new VirtualMachineStorageProfile
        {
            ImageReference = new ImageReference
            {
                Publisher = shape.Image.Publisher,
                Offer = shape.Image.Offer,
                Sku = shape.Image.Sku,
                Version = shape.Image.Version,
            },
            OSDisk = new VirtualMachineOSDisk(DiskCreateOptionType.FromImage)
            {
                Name = machine.OsDiskName,
                DiskSizeGB = shape.OsDisk.SizeGiB,
                ManagedDisk = new VirtualMachineManagedDisk { StorageAccountType = new StorageAccountType(shape.OsDisk.Type) },
                DeleteOption = DiskDeleteOptionType.Delete,
            },
        };
        if (shape.DataDisk is { } disk)
        {
            storage.DataDisks.Add(new VirtualMachineDataDisk(0, DiskCreateOptionType.Empty)
            {
                Name = machine.DataDiskName,
                DiskSizeGB = disk.SizeGiB,
                ManagedDisk = new VirtualMachineManagedDisk { StorageAccountType = new StorageAccountType(disk.Type) },
                DeleteOption = DiskDeleteOptionType.Delete,
            });
        }
        return storage;
    }

    private static VirtualMachineOSProfile OSProfile(Machine machine, string cloudInit, AzureSite site) => new()
    {
        ComputerName = machine.Name,
        AdminUsername = Admin,
        CustomData = Convert.ToBase64String(CloudInit.Pack(cloudInit)),
        LinuxConfiguration = new LinuxConfiguration
        {
            DisablePasswordAuthentication = true,
            SshPublicKeys = { new SshPublicKeyConfiguration { Path = $"/home/{Admin}/.ssh/authorized_keys", KeyData = site.AdminSshPublicKey } },
        },
    };

    private static VirtualMachineNetworkProfile Network(Machine machine, string subnetId) => new()
    {
        NetworkApiVersion = new NetworkApiVersion("2020-11-01"),
        NetworkInterfaceConfigurations =
        {
            new VirtualMachineNetworkInterfaceConfiguration($"{machine.ResourceName}-nic")
            {
                Primary = true,
                DeleteOption = ComputeDeleteOption.Delete,
                EnableAcceleratedNetworking = true,
                IPConfigurations =
                {
                    new VirtualMachineNetworkInterfaceIPConfiguration("private") { Primary = true, SubnetId = new ResourceIdentifier(subnetId) },
                },
            },
        },
    };

    private static string Subnet(AzureSite site, string region) => site.Subnets.GetValueOrDefault(region)
        ?? throw new CloudFaultException(new CloudFault(FaultKind.Invalid, "NoSubnet", $"No subnet is configured for region {region}."));

    /// <summary>What says whose a resource is, and the blueprint's own tags.</summary>
    public static IEnumerable<(string Name, string Value)> Tags(Machine machine, Blueprint? blueprint) =>
    [
        .. (blueprint?.Tags ?? ImmutableSortedDictionary<string, string>.Empty).Select(tag => (tag.Key, tag.Value)),
        (MachineTag, machine.Id.Value),
        ("chatops-name", machine.Name),
        ("chatops-owner", machine.Owner),
        (TeamTag, machine.Team),
        .. machine.Project is { } project ? [("chatops-project", project)] : Array.Empty<(string, string)>(),
        ("chatops-blueprint", machine.Blueprint.ToString()),
    ];
}
