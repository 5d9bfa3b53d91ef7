using System.Diagnostics;

namespace ChatOps.Sandbox.Cloud;

/// <summary>Sets things off and lets them happen when their time has come. Called before anything is read, so that no thread of its own is needed.</summary>
internal static class Clockwork
{
    /// <summary>Starts an operation that ends after <paramref name="takes"/>, and gives its id.</summary>
    /// <param name="name">Of the resource that it happens to.</param>
    public static string SetOff(
        CloudState cloud, string name, string region, Happening what, TimeSpan takes, DateTimeOffset now, string? child = null, string? failure = null)
    {
        var id = NewId(cloud, "operation");
        cloud.Operations[id] = new CloudOperation(id, region, now);
        cloud.Pending.Add(new Pending(now + takes, what, name, child, id, failure));
        return id;
    }

    public static string SetOff(
        CloudState cloud, CloudVm vm, Happening what, TimeSpan takes, DateTimeOffset now, string? child = null, string? failure = null) =>
        SetOff(cloud, vm.Name, vm.Region, what, takes, now, child, failure);

    /// <summary>A GUID that depends only on how many were made before, so that a play is the same every time.</summary>
    public static string NewId(CloudState cloud, string kind) =>
        new Guid(++cloud.Made, (short)kind.Length, 0x4000, 0x80, 0, 0, 0, 0, 0, 0, (byte)kind[0]).ToString();

    public static void Settle(CloudState cloud, DateTimeOffset now)
    {
        while (cloud.Pending.TakeDue(now) is { } next)
        {
            var vm = cloud.Vms.GetValueOrDefault(next.Name);
            Happen(cloud, vm, next);
            if (next.Operation is { } id && cloud.Operations.TryGetValue(id, out var operation))
            {
                var message = next.FailureCode is { } code ? ArmError.Wording(code, vm?.Size ?? "", operation.Region) : null;
                cloud.Operations[id] = operation with { EndedAt = next.At, FailureCode = next.FailureCode, FailureMessage = message };
            }
        }
    }

    private static void Happen(CloudState cloud, CloudVm? vm, Pending next)
    {
        switch (next.What)
        {
            case Happening.DiskDeleted:
                if (cloud.Disks.GetValueOrDefault(next.Name) is { } disk) cloud.Bill.End(disk, next.At);
                if (cloud.Disks.Remove(next.Name)) cloud.News.Add(cloud.Id(StorageAndNetworkEndpoints.Disks, next.Name));
                break;
            case Happening.NicDeleted:
                if (cloud.Nics.Remove(next.Name)) cloud.News.Add(cloud.Id(StorageAndNetworkEndpoints.Nics, next.Name));
                break;
            case Happening.AddressDeleted:
                if (cloud.Addresses.Remove(next.Name)) cloud.News.Add(cloud.Id(StorageAndNetworkEndpoints.Addresses, next.Name));
                break;
            case Happening.SnapshotMade:
                SnapshotEndpoints.Made(cloud, next);
                break;
            case Happening.SnapshotDeleted:
                if (cloud.Snapshots.Remove(next.Name)) cloud.News.Add(cloud.Id(SnapshotEndpoints.Type, next.Name));
                break;
            case Happening.RunBegan or Happening.RunEnded or Happening.RunDeleted:
                if (vm is not null) GuestWork.Happen(cloud, vm, next);
                break;
            case Happening.ExtensionInstalled:
                if (vm?.Extensions.GetValueOrDefault(next.Child ?? "") is not { } extension) break;
                extension.Provisioning = next.FailureCode is null ? "Succeeded" : "Failed";
                extension.Message = next.FailureCode is null ? null : "Enable failed with exit code 14 (see /var/log/azure/nvidia-vmext-status)";
                cloud.News.Add($"{cloud.Id(VmEndpoints.Type, vm.Name)}/extensions/{next.Child}");
                break;
            default:
                if (vm is null) break;
                HappenToVm(cloud, vm, next);
                cloud.News.Add(cloud.Id(VmEndpoints.Type, vm.Name));
                break;
        }
    }

    private static void HappenToVm(CloudState cloud, CloudVm vm, Pending next)
    {
        var went = next.FailureCode is null;
        if (next.What == Happening.Deleted)
        {
            Delete(cloud, vm, next.At);
            return;
        }
        vm.Busy = null;
        (vm.FailureCode, vm.FailureMessage) = next.FailureCode is { } code ? (code, ArmError.Wording(code, vm.Size, vm.Region)) : (null, null);
        vm.Provisioning = went ? "Succeeded" : "Failed";
        vm.Power = next.What switch
        {
            Happening.Created => went ? "running" : null,
            Happening.Started => went ? "running" : "deallocated",
            Happening.Deallocated or Happening.Evicted => "deallocated",
            Happening.PoweredOff => "stopped",
            Happening.Resized => vm.Power,
            _ => throw new UnreachableException(),
        };
        cloud.Bill.Look(vm, next.At);
        if (next.What == Happening.Created && went) GuestWork.Boot(cloud, vm, next.At);
        if (vm.Power == "running") GuestWork.GoOn(cloud, vm, next.At);
        else GuestWork.Halt(cloud, vm);
    }

    /// <summary>What was made with deleteOption Delete goes with it; the product asks for that everywhere.</summary>
    private static void Delete(CloudState cloud, CloudVm vm, DateTimeOffset at)
    {
        cloud.Remove(vm);
        cloud.Bill.End(vm, at);
        foreach (var name in vm.Disks)
        {
            if (cloud.Disks.GetValueOrDefault(name) is not { } disk) continue;
            if (vm.LeavesBehind) cloud.Disks[name] = disk with { ManagedBy = null };
            else cloud.Pending.Add(new Pending(at, Happening.DiskDeleted, name, null, null));
        }
        foreach (var name in vm.Nics)
        {
            if (cloud.Nics.GetValueOrDefault(name) is not { } nic) continue;
            if (vm.LeavesBehind) cloud.Nics[name] = nic with { VirtualMachine = null };
            else cloud.Pending.Add(new Pending(at, Happening.NicDeleted, name, null, null));
        }
        Preempt(cloud, vm, at);
    }

    /// <summary>Whatever was going on with a VM, or with one child of it, gives way.</summary>
    public static void Preempt(CloudState cloud, CloudVm vm, DateTimeOffset at, string? child = null)
    {
        foreach (var pending in cloud.Pending.TakeAll(vm.Name, pending => child is null || pending.Child == child))
        {
            if (pending.Operation is not { } id) continue;
            cloud.Operations[id] = cloud.Operations[id] with
            {
                EndedAt = at,
                FailureCode = "OperationPreempted",
                FailureMessage = "The operation was preempted by a more recent operation.",
            };
        }
    }

    public static bool UseUp(Dictionary<string, int> counts, string name)
    {
        if (counts.GetValueOrDefault(name) is not (> 0 and var left)) return false;
        counts[name] = left - 1;
        return true;
    }
}
