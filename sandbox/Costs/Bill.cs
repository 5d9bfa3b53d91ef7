using System.Text.Json.Nodes;
using ChatOps.Azure;
using ChatOps.Azure.Prices;
using ChatOps.Core.Prices;
using ChatOps.Sandbox.Cloud;

namespace ChatOps.Sandbox.Costs;

/// <summary>
/// What the stand-in bills: VMs while they are allocated, disks while they exist, by the prices that the program is shipped with. Plain data.
/// </summary>
internal sealed class Bill
{
    /// <summary>By the resource's name.</summary>
    public Dictionary<string, OpenStretch> Open { get; init; } = [];
    public List<BilledStretch> Closed { get; init; } = [];
    /// <summary>What is billed of each dollar of the list price.</summary>
    public decimal Rate { get; set; } = 1;
    /// <summary>How long after a day's end it can be asked for.</summary>
    public TimeSpan Lag { get; set; } = TimeSpan.FromDays(1);
    /// <summary>Answers nothing but that it is not there.</summary>
    public bool IsDown { get; set; }

    /// <summary>Takes note of how a VM is from now on.</summary>
    public void Look(CloudVm vm, DateTimeOffset now) => Change(vm, vm.IsAllocated ? vm.Size : null, vm.Spot, now);

    /// <inheritdoc cref="Look(CloudVm, DateTimeOffset)"/>
    public void Look(CloudDisk disk, DateTimeOffset now) => Change(disk, DiskTier.Of(disk.Type, disk.SizeGiB), isSpot: false, now);

    /// <summary>It is not there any more.</summary>
    public void End(ITagged resource, DateTimeOffset now) => Change(resource, null, isSpot: false, now);

    /// <summary>By day and team, of the days that can be asked for by now, nothing of which is rounded.</summary>
    /// <param name="to">The last day.</param>
    public IEnumerable<(DateOnly Day, string Team, decimal Amount)> Days(CloudState cloud, DateOnly from, DateOnly to, DateTimeOffset now)
    {
        var all = Closed.Concat(Open.Select(open => open.Value.Until(now, TeamOf(Find(cloud, open.Key))))).ToList();
        for (var day = from; day <= to; day = day.AddDays(1))
        {
            var begin = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero);
            if (begin.AddDays(1) + Lag > now) yield break;
            foreach (var team in all.GroupBy(stretch => stretch.Team).OrderBy(team => team.Key, StringComparer.Ordinal))
                if (team.Sum(stretch => stretch.Cost(begin)) is > 0 and var cost) yield return (day, team.Key, cost * Rate);
        }
    }

    private void Change(ITagged resource, string? what, bool isSpot, DateTimeOffset now)
    {
        var open = Open.GetValueOrDefault(resource.Name);
        if (open?.What == what) return;
        if (open is not null && Open.Remove(resource.Name)) Closed.Add(open.Until(now, TeamOf(resource)));
        if (what is not null) Open[resource.Name] = new OpenStretch(what, resource.Region, isSpot, now);
    }

    private static ITagged? Find(CloudState cloud, string name) =>
        cloud.Vms.TryGetValue(name, out var vm) ? vm : cloud.Disks.GetValueOrDefault(name);

    /// <summary>Empty where it is nobody's.</summary>
    private static string TeamOf(ITagged? resource) => (string?)(resource?.Tags[VmTemplate.TeamTag] as JsonValue) ?? "";
}

/// <param name="What">A size, or a step of disks.</param>
internal sealed record OpenStretch(string What, string Region, bool IsSpot, DateTimeOffset From)
{
    public BilledStretch Until(DateTimeOffset to, string team) => new(team, What, Region, IsSpot, From, to);
}

/// <param name="Team">Empty for none.</param>
internal sealed record BilledStretch(string Team, string What, string Region, bool IsSpot, DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>What of it falls on a day.</summary>
    public decimal Cost(DateTimeOffset begin)
    {
        var (from, to) = (From > begin ? From : begin, To < begin.AddDays(1) ? To : begin.AddDays(1));
        return to > from ? PerHour * (to - from).Ticks / TimeSpan.TicksPerHour : 0;
    }

    private decimal PerHour => ShippedPrices.Book.PerHour(What, Region, IsSpot)?.Amount
        ?? ShippedPrices.Book.Disks.Where(disk => disk.Tier == What).Select(disk => disk.PerMonth).DefaultIfEmpty().Max() / PriceBook.HoursPerMonth;
}
