using System.Text.Json.Serialization;
using ChatOps.Core.Blueprints;
using ChatOps.Core.Machines;
using ChatOps.Core.Sizes;
using ChatOps.Core.Words;

namespace ChatOps.Core.Metering;

/// <summary>One stretch of time in which one machine was billed for one thing at one price. Those of a machine and a kind never overlap.</summary>
public sealed record UsageRecord
{
    public required MachineId Machine { get; init; }
    public required string Name { get; init; }
    /// <summary>By e-mail.</summary>
    public required string Owner { get; init; }
    public required string Team { get; init; }
    /// <summary>Null for none.</summary>
    public string? Project { get; init; }
    public required BlueprintRef Blueprint { get; init; }
    public required UsageKind Kind { get; init; }
    public required string Size { get; init; }
    public required string Region { get; init; }
    public bool Spot { get; init; }
    /// <summary>Its launch failed: nobody had anything of it.</summary>
    public bool Failed { get; init; }
    public required DateTimeOffset From { get; init; }
    public required DateTimeOffset To { get; init; }
    /// <summary>How much of the time between the two; less than all of it only in what an older version has folded.</summary>
    public required TimeSpan Billed { get; init; }
    /// <summary>List price when it was launched; null when none was known.</summary>
    public Money? PerHour { get; init; }

    /// <summary>Of spot capacity: list price of the same size without it.</summary>
    public Money? ListPerHour { get; init; }
    /// <summary>When it had been resized for this: list price, without spot capacity, of the size that it had before.</summary>
    public Money? BeforePerHour { get; init; }
    /// <summary>Where the reaper has ended it: how long it would have gone on. It stands at the end of what is cut.</summary>
    public DateTimeOffset? ReapedUntil { get; init; }

    [JsonIgnore] public Money? Cost => PerHour * Billed;

    /// <summary>Hours of whole GPUs; none for disks.</summary>
    [JsonIgnore]
    public double GpuHours => Kind == UsageKind.Compute && SizeCatalog.Find(Size) is { } size ? size.GpuCount * Billed.TotalHours : 0;

    /// <summary>The same for the same stretch, whoever derives it and whenever: what is recorded twice is there once.</summary>
    [JsonIgnore] public string Key => $"{Machine}~{(Kind == UsageKind.Compute ? 'c' : 'd')}~{From.UtcDateTime:yyyyMMddHHmmssfff}";

    /// <summary>All that a machine was billed for and that is not in the ledger yet, what goes on until <paramref name="now"/>.</summary>
    public static IEnumerable<UsageRecord> Of(Machine machine, DateTimeOffset now)
    {
        foreach (var time in machine.BilledUntil(now).Where(time => !time.IsRecorded))
            yield return New(machine, UsageKind.Compute, time, time.Place ?? machine.Placement);
        if (machine.DisksSince is { } since && (machine.GoneAt ?? now) is var end && since < end)
            yield return New(machine, UsageKind.Disks, BilledTime.Whole(since, end, machine.DisksPerHour), machine.Placement);
    }

    /// <summary>What of it lies between two moments; null for nothing.</summary>
    public UsageRecord? Within(DateTimeOffset begin, DateTimeOffset end)
    {
        var billed = BilledWithin(begin, end);
        if (billed <= TimeSpan.Zero) return null;
        // Mostly all of it: a year's report makes no copies of hundreds of thousands.
        if (From >= begin && To <= end) return this;
        return this with
        {
            From = From > begin ? From : begin,
            To = To < end ? To : end,
            Billed = billed,
            ReapedUntil = To <= end ? ReapedUntil : null,
        };
    }

    /// <summary>For how long it was billed between two moments; of what was folded, as much as of the whole.</summary>
    public TimeSpan BilledWithin(DateTimeOffset begin, DateTimeOffset end)
    {
        if (From >= begin && To <= end) return Billed;
        var (from, to) = (From > begin ? From : begin, To < end ? To : end);
        if (from >= to) return TimeSpan.Zero;
        return Billed == To - From ? to - from : Billed * ((to - from) / (To - From));
    }

    /// <summary>Its parts, month by month of a time zone.</summary>
    public IEnumerable<(Month Month, UsageRecord Part)> ByMonth(TimeZoneInfo zone)
    {
        for (var month = Month.Of(From, zone); month.Begin < To; month = Month.Of(month.End, zone))
            if (Within(month.Begin, month.End) is { } part) yield return (month, part);
    }

    private static UsageRecord New(Machine machine, UsageKind kind, BilledTime time, Placement place) => new()
    {
        Machine = machine.Id,
        Name = machine.Name,
        Owner = machine.Owner,
        Team = machine.Team,
        Project = machine.Project,
        Blueprint = machine.Blueprint,
        Kind = kind,
        Size = place.Size,
        Region = place.Region,
        Spot = machine.Spot,
        Failed = machine is { ReadyAt: null, Failure: not null },
        From = time.From,
        To = time.To,
        Billed = time.Billed,
        PerHour = time.PerHour,
        ListPerHour = time.ListPerHour,
        BeforePerHour = time.BeforePerHour,
        ReapedUntil = time.ReapedUntil,
    };
}

[JsonConverter(typeof(JsonStringEnumConverter<UsageKind>))]
public enum UsageKind
{
    /// <summary>The VM, while it is allocated.</summary>
    Compute,
    /// <summary>Its disks, from its first creation until nothing of it is left.</summary>
    Disks,
}
