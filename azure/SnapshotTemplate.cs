using System.Globalization;
using Azure.Core;
using Azure.ResourceManager.Compute;
using Azure.ResourceManager.Compute.Models;
using ChatOps.Core.Blueprints;
using ChatOps.Core.Machines;

namespace ChatOps.Azure;

/// <summary>A snapshot of a machine's disk as ARM's. The same disk and day always give the same request.</summary>
public static class SnapshotTemplate
{
    /// <summary>The tag that says until which day, in UTC, a snapshot is kept.</summary>
    public const string UntilTag = "chatops-snapshot-until";

    private const string Day = "yyyy-MM-dd";

    /// <param name="blueprint">Null when the repository no longer has it.</param>
    public static SnapshotData For(Machine machine, Blueprint? blueprint, string diskId, DateOnly until)
    {
        var snapshot = new SnapshotData(new AzureLocation(machine.Placement.Region))
        {
            Sku = new SnapshotSku { Name = SnapshotStorageAccountType.StandardLrs },
            Incremental = true,
            CreationData = new DiskCreationData(DiskCreateOption.Copy) { SourceResourceId = new ResourceIdentifier(diskId) },
        };
        foreach (var (name, value) in VmTemplate.Tags(machine, blueprint)) snapshot.Tags[name] = value;
        snapshot.Tags[UntilTag] = until.ToString(Day, CultureInfo.InvariantCulture);
        return snapshot;
    }

    /// <summary>Null where the tag is missing, or is no day.</summary>
    public static DateOnly? KeptUntil(IDictionary<string, string> tags) =>
        tags.TryGetValue(UntilTag, out var value) && DateOnly.TryParseExact(value, Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var until)
            ? until
            : null;
}
