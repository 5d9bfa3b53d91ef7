using System.Text.Json;
using System.Text.Json.Serialization;
using ChatOps.Core.Blueprints;

namespace ChatOps.Core.Machines;

/// <summary>What is run on a machine to learn that it is ready: fixed scripts, nothing spliced in.</summary>
public static class MachineScripts
{
    /// <summary>Ends when cloud-init has ended; prints why, if it failed. (cloud-init's code 2 is "done, with warnings".)</summary>
    private const string AwaitSoftware = """
        cloud-init status --wait > /dev/null
        code=$?
        if [ "$code" -eq 0 ] || [ "$code" -eq 2 ]; then exit 0; fi
        cloud-init status --long
        tail --lines=25 /var/log/cloud-init-output.log
        exit 1
        """;

    /// <summary>After a start, cloud-init's boot stages and the mounts come first.</summary>
    private const string Verify = $"""
        cloud-init status --wait > /dev/null
        exec {CloudInit.VerifyCommand}
        """;

    public static string RunName(Machine machine, Stage stage) => stage == Stage.Software ? $"install-{machine.Start}" : $"checks-{machine.Start}";

    /// <summary>Whether a run command of this name is one that we make.</summary>
    public static bool IsOurs(string runName) => runName.Split('-') is ["install" or "checks", { Length: > 0 } start] && start.All(char.IsAsciiDigit);

    public static Effect.RunOnMachine AwaitSoftwareOn(Machine machine) =>
        new(RunName(machine, Stage.Software), AwaitSoftware.ReplaceLineEndings("\n"), Waits.SoftwareLimit);

    public static Effect.RunOnMachine VerifyOn(Machine machine) => new(
        RunName(machine, Stage.Checks), Verify.ReplaceLineEndings("\n"), Waits.ChecksLimit, new ScriptVariable("CHATOPS_GPUS", $"{machine.Size.GpuCount}"));

    /// <summary>What <c>verify.py</c> printed; null when it is not that.</summary>
    public static IReadOnlyList<CheckResult>? ReadChecks(string output)
    {
        try
        {
            return JsonSerializer.Deserialize(output, VerifyJson.Default.VerifyOutput)?.Checks;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

internal sealed record VerifyOutput(IReadOnlyList<CheckResult> Checks);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(VerifyOutput))]
internal sealed partial class VerifyJson : JsonSerializerContext;
