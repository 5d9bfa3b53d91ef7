using System.Text.Json.Nodes;
using ChatOps.Core.Sizes;

namespace ChatOps.Sandbox.Cloud;

/// <summary>What goes on inside a VM over time: its first boot, and the scripts of run commands.</summary>
internal static class GuestWork
{
    public static void Boot(CloudState cloud, CloudVm vm, DateTimeOffset at)
    {
        vm.SoftwareEndsAt = at + Pace.Software(vm.Name, cloud.Faults.Slow);
        vm.SoftwareFails = cloud.Faults.Software > 0;
        if (vm.SoftwareFails) cloud.Faults.Software--;
    }

    /// <summary>Starts a script and gives the operation of its PUT, which ends with the script unless asyncExecution was asked for.</summary>
    public static string Run(CloudState cloud, CloudVm vm, string name, JsonObject body, DateTimeOffset now)
    {
        // Every script of the product waits for cloud-init first.
        var booted = vm.SoftwareEndsAt is { } end && end > now ? end : now;
        var run = vm.Runs[name] = new CloudRun { Body = body, StartedAt = now };
        var ends = booted + (Verifies(run) ? Pace.Checks(vm.Name, cloud.Faults.Slow) : TimeSpan.FromSeconds(2));
        if (IsAsync(run))
        {
            cloud.Pending.Add(new Pending(ends, Happening.RunEnded, vm.Name, name, null));
            return Clockwork.SetOff(cloud, vm, Happening.RunBegan, TimeSpan.Zero, now, name);
        }
        cloud.Pending.Add(new Pending(now, Happening.RunBegan, vm.Name, name, null));
        return Clockwork.SetOff(cloud, vm, Happening.RunEnded, ends - now, now, name);
    }

    /// <summary>A script goes on only while its machine does.</summary>
    public static void Halt(CloudState cloud, CloudVm vm) =>
        vm.Halted.AddRange(cloud.Pending.TakeAll(vm.Name, pending => pending.What is Happening.RunBegan or Happening.RunEnded));

    public static void GoOn(CloudState cloud, CloudVm vm, DateTimeOffset at)
    {
        foreach (var halted in vm.Halted) cloud.Pending.Add(halted.At > at ? halted : halted with { At = at });
        vm.Halted.Clear();
    }

    public static void Delete(CloudState cloud, CloudVm vm, string name, DateTimeOffset at)
    {
        vm.Runs.Remove(name);
        vm.Halted.RemoveAll(pending => pending.Child == name);
        Clockwork.Preempt(cloud, vm, at, name);
    }

    public static void Happen(CloudState cloud, CloudVm vm, Pending next)
    {
        var id = $"{cloud.Id(VmEndpoints.Type, vm.Name)}/runCommands/{next.Child}";
        if (next.What == Happening.RunDeleted) cloud.News.Add(id);
        if (vm.Runs.GetValueOrDefault(next.Child ?? "") is not { } run) return;
        if (next.What == Happening.RunBegan)
        {
            run.Execution = "Running";
            if (!IsAsync(run)) return;
            run.Provisioning = "Succeeded";
            cloud.News.Add(id);
            return;
        }
        End(cloud, vm, run, next.At);
        // Azure tells of operations, not of scripts: of an asynchronous one it has told when the script began.
        if (!IsAsync(run)) cloud.News.Add(id);
    }

    private static void End(CloudState cloud, CloudVm vm, CloudRun run, DateTimeOffset at)
    {
        var (exitCode, output) = Verifies(run)
            ? Guest.Verify(vm.CustomData, Gpus(run), name => Clockwork.UseUp(cloud.Faults.Checks, name) || (name == "gpu count" && !HasGpus(vm, Gpus(run))))
            : vm.SoftwareFails ? (1, Guest.SoftwareFailure) : (0, "");
        (run.ExitCode, run.Output, run.EndedAt) = (exitCode, Last4Kb(output), at);
        run.Execution = exitCode == 0 ? "Succeeded" : "Failed";
        var failsDeployment = (bool?)run.Body["properties"]?["treatFailureAsDeploymentFailure"] == true;
        run.Provisioning = exitCode != 0 && failsDeployment ? "Failed" : "Succeeded";
    }

    /// <summary>Azure's default is to wait for the script.</summary>
    private static bool IsAsync(CloudRun run) => (bool?)run.Body["properties"]?["asyncExecution"] == true;

    private static bool Verifies(CloudRun run) =>
        ((string?)run.Body["properties"]?["source"]?["script"] ?? "").Contains("verify.py", StringComparison.Ordinal);

    private static bool HasGpus(CloudVm vm, string? told) => told == $"{SizeCatalog.Get(vm.Size).GpuCount}";

    /// <summary>The named parameter, which is an environment variable to the script.</summary>
    private static string? Gpus(CloudRun run) => run.Body["properties"]?["parameters"]?.AsArray()
        .Where(parameter => (string?)parameter?["name"] == "CHATOPS_GPUS")
        .Select(parameter => (string?)parameter?["value"])
        .FirstOrDefault();

    /// <summary>All that Azure keeps of an output.</summary>
    private static string Last4Kb(string text) => text.Length <= 4096 ? text : text[^4096..];

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
