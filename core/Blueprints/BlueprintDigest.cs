using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ChatOps.Core.Machines;

namespace ChatOps.Core.Blueprints;

/// <summary>
/// The digest that makes a version immutable. It covers what shapes the machine: size choices, image, disks, software,
/// lock file, mounts, identity, environment, tags, checks, limits, the VM extensions, and the cloud-init that this program renders from them.
/// Title, description, owner and access may change without a new version; so may the agent, which is no blueprint's (docs/adr/0011).
/// </summary>
public static class BlueprintDigest
{
    private const string AnyIdentity = "/identity";

    public static string Of(Blueprint blueprint)
    {
        var shape = new DigestedShape(
            blueprint.Name, blueprint.Version, blueprint.Machine, blueprint.Software, blueprint.Identity, blueprint.Lifetime,
            blueprint.Idle, blueprint.Tags, blueprint.Checks, [.. Extensions.For(blueprint)], CloudInit.Render(blueprint, AnyIdentity, agent: null));
        var json = JsonSerializer.Serialize(shape, DigestJson.Default.DigestedShape);
        return "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)));
    }
}

internal sealed record DigestedShape(
    string Name, int Version, MachineShape Machine, Software Software, string? Identity, Lifetime Lifetime, IdleLimits Idle,
    ImmutableSortedDictionary<string, string> Tags, ImmutableArray<Check> Checks, ImmutableArray<VmExtension> Extensions, string CloudInit);

// Metadata would be made, and compiled, only to be asked for what is known here.
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Serialization)]
[JsonSerializable(typeof(DigestedShape))]
internal sealed partial class DigestJson : JsonSerializerContext;
