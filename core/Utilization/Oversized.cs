using ChatOps.Core.Blueprints;
using ChatOps.Core.Metering;
using ChatOps.Core.Prices;
using ChatOps.Core.Sizes;
using ChatOps.Core.Words;

namespace ChatOps.Core.Utilization;

/// <summary>
/// A machine that was used for a week, and none of whose GPUs ever did or held more than <see cref="Most"/>: what cheaper size would have held
/// all of it. What was measured is the GPU; of the machine's own memory nothing is known.
/// </summary>
/// <param name="MaxUtilization">The most of any sample of any of its GPUs, from 0 to 1.</param>
/// <param name="MaxMemory">Likewise of the memory of any of its GPUs.</param>
/// <param name="Cheaper">With as many GPUs as were used, each with a quarter more memory than was held at the most.</param>
/// <param name="IsOffered">Whether its own blueprint comes as that, so that it can be resized.</param>
/// <param name="SavedPerMonth">If it were on for as long as in this week.</param>
public sealed record Oversized(
    NamedMachine Machine, string Size, double MaxUtilization, double MaxMemory, GpuSize Cheaper, bool IsOffered, Money SavedPerMonth)
{
    /// <summary>A part of what a GPU can do, and of what it can hold.</summary>
    public const double Most = 0.4;

    public static readonly TimeSpan Week = TimeSpan.FromDays(7);

    /// <summary>Hours of whole GPUs in which it was used: who has hardly used it says nothing by that.</summary>
    private const double LeastUsed = 5;

    /// <summary>The part of the time that must be measured.</summary>
    private const double LeastMeasured = 0.9;

    private const double Room = 1.25;

    /// <param name="parts">All of one machine in the week before <paramref name="end"/>.</param>
    /// <param name="days">What was measured of it in that week.</param>
    /// <param name="blueprint">The machine's version; null when the repository no longer has it.</param>
    /// <returns>Null where it was not, too little is known, or nothing is cheaper.</returns>
    public static Oversized? Of(
        IReadOnlyList<UtilizationPart> parts, IReadOnlyList<UseDay> days, DateTimeOffset end, Blueprint? blueprint, PriceBook prices)
    {
        var (records, line) = (parts.Select(part => part.Record).OrderBy(record => record.From).ToList(), UtilizationLine.Of("", parts, prices.Currency));
        var last = records[^1];
        // It was on when the week began, and has been the same size since.
        if (records[0].From > end - Week + TimeSpan.FromDays(1) || records.Exists(record => record.Size != last.Size)) return null;
        if (line.Sums.Used < LeastUsed || line.Sums.Measured < LeastMeasured * line.On) return null;
        var gpus = days.SelectMany(day => day.Gpus).ToList();
        if (gpus.Max(gpu => gpu.MaxMemoryShare ?? 1) is var memory && memory > Most) return null;
        if (gpus.Max(gpu => gpu.MaxUtilization / 100) is var utilization && utilization > Most) return null;
        if (last.PerHour is not { } now || now.Currency != prices.Currency || SizeCatalog.Find(last.Size) is not { } size) return null;
        var needed = (Gpus: gpus.Where(gpu => gpu.Used > 0).Select(gpu => gpu.Gpu).Distinct().Count(), MemoryGiB: gpus.Max(gpu => gpu.MaxMemoryGiB) * Room);
        var fitting = SizeCatalog.All
            .Where(other => other.CpuArchitecture == size.CpuArchitecture && other.GpuCount >= needed.Gpus && other.GpuMemoryGiB >= needed.MemoryGiB)
            .Select(other => (Size: other, Price: PriceOf(other, last, prices)))
            .Where(other => other.Price < now.Amount)
            .OrderBy(other => other.Price).ThenBy(other => other.Size.Name, StringComparer.Ordinal)
            .ToList();
        var offered = blueprint?.Machine.Gpus.SelectMany(blueprint.SizesWith).Select(other => other.Name).ToHashSet() ?? [];
        // What it can become at once, rather than what would take another blueprint.
        var ordered = fitting.OrderByDescending(other => offered.Contains(other.Size.Name)).ToList();
        if (ordered is not [var (cheaper, price), ..]) return null;
        var hours = records.Sum(record => record.Billed.TotalHours) * (PriceBook.HoursPerMonth / Week.TotalHours);
        return new Oversized(
            NamedMachine.Of(last), last.Size, utilization, memory, cheaper, offered.Contains(cheaper.Name),
            new Money((now.Amount - (price ?? 0)) * (decimal)hours, prices.Currency));
    }

    /// <summary>Where it is: that another region has a size says nothing of this one.</summary>
    private static decimal? PriceOf(GpuSize size, UsageRecord record, PriceBook prices) =>
        prices.Find(size.Name, record.Region, record.Spot) is { } price && price.Region == record.Region ? price.Amount(record.Spot) : null;
}
