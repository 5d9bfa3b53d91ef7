using System.Globalization;
using ChatOps.Azure;
using ChatOps.Core.Sizes;
using ChatOps.Core.Words;

namespace ChatOps.Sandbox.Cloud;

/// <summary>What <c>! cloud …</c> can do to the stand-in: break it, fill it up, act behind the product's back.</summary>
public static class CloudControls
{
    public static readonly string Help = """
        ! cloud fail create AllocationFailed 2   the next two creations (or: start, resize, snapshot) fail later with this code
        ! cloud fail stop AuthorizationFailed 9  the next nine stops (or: delete) are refused with this code
        ! cloud fail software | check NAME | extension NAME   the next one of these fails on the machine
        ! cloud throttle 5 30                    the next five requests are answered with "come back in 30 s"
        ! cloud error 500 3                      the next three requests are answered with this status
        ! cloud slow 3                           everything takes three times as long
        ! cloud capacity Standard_NC24ads_A100_v4 eastus 0    room for this many of a size in a region
        ! cloud quota StandardNCADSA100v4Family eastus 24     limit of a family's vCPUs in a region (LowPriorityCores: spot)
        ! cloud evict|shutdown|start|delete ember-otter       spot eviction; or somebody does it in the portal
        ! cloud leave ember-otter                the next deletion of its VM leaves disks and NIC behind
        ! cloud orphan vm|disk|nic|ip lost-fox   one of these with our tag and no machine, as if a crash had lost its row
        ! cloud stranger disk their-data         a disk that is not ours
        ! cloud heal                             ends all of it
        """;

    /// <param name="vmOf">Finds the VM's name in Azure by the machine's name.</param>
    /// <exception cref="UserError">The words make no sense; says what would.</exception>
    public static void Run(ArmStandIn cloud, IReadOnlyList<string> words, TimeProvider time, Func<string, string> vmOf) =>
        cloud.Act(time, now => Apply(cloud.State, [.. words], now, vmOf));

    private static void Apply(CloudState cloud, string[] words, DateTimeOffset now, Func<string, string> vmOf)
    {
        var faults = cloud.Faults;
        switch (words)
        {
            case ["fail", "create" or "start" or "resize" or "snapshot" or "stop" or "delete", var code, .. var times]:
                faults.Operations[words[1]] = new Fault(code, Count(times));
                break;
            case ["fail", "software", .. var times]:
                faults.Software = Count(times);
                break;
            case ["fail", "check", .. { Length: > 0 } check]:
                faults.Checks[string.Join(' ', check)] = 1;
                break;
            case ["fail", "extension", var extension]:
                faults.Extensions[extension] = 1;
                break;
            case ["throttle", var times, .. var seconds]:
                (faults.Throttled, faults.RetryAfterSeconds) = (Number(times), Optional(seconds, 10));
                break;
            case ["error", var status, .. var times]:
                (faults.ErrorStatus, faults.Errors) = (Number(status) is >= 400 and <= 599 and var number ? number : throw Wrong(), Count(times));
                break;
            case ["slow", var factor]:
                faults.Slow = double.TryParse(factor, CultureInfo.InvariantCulture, out var slow) && slow is > 0 and <= 1000 ? slow : throw Wrong();
                break;
            case ["capacity", var size, var region, var room]:
                var named = SizeCatalog.Find(size) ?? throw new UserError($"{size} is no GPU size.{NearMiss.Hint(size, SizeCatalog.Names)}");
                cloud.Capacity[$"{named.Name}/{region}"] = Number(room);
                break;
            case ["quota", .. { Length: > 2 } quota]:
                var family = string.Join(' ', quota[..^2]);
                if (family != "LowPriorityCores" && !UsageEndpoints.Families.Contains(family))
                    throw new UserError($"{family} is no quota family.{NearMiss.Hint(family, UsageEndpoints.Families)}");
                cloud.Quota[$"{family}/{quota[^2]}"] = Number(quota[^1]);
                break;
            case ["evict", var machine]:
                cloud.Pending.Add(new Pending(now + Pace.EvictionNotice, Happening.Evicted, Vm(cloud, vmOf(machine)).Name, null, null));
                break;
            case ["shutdown" or "start" or "delete", var machine]:
                var what = words[0] switch { "shutdown" => Happening.PoweredOff, "start" => Happening.Started, _ => Happening.Deleted };
                cloud.Pending.Add(new Pending(now, what, Vm(cloud, vmOf(machine)).Name, null, null));
                Clockwork.Settle(cloud, now);
                break;
            case ["leave", var machine]:
                Vm(cloud, vmOf(machine)).LeavesBehind = true;
                break;
            case ["orphan", "vm" or "disk" or "nic" or "ip", var name]:
                Strays.Orphan(cloud, words[1], name, now);
                break;
            case ["stranger", "disk", var name]:
                if (name.StartsWith("gpu-", StringComparison.OrdinalIgnoreCase)) throw new UserError("A stranger's name does not begin with gpu-.");
                Strays.Stranger(cloud, name, now);
                break;
            case ["heal"]:
                faults.Operations.Clear();
                faults.Checks.Clear();
                faults.Extensions.Clear();
                (faults.Software, faults.Throttled, faults.Errors, faults.Slow) = (0, 0, 0, 1);
                cloud.Capacity.Clear();
                cloud.Quota.Clear();
                foreach (var vm in cloud.Vms.Values) vm.LeavesBehind = false;
                break;
            default:
                throw Wrong();
        }
    }

    /// <summary>What there is in the cloud, one line each.</summary>
    public static string Show(ArmStandIn cloud, TimeProvider time)
    {
        cloud.Act(time, _ => { });
        lock (cloud.Lock)
        {
            string[] lines =
            [
                .. cloud.State.Vms.Values.Select(Line),
                .. cloud.State.Disks.Values.Select(disk => $"Disk {disk.Name}  {disk.SizeGiB} GiB  {disk.ManagedBy ?? "unattached"}"),
                .. cloud.State.Nics.Values.Select(nic => $"NIC  {nic.Name}  {nic.VirtualMachine ?? "unattached"}"),
                .. cloud.State.Addresses.Values.Select(address => $"IP   {address.Name}"),
                .. cloud.State.Snapshots.Values.Select(snapshot =>
                    $"Snapshot {snapshot.Name}  of {snapshot.Disk}  {snapshot.Provisioning}  kept until {snapshot.Tags[SnapshotTemplate.UntilTag]}"),
            ];
            return lines.Length == 0 ? "The cloud is empty." : string.Join('\n', lines);
        }
    }

    private static string Line(CloudVm vm)
    {
        var name = (string?)vm.Body["tags"]?["chatops-name"];
        return $"VM   {vm.Name}  {name}  {vm.Size}  {vm.Region}  {vm.Provisioning}  {vm.Power ?? "–"}{(vm.Spot ? "  spot" : "")}";
    }

    private static CloudVm Vm(CloudState cloud, string name) =>
        cloud.Vms.GetValueOrDefault(name) ?? throw new UserError("That machine has no VM in the cloud.");

    private static int Count(string[] words) => Optional(words, 1);

    private static int Optional(string[] words, int otherwise) => words switch { [] => otherwise, [var word] => Number(word), _ => throw Wrong() };

    private static int Number(string word) => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Wrong();

    private static UserError Wrong() => new($"I do not understand that. You can say:\n{Help}");
}
