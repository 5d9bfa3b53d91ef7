using ChatOps.Core.Blueprints;
using ChatOps.Core.Machines;
using ChatOps.Core.State;
using Microsoft.Extensions.Logging;

namespace ChatOps.Core.Inventory;

/// <summary>
/// Finds what is ours in Azure and belongs to no live machine: left by a crash, by a request that Azure carried out late, by a
/// deletion that forgot a part. It is deleted after a grace, and the admins are told. What belongs to a live machine and
/// lacks its tags gets them: Azure gives none to the disks and NICs that it makes along with a VM.
/// </summary>
public sealed class LeakSweep(
    ICloudInventory inventory, MachineStore machines, OrphanStore orphans, BlueprintCatalog blueprints, TimeProvider time, ILogger<LeakSweep> log)
{
    /// <summary>How long something may be nobody's before it is deleted; longer than lists lag behind.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    /// <summary>More machines than this leaking at once, and more than are alive, is more likely the wrong table than a leak.</summary>
    public const int MostAtOnce = 10;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await SweepAsync(cancellationToken);
        }
        catch (CloudFaultException e)
        {
            Log.NotListed(log, "resources", e.Fault.Code, e.Fault.Message);
        }
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        var listed = new List<CloudResource>();
        await foreach (var resource in inventory.ResourcesAsync(cancellationToken)) listed.Add(resource);
        // Rows are read after the list: what is in the list was written to a row before it was made.
        var live = new Dictionary<MachineId, Machine>();
        await foreach (var machine in machines.LiveAsync(cancellationToken)) live[machine.Id] = machine;

        await TagAsync(listed, live, cancellationToken);
        var leaks = listed.Where(resource => IsLeak(resource, live)).DistinctBy(resource => OrphanStore.Key(resource.Id))
            .ToDictionary(resource => OrphanStore.Key(resource.Id));
        var known = new Dictionary<string, StoredOrphan>();
        await foreach (var stored in orphans.AllAsync(cancellationToken)) known[OrphanStore.Key(stored.Orphan.Id)] = stored;

        var now = time.GetUtcNow();
        var found = leaks.Where(pair => !known.ContainsKey(pair.Key)).Select(pair => pair.Value);
        await orphans.AddAsync(found.SelectMany(leak => leak.Machine is { } machine ? [New(leak, machine, now)] : Array.Empty<Orphan>()), cancellationToken);
        foreach (var (key, stored) in known)
            if (!leaks.ContainsKey(key)) await CloseAsync(stored, now, cancellationToken);

        var overdue = known.Where(pair => leaks.ContainsKey(pair.Key) && now - pair.Value.Orphan.FirstSeen >= Grace)
            .Select(pair => (leaks[pair.Key], pair.Value))
            .ToList();
        var isTooMuch = overdue.Select(pair => pair.Value.Orphan.Machine).Distinct().Count() > Math.Max(MostAtOnce, live.Count);
        // All of it is written before anything is deleted: a VM's parts go with it, and would otherwise go untold after a crash.
        var asked = new List<(CloudResource Resource, StoredOrphan Stored)>();
        foreach (var (resource, stored) in overdue)
            if (await AnnounceAsync(stored, isTooMuch, now, cancellationToken) is { } written) asked.Add((resource, written));
        if (isTooMuch) return;
        foreach (var (resource, stored) in asked)
            if (resource.Kind == ResourceKind.Vm || !HasVm(resource, leaks.Values)) await DeleteAsync(resource, stored, cancellationToken);
    }

    private static bool IsLeak(CloudResource resource, Dictionary<MachineId, Machine> live) => resource switch
    {
        { Machine: null } => false,
        // A run command goes with its VM. While that lives, only the one that is being waited for is wanted.
        { Kind: ResourceKind.RunCommand, Machine: { } id } => live.TryGetValue(id, out var machine) && Lifecycle.RunFor(machine) != resource.Name,
        { Machine: { } id } => !live.ContainsKey(id),
    };

    private static bool HasVm(CloudResource resource, IEnumerable<CloudResource> leaks) =>
        leaks.Any(other => other.Kind == ResourceKind.Vm && other.Machine == resource.Machine);

    private async Task TagAsync(List<CloudResource> listed, Dictionary<MachineId, Machine> live, CancellationToken cancellationToken)
    {
        foreach (var resource in listed)
        {
            if (resource is not { Kind: not ResourceKind.RunCommand, Tag: null, NamedAfter: { } id } || !live.TryGetValue(id, out var machine)) continue;
            try
            {
                await inventory.TagAsync(resource, machine, blueprints.Find(machine.Blueprint), cancellationToken);
            }
            catch (CloudFaultException e)
            {
                Log.Refused(log, id, "Tag", e.Fault);
            }
        }
    }

    private static Orphan New(CloudResource leak, MachineId machine, DateTimeOffset now) =>
        new() { Id = leak.Id, Kind = leak.Kind, Name = leak.Name, Machine = machine, FirstSeen = now };

    /// <summary>It is no longer there, or has a machine again. Only what was told of is told to be gone.</summary>
    private async Task CloseAsync(StoredOrphan stored, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (stored.Orphan.Report is null) await orphans.RemoveAsync([stored], cancellationToken);
        else if (stored.Orphan.GoneAt is null) await orphans.SaveAsync(stored, stored.Orphan with { GoneAt = now }, cancellationToken);
    }

    /// <summary>Null when another program was faster. A forgotten run command is nobody's news.</summary>
    private Task<StoredOrphan?> AnnounceAsync(StoredOrphan stored, bool isHeld, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var orphan = stored.Orphan with
        {
            AskedAt = isHeld ? stored.Orphan.AskedAt : stored.Orphan.AskedAt ?? now,
            IsHeld = isHeld,
            GoneAt = null,
            Report = stored.Orphan.Kind == ResourceKind.RunCommand ? null : ReportOf(stored.Orphan),
        };
        return orphans.SaveAsync(stored, orphan, cancellationToken);
    }

    private async Task DeleteAsync(CloudResource resource, StoredOrphan stored, CancellationToken cancellationToken)
    {
        string? refusal = null;
        try
        {
            await inventory.DeleteAsync(resource, cancellationToken);
        }
        catch (CloudFaultException e)
        {
            Log.Refused(log, stored.Orphan.Machine, $"the deletion of {resource.Kind} {resource.Name}", e.Fault);
            refusal = e.Fault.Code;
        }
        if (stored.Orphan.Refusal != refusal) await orphans.SaveAsync(stored, stored.Orphan with { Refusal = refusal }, cancellationToken);
    }

    /// <summary>What was found in the same sweep is told in one report, also when the program ended while it was dealt with.</summary>
    private static string ReportOf(Orphan orphan) => orphan.Report ?? $"leaks-{orphan.FirstSeen:yyyyMMddHHmmss}";
}
