using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ChatOps.Core.Metrics;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ChatOps.Core.Blueprints;

/// <summary>
/// Renders a blueprint to the cloud-config that a machine boots with. The same blueprint and agent always give the same bytes.
/// Values are only ever placed as quoted YAML scalars or as files; the scripts are fixed text (<c>OnMachine/</c>).
/// Ends are observable: <c>cloud-init status</c> says error when the set-up script fails.
/// </summary>
public static class CloudInit
{
    /// <summary>ARM accepts at most 65,535 bytes of custom data (before base64).</summary>
    public const int MaxBytes = 65_535;

    /// <summary>
    /// The custom data that boots <paramref name="cloudConfig"/>, before base64: compressed, which cloud-init recognises, because
    /// a lock file with hashes would not fit otherwise.
    /// </summary>
    /// <exception cref="InvalidOperationException">The result is over <see cref="MaxBytes"/>.</exception>
    public static byte[] Pack(string cloudConfig)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true)) gzip.Write(Encoding.UTF8.GetBytes(cloudConfig));
        return packed.Length <= MaxBytes
            ? packed.ToArray()
            : throw new InvalidOperationException($"The cloud-init is {packed.Length} bytes; Azure takes at most {MaxBytes}. "
                + "Shorten the lock file: its hashes are the largest part.");
    }

    /// <summary>Before anything else: nothing may change the kernel or the driver under a running lease. An image without these units is fine too.</summary>
    private const string NoUpgrades = "systemctl mask --now apt-daily.timer apt-daily-upgrade.timer unattended-upgrades.service || true";

    /// <summary>The script, on the machine, that runs the checks and prints their results as one line of JSON.</summary>
    public const string VerifyCommand = "/opt/chatops/verify.py";

    private const string DataLabel = "chatops-data";

    /// <param name="identityId">ARM id of the blueprint's user-assigned identity, for blob mounts.</param>
    /// <param name="agent">
    /// Where the machine says what it does; null for one without the agent. That is the platform's and no part of a blueprint's
    /// version, so that <see cref="BlueprintDigest"/> is always of the rendering without it (docs/adr/0011).
    /// </param>
    public static string Render(Blueprint blueprint, string? identityId, AgentSettings? agent = null)
    {
        var config = new YamlMappingNode
        {
            { "package_update", Plain("true") },
            { "package_upgrade", Plain("false") },
            { "packages", List(Packages(blueprint)) },
            { "bootcmd", Lines(List(["sh", "-c", NoUpgrades])) },
            { "write_files", Lines([.. Files(blueprint, identityId), .. AgentFiles(agent)]) },
        };
        if (blueprint.Machine.DataDisk is { } disk) AddDataDisk(config, disk);
        config.Add("runcmd", Lines([.. AgentStart(agent), List(["/opt/chatops/setup.sh", blueprint.Software.Python])]));

        return "#cloud-config\n" + Emit(config);
    }

    private static IEnumerable<string> Packages(Blueprint blueprint)
    {
        yield return $"python{blueprint.Software.Python}-venv";
        if (blueprint.Mounts.Any(m => m.Kind == MountKind.Nfs)) yield return "nfs-common";
    }

    private static IEnumerable<YamlNode> Files(Blueprint blueprint, string? identityId)
    {
        yield return FileOf("/opt/chatops/setup.sh", "0755", OnMachine("setup.sh"));
        yield return FileOf(VerifyCommand, "0755", OnMachine("verify.py"));
        yield return FileOf("/opt/chatops/requirements.lock", "0644", blueprint.Requirements.Text);
        yield return FileOf("/etc/chatops/checks.json", "0644", Json(blueprint.Checks));
        yield return FileOf("/etc/environment", "0644", EnvironmentFile(blueprint));
        if (blueprint.Mounts.IsEmpty && blueprint.Machine.DataDisk is null) yield break;
        yield return FileOf("/etc/chatops/mountpoints", "0644", string.Concat(MountPoints(blueprint).Select(path => path + "\n")));
        if (blueprint.Mounts.IsEmpty) yield break;
        yield return FileOf("/etc/fstab", "0644", string.Concat(blueprint.Mounts.Select(mount => FstabLine(blueprint, mount))), append: true);
        foreach (var mount in blueprint.Mounts.Where(m => m.Kind == MountKind.Blob))
        {
            var identity = identityId ?? throw new InvalidOperationException($"{blueprint.Ref} mounts blobs without an identity.");
            yield return FileOf(BlobConfigPath(blueprint, mount), "0600", BlobConfig(blueprint, mount, identity));
        }
    }

    private static IEnumerable<YamlNode> AgentFiles(AgentSettings? agent)
    {
        if (agent is null) yield break;
        yield return FileOf("/opt/chatops/gpu-agent", "0755", OnMachine("gpu-agent"));
        yield return FileOf("/usr/local/bin/gpu", "0755", OnMachine("gpu"));
        yield return FileOf("/etc/systemd/system/gpu-agent.service", "0644", OnMachine("gpu-agent.service"));
        yield return FileOf("/etc/chatops/agent.json", "0644", agent.ToJson() + "\n");
    }

    /// <summary>Before the set-up, which takes minutes and may fail: the machine is heard of from its beginning.</summary>
    private static IEnumerable<YamlNode> AgentStart(AgentSettings? agent) =>
        agent is null ? [] : [List(["systemctl", "enable", "--now", "gpu-agent.service"])];

    private static IEnumerable<string> MountPoints(Blueprint blueprint) =>
        blueprint.Mounts.Select(m => m.Path).Concat(blueprint.Machine.DataDisk is { } disk ? [disk.Path] : []);

    private static string EnvironmentFile(Blueprint blueprint)
    {
        var lines = new StringBuilder("PATH=\"/opt/chatops/env/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\"\n");
        foreach (var (name, value) in blueprint.Environment) lines.Append(CultureInfo.InvariantCulture, $"{name}=\"{value}\"\n");
        return lines.ToString();
    }

    private static string FstabLine(Blueprint blueprint, Mount mount)
    {
        var access = mount.ReadOnly ? "ro" : "rw";
        return mount.Kind == MountKind.Nfs
            ? $"{mount.Account}.file.core.windows.net:/{mount.Account}/{mount.Share} {mount.Path} nfs "
                + $"vers=4,minorversion=1,sec=sys,nconnect=4,_netdev,nofail,{access} 0 0\n"
            : $"blobfuse2 {mount.Path} fuse3 _netdev,nofail,allow_other,{access},--config-file={BlobConfigPath(blueprint, mount)} 0 0\n";
    }

    private static string BlobConfigPath(Blueprint blueprint, Mount mount) => $"/etc/chatops/{BlobName(blueprint, mount)}.yaml";

    /// <summary>By the mount's number: one container may be mounted at two paths.</summary>
    private static string BlobName(Blueprint blueprint, Mount mount) => $"blob-{blueprint.Mounts.IndexOf(mount) + 1}";

    /// <summary>blobfuse2's configuration file; it signs in as the machine's user-assigned identity.</summary>
    private static string BlobConfig(Blueprint blueprint, Mount mount, string identityId) => Emit(new YamlMappingNode
    {
        { "allow-other", Plain("true") },
        { "read-only", Plain(mount.ReadOnly ? "true" : "false") },
        { "components", List(["libfuse", "file_cache", "attr_cache", "azstorage"]) },
        {
            "file_cache", new YamlMappingNode
            {
                { "path", Text($"/var/cache/chatops/{BlobName(blueprint, mount)}") },
                { "timeout-sec", Plain("120") },
                // A machine that was stopped leaves its cache behind, and blobfuse2 does not mount over one.
                { "cleanup-on-start", Plain("true") },
            }
        },
        {
            "azstorage", new YamlMappingNode
            {
                { "type", Text("block") },
                { "account-name", Text(mount.Account) },
                { "endpoint", Text($"https://{mount.Account}.blob.core.windows.net") },
                { "container", Text(mount.Share) },
                { "mode", Text("msi") },
                { "resid", Text(identityId) },
            }
        },
    });

    private static void AddDataDisk(YamlMappingNode config, DataDisk disk)
    {
        const string device = "/dev/disk/azure/scsi1/lun0";
        config.Add("disk_setup", new YamlMappingNode
        {
            { device, new YamlMappingNode { { "table_type", Text("gpt") }, { "layout", Plain("true") }, { "overwrite", Plain("false") } } },
        });
        config.Add("fs_setup", Lines(new YamlMappingNode
        {
            { "label", Text(DataLabel) },
            { "filesystem", Text("ext4") },
            { "device", Text(device) },
            { "partition", Text("auto") },
        }));
        config.Add("mounts", Lines(List([$"LABEL={DataLabel}", disk.Path, "ext4", "defaults,nofail", "0", "2"])));
    }

    private static YamlMappingNode FileOf(string path, string permissions, string content, bool append = false)
    {
        var file = new YamlMappingNode { { "path", Text(path) }, { "permissions", Text(permissions) } };
        if (append) file.Add("append", Plain("true"));
        file.Add("content", new YamlScalarNode(content) { Style = ScalarStyle.Literal });
        return file;
    }

    private static YamlScalarNode Plain(string value) => new(value) { Style = ScalarStyle.Plain };

    private static YamlScalarNode Text(string value) => new(value) { Style = ScalarStyle.DoubleQuoted };

    private static YamlSequenceNode Lines(params YamlNode[] nodes) => new(nodes);

    private static YamlSequenceNode List(IEnumerable<string> values) => new(values.Select(Text)) { Style = YamlDotNet.Core.Events.SequenceStyle.Flow };

    private static string Emit(YamlMappingNode node)
    {
        var writer = new StringWriter { NewLine = "\n" };
        // Lines are never folded: a fold inside a quoted value would be a second way of writing the same thing.
        var emitter = new Emitter(writer, new EmitterSettings(bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024));
        new YamlStream(new YamlDocument(node)).Save(emitter, assignAnchors: false);
        return writer.ToString().Replace("\n...\n", "\n", StringComparison.Ordinal);
    }

    private static string Json(IEnumerable<Check> checks) =>
        JsonSerializer.Serialize([.. checks], CheckJson.Default.CheckArray) + "\n";

    private static string OnMachine(string name)
    {
        using var stream = typeof(CloudInit).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(Check[]))]
internal sealed partial class CheckJson : JsonSerializerContext;
