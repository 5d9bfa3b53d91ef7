using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace ChatOps.Sandbox.Cloud;

/// <summary>
/// The system inside a VM, as far as a run command can see it. It reads the cloud-init that the VM was really created with,
/// and answers the checks found there.
/// </summary>
internal static class Guest
{
    /// <summary>What was put as customData, unpacked; throws when cloud-init could not read it either.</summary>
    public static YamlMappingNode CloudConfig(string customData)
    {
        using var gzip = new GZipStream(new MemoryStream(Convert.FromBase64String(customData)), CompressionMode.Decompress);
        using var reader = new StreamReader(gzip, Encoding.UTF8);
        var yaml = new YamlStream();
        yaml.Load(reader);
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }

    /// <summary>What <c>verify.py</c> prints when every check passes but those in <paramref name="failing"/>.</summary>
    /// <param name="gpus">What the run command was told of them.</param>
    public static (int ExitCode, string Output) Verify(string customData, string? gpus, Func<string, bool> failing)
    {
        var results = new JsonArray();
        foreach (var check in (JsonNode?[])[.. OwnChecks(customData, gpus), .. Checks(customData)])
        {
            var (name, prints) = ((string?)check?["name"] ?? "", (string?)check?["prints"]);
            var failed = failing(name);
            results.Add(new JsonObject
            {
                ["name"] = name,
                ["passed"] = !failed,
                ["seconds"] = 1.4,
                ["output"] = !failed ? prints ?? "ok" : prints is null ? "exit code 1" : $"False\nexpected it to print \"{prints}\"",
            });
            if (failed) break;
        }
        var all = results.All(r => (bool?)r?["passed"] == true);
        return (all ? 0 : 1, new JsonObject { ["checks"] = results }.ToJsonString() + "\n");
    }

    /// <summary>What is printed when the set-up script has failed.</summary>
    public const string SoftwareFailure = """
        status: error
        extended_status: error - done
        detail:
        ('scripts_user', RuntimeError('Runparts: 1 failures (runcmd) in 1 attempted commands'))
        ERROR: Could not find a version that satisfies the requirement
        ERROR: No matching distribution found
        """;

    /// <summary>What verify.py looks at beside the blueprint's own checks.</summary>
    private static IEnumerable<JsonObject> OwnChecks(string customData, string? gpus)
    {
        if (gpus is not null) yield return new JsonObject { ["name"] = "gpu count", ["prints"] = gpus };
        if (File(customData, "/etc/chatops/mountpoints") is not null) yield return new JsonObject { ["name"] = "mounts" };
    }

    private static JsonArray Checks(string customData) =>
        JsonNode.Parse(File(customData, "/etc/chatops/checks.json") ?? "[]")?.AsArray() ?? throw new JsonException("checks.json is empty.");

    /// <summary>The content of a file that cloud-init writes; null when it writes no such file.</summary>
    private static string? File(string customData, string path)
    {
        var files = (YamlSequenceNode)CloudConfig(customData).Children["write_files"];
        var file = files.Children.Cast<YamlMappingNode>().SingleOrDefault(node => ((YamlScalarNode)node["path"]).Value == path);
        return file is null ? null : ((YamlScalarNode)file["content"]).Value;
    }
}
