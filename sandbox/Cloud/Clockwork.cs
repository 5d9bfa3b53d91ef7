using System.Diagnostics;
using System.Text.Json.Nodes;

namespace ChatOps.Sandbox.Cloud;

/// <summary>Sets things off and lets them happen when their time has come. Called before anything is read, so that no thread of its own is needed.</summary>
internal static class Clockwork
{
    /// <summary>Starts an operation that ends after <paramref name="takes"/>, and gives its id.</summary>
    public static string SetOff(CloudState cloud, CloudVm vm, Happening what, TimeSpan takes, DateTimeOffset now, string? child = null, string? failure = null)
    {
        var id = NewId(cloud, "operation");
        cloud.Operations[id] = new CloudOperation(id, vm.Region, now);
        cloud.Pending.Add(new Pending(now + takes, what, vm.Name, child, id, failure));
        return id;
    }

    /// <summary>A GUID that depends only on how many were made before, so that a play is the same every time.</summary>
    public static string NewId(CloudState cloud, string kind) =>
        new Guid(++cloud.Made, (short)kind.Length, 0x4000, 0x80, 0, 0, 0, 0, 0, 0, (byte)kind[0]).ToString();

    public static void Settle(CloudState cloud, DateTimeOffset now)
    {
        while (cloud.Pending.Where(p => p.At <= now).OrderBy(p => p.At).FirstOrDefault() is { } next)
        {
            cloud.Pending.Remove(next);
            var vm = cloud.Vms.GetValueOrDefault(next.Vm);
            if (vm is not null) Happen(cloud, vm, next);
            if (next.Operation is { } id && cloud.Operations.TryGetValue(id, out var operation))
            {
                var message = next.FailureCode is { } code ? ArmError.Wording(code, vm?.Size ?? "", operation.Region) : null;
                cloud.Operations[id] = operation with { EndedAt = next.At, FailureCode = next.FailureCode, FailureMessage = message };
            }
        }
        foreach (var vm in cloud.Vms.Values)
            foreach (var run in vm.Runs.Values) Advance(cloud, vm, run, now);
    }

    private static void Happen(CloudState cloud, CloudVm vm, Pending next)
    {
        switch (next.What)
        {
            case Happening.Created:
                Finish(vm, next);
                vm.Power = next.FailureCode is null ? "running" : null;
                if (next.FailureCode is null) vm.SoftwareEndsAt = next.At + Pace.Software(vm.Name, cloud.Faults.Slow);
                vm.SoftwareFails = next.FailureCode is null && cloud.Faults.Software > 0;
                if (vm.SoftwareFails) cloud.Faults.Software--;
                break;
            case Happening.Started:
                Finish(vm, next);
                vm.Power = next.FailureCode is null ? "running" : "deallocated";
                break;
            case Happening.Deallocated or Happening.Evicted:
                Finish(vm, next);
                vm.Power = "deallocated";
                break;
            case Happening.PoweredOff:
                Finish(vm, next);
                vm.Power = "stopped";
                break;
            case Happening.Deleted:
                cloud.Vms.Remove(vm.Name);
                // What was made with deleteOption Delete goes with it; the product asks for that everywhere.
                foreach (var disk in cloud.Disks.Values.Where(d => d.ManagedBy == vm.Name).ToList()) cloud.Disks.Remove(disk.Name);
                foreach (var nic in cloud.Nics.Values.Where(n => n.VirtualMachine == vm.Name).ToList()) cloud.Nics.Remove(nic.Name);
                Preempt(cloud, vm, next.At);
                break;
            case Happening.ExtensionInstalled when vm.Extensions.GetValueOrDefault(next.Child ?? "") is { } extension:
                extension.Provisioning = next.FailureCode is null ? "Succeeded" : "Failed";
                extension.Message = next.FailureCode is null ? null : "Enable failed with exit code 14 (see /var/log/azure/nvidia-vmext-status)";
                break;
            case Happening.ExtensionInstalled or Happening.RunEnded:
                break;
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>Whatever was going on with a VM gives way to its deletion.</summary>
    public static void Preempt(CloudState cloud, CloudVm vm, DateTimeOffset at)
    {
        foreach (var id in cloud.Pending.Where(p => p.Vm == vm.Name).Select(p => p.Operation).OfType<string>().ToList())
        {
            cloud.Operations[id] = cloud.Operations[id] with
            {
                EndedAt = at,
                FailureCode = "OperationPreempted",
                FailureMessage = "The operation was preempted by a more recent operation.",
            };
        }
        cloud.Pending.RemoveAll(p => p.Vm == vm.Name);
    }

    private static void Finish(CloudVm vm, Pending next)
    {
        vm.Busy = null;
        (vm.FailureCode, vm.FailureMessage) = next.FailureCode is { } code ? (code, ArmError.Wording(code, vm.Size, vm.Region)) : (null, null);
        vm.Provisioning = next.FailureCode is null ? "Succeeded" : "Failed";
    }

    /// <summary>The script goes on only while its machine does.</summary>
    private static void Advance(CloudState cloud, CloudVm vm, CloudRun run, DateTimeOffset now)
    {
        if (run.EndedAt is not null || vm.Power != "running") return;
        (run.Provisioning, run.Execution) = ("Succeeded", "Running");
        var script = (string?)run.Body["properties"]?["source"]?["script"] ?? "";
        var waitsFor = vm.SoftwareEndsAt ?? now;
        var verifies = script.Contains("verify.py", StringComparison.Ordinal);
        var starts = waitsFor > run.StartedAt ? waitsFor : run.StartedAt;
        var ends = starts + (verifies ? Pace.Checks(vm.Name, cloud.Faults.Slow) : TimeSpan.FromSeconds(2));
        if (now < ends) return;
        if (verifies) End(run, ends, Guest.Verify(vm.CustomData, Gpus(run), name => UseUp(cloud.Faults.Checks, name)));
        else End(run, ends, vm.SoftwareFails ? (1, Guest.SoftwareFailure) : (0, ""));
    }

    /// <summary>The named parameter, which is an environment variable to the script.</summary>
    private static string? Gpus(CloudRun run) => run.Body["properties"]?["parameters"]?.AsArray()
        .Where(parameter => (string?)parameter?["name"] == "CHATOPS_GPUS")
        .Select(parameter => (string?)parameter?["value"])
        .FirstOrDefault();

    private static void End(CloudRun run, DateTimeOffset at, (int ExitCode, string Output) result)
    {
        (run.ExitCode, run.Output, run.EndedAt) = (result.ExitCode, Last4Kb(result.Output), at);
        run.Execution = result.ExitCode == 0 ? "Succeeded" : "Failed";
    }

    /// <summary>All that Azure keeps of an output.</summary>
    private static string Last4Kb(string text) => text.Length <= 4096 ? text : text[^4096..];

    public static bool UseUp(Dictionary<string, int> counts, string name)
    {
        if (counts.GetValueOrDefault(name) is not (> 0 and var left)) return false;
        counts[name] = left - 1;
        return true;
    }

    public static JsonObject View(CloudRun run) => new()
    {
        ["executionState"] = run.Execution,
        ["executionMessage"] = run.Execution is "Pending" or "Running" ? "Execution is in progress" : "Execution completed",
        ["exitCode"] = run.ExitCode,
        ["output"] = run.Output,
        ["error"] = "",
        ["startTime"] = $"{run.StartedAt:yyyy-MM-ddTHH:mm:ss.fffZ}",
        ["endTime"] = run.EndedAt is { } end ? $"{end:yyyy-MM-ddTHH:mm:ss.fffZ}" : null,
        ["statuses"] = new JsonArray(),
    };
}
