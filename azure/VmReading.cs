using Azure.ResourceManager.Compute;
using Azure.ResourceManager.Compute.Models;
using ChatOps.Core.Machines;

namespace ChatOps.Azure;

/// <summary>ARM's virtual machine, read with its instance view, as core sees it.</summary>
internal static class VmReading
{
    public static SeenVm Read(VirtualMachineData vm)
    {
        var statuses = vm.InstanceView?.Statuses ?? [];
        return new SeenVm
        {
            Id = vm.Id.ToString(),
            Provisioning = Provisioning(vm.ProvisioningState),
            Failure = statuses.Select(Failure).FirstOrDefault(fault => fault is not null),
            Power = Power(vm),
            Size = vm.HardwareProfile?.VmSize?.ToString(),
            NicIds = [.. (vm.NetworkProfile?.NetworkInterfaces ?? []).Select(nic => nic.Id.ToString())],
            Extensions = [.. (vm.Resources ?? []).Select(extension => new SeenExtension(
                extension.Name, Provisioning(extension.ProvisioningState), Message(vm.InstanceView, extension.Name)))],
        };
    }

    public static SeenRun Read(VirtualMachineRunCommandData run)
    {
        var view = run.InstanceView;
        // The agent could not even start the script: then there is no execution to look at.
        var state = run.ProvisioningState == "Failed" && view?.ExecutionState is null ? RunState.Failed : Run(view?.ExecutionState);
        return new SeenRun(run.Name, state, view?.ExitCode, view?.Output ?? "", view?.Error is { Length: > 0 } error ? error : view?.ExecutionMessage ?? "");
    }

    public static SeenSnapshot Read(SnapshotData snapshot)
    {
        // Azure may go on copying when it has made the resource; then it tells how far it is.
        var state = snapshot switch
        {
            { CopyCompletionError: not null } => ProvisioningState.Failed,
            { ProvisioningState: "Succeeded", CompletionPercent: < 100 } => ProvisioningState.Creating,
            _ => Provisioning(snapshot.ProvisioningState),
        };
        return new SeenSnapshot(snapshot.Id.ToString(), state);
    }

    private static ProvisioningState Provisioning(string? state) => state switch
    {
        "Succeeded" => ProvisioningState.Succeeded,
        "Failed" => ProvisioningState.Failed,
        "Canceled" => ProvisioningState.Canceled,
        "Deleting" => ProvisioningState.Deleting,
        "Updating" => ProvisioningState.Updating,
        _ => ProvisioningState.Creating,
    };

    /// <summary>From <c>ProvisioningState/failed/AllocationFailed</c>.</summary>
    private static CloudFault? Failure(InstanceViewStatus status)
    {
        var parts = (status.Code ?? "").Split('/');
        return parts is ["ProvisioningState", "failed", var code, ..] ? CloudFaults.Classify(code, status.Message ?? "") : null;
    }

    public static PowerState Power(VirtualMachineData vm) =>
        (vm.InstanceView?.Statuses ?? []).Select(Power).LastOrDefault(power => power != PowerState.Unknown);

    private static PowerState Power(InstanceViewStatus status) => status.Code switch
    {
        "PowerState/starting" => PowerState.Starting,
        "PowerState/running" => PowerState.Running,
        "PowerState/stopping" => PowerState.Stopping,
        "PowerState/stopped" => PowerState.Stopped,
        "PowerState/deallocating" => PowerState.Deallocating,
        "PowerState/deallocated" => PowerState.Deallocated,
        _ => PowerState.Unknown,
    };

    private static RunState Run(ExecutionState? state) => state?.ToString() switch
    {
        "Pending" => RunState.Pending,
        "Running" => RunState.Running,
        "Failed" => RunState.Failed,
        "Succeeded" => RunState.Succeeded,
        "TimedOut" => RunState.TimedOut,
        "Canceled" => RunState.Canceled,
        _ => RunState.Unknown,
    };

    private static string? Message(VirtualMachineInstanceView? view, string extension) =>
        view?.Extensions?.FirstOrDefault(e => e.Name == extension)?.Statuses?.Select(s => s.Message).FirstOrDefault(m => !string.IsNullOrWhiteSpace(m));
}
