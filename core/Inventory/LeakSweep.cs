using ChatOps.Core.Blueprints;
using ChatOps.Core.Machines;
using ChatOps.Core.State;
using Microsoft.Extensions.Logging;

namespace ChatOps.Core.Inventory;

/// <summary>
/// Finds what is ours in Azure and belongs to no live machine: left by a crash, by a request that Azure carried out late, by a
/// deletion that forgot a part. It is deleted after a grace, and the admins are told (docs/adr/0005).
/// </summary>
public sealed class LeakSweep(
    ICloudInventory inventory, MachineStore machines, OrphanStore orphans, BlueprintCatalog blueprints, TimeProvider time, ILogger<LeakSweep> log)
{
    /// <summary>How long a part of one of our machines may be nobody's before it is deleted: longer than lists lag behind, and found by two sweeps.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(50);

    /// <summary>Likewise of a machine that no row was ever written for: it may be another installation's. The admins are told at once.</summary>
    public static readonly TimeSpan GraceOfUnknown = TimeSpan.FromHours(24);

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

        await new MissingTags(inventory, blueprints, log).AddAsync(listed, live, cancellationToken);
        await new ExpiredSnapshots(inventory, log).RemoveAsync(listed, live, time.GetUtcNow(), cancellationToken);
        var leaks = listed.Where(resource => IsLeak(resource, live)).DistinctBy(resource => OrphanStore.Key(resource.Id))
            .ToDictionary(resource => OrphanStore.Key(resource.Id));
        var known = new Dictionary<string, StoredOrphan>();
        await foreach (var stored in orphans.AllAsync(cancellationToken)) known[OrphanStore.Key(stored.Orphan.Id)] = stored;

        var now = time.GetUtcNow();
        await RememberAsync(leaks.Where(pair => !known.ContainsKey(pair.Key)).Select(pair => pair.Value), now, cancellationToken);
        foreach (var (key, stored) in known)
            if (!leaks.ContainsKey(key)) await CloseAsync(stored, now, cancellationToken);

        var overdue = known.Where(pair => leaks.ContainsKey(pair.Key) && now >= pair.Value.Orphan.DeleteAt).Select(pair => pair.Value).ToList();
        var isTooMuch = overdue.Select(stored => stored.Orphan.Machine).Distinct().Count() > Math.Max(MostAtOnce, live.Count);
        // All of it is written before anything is deleted: a VM's parts go with it, and would otherwise go untold after a crash.
        var asked = new List<StoredOrphan>();
        foreach (var stored in overdue)
            if (await AnnounceAsync(stored, isTooMuch, now, cancellationToken) is { Orphan.IsHeld: false } written) asked.Add(written);
        // Its parts go with a VM, and cannot go before it.
        var withVm = leaks.Values.Where(resource => resource.Kind == ResourceKind.Vm).Select(resource => resource.Machine).ToHashSet();
        foreach (var stored in asked)
            if (stored.Orphan.Kind is ResourceKind.Vm or ResourceKind.RunCommand || !withVm.Contains(stored.Orphan.Machine))
                await DeleteAsync(leaks[OrphanStore.Key(stored.Orphan.Id)], stored, cancellationToken);
    }

    /// <summary>
    /// Neither by its tag nor by its name a live machine's; a wrong tag does not cost anybody a disk. A run command goes with its VM;
    /// while that lives, only the one that is being waited for is wanted of ours, and somebody else's is none of our business.
    /// </summary>
    private static bool IsLeak(CloudResource resource, Dictionary<MachineId, Machine> live) => resource switch
    {
        { Machine: null } => false,
        { Kind: ResourceKind.RunCommand, NamedAfter: { } id } =>
            live.TryGetValue(id, out var machine) && MachineScripts.IsOurs(resource.Name) && Lifecycle.RunFor(machine) != resource.Name,
        { Kind: ResourceKind.RunCommand } => false,
        // Meant to outlive its machine.
        { Kind: ResourceKind.Snapshot } => false,
        _ => !(resource.Tag is { } tag && live.ContainsKey(tag)) && !(resource.NamedAfter is { } name && live.ContainsKey(name)),
    };

    private async Task RememberAsync(IEnumerable<CloudResource> found, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var news = new List<Orphan>();
        foreach (var leak in found)
        {
            if (leak.Machine is not { } id) continue;
            var isUnknown = await machines.FindAsync(id, cancellationToken) is null;
            var orphan = new Orphan
            {
                Id = leak.Id,
                Kind = leak.Kind,
                Name = leak.Name,
                Machine = id,
                FirstSeen = now,
                DeleteAt = now + (isUnknown ? GraceOfUnknown : Grace),
            };
            news.Add(isUnknown ? orphan with { Report = ReportOf(orphan) } : orphan);
        }
        await orphans.AddAsync(news, cancellationToken);
    }

    /// <summary>It is no longer there, or has a machine again. Only what was told of is told to be gone.</summary>
    private async Task CloseAsync(StoredOrphan stored, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (stored.Orphan.Report is null) await orphans.RemoveAsync([stored], cancellationToken);
        else if (stored.Orphan.GoneAt is null) await orphans.SaveAsync(stored, stored.Orphan with { GoneAt = now }, cancellationToken);
    }

    /// <summary>
    /// Null when another program was faster. What is held once is held for good: that by now more machines live makes it no leak.
    /// A forgotten run command is nobody's news.
    /// </summary>
    private Task<StoredOrphan?> AnnounceAsync(StoredOrphan stored, bool isTooMuch, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var isHeld = isTooMuch || stored.Orphan.IsHeld;
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
        // Read again, by itself: a mistake here is somebody's work.
        var machine = (await machines.GetAsync(stored.Orphan.Machine, cancellationToken))?.Machine;
        if (resource.Kind == ResourceKind.RunCommand ? machine is null || Lifecycle.RunFor(machine) == resource.Name : machine is not null) return;
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
