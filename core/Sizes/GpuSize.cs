using ChatOps.Core.Words;

namespace ChatOps.Core.Sizes;

/// <summary>One Azure GPU size. Memory in GiB; a fractional GPU counts as one with <see cref="GpuFraction"/> saying how much of it.</summary>
public sealed record GpuSize
{
    public required string Name { get; init; }
    public required int VCpus { get; init; }
    public required int MemoryGiB { get; init; }
    public required string GpuModel { get; init; }
    public required int GpuCount { get; init; }
    public required int GpuMemoryGiB { get; init; }
    public string? GpuFraction { get; init; }
    /// <summary>As the usages API names it; quota counts its vCPUs.</summary>
    public required string QuotaFamily { get; init; }
    public bool? SpotCapable { get; init; }
    public required string CpuArchitecture { get; init; }
    public ListPrice? Price { get; init; }

    /// <summary>"1 × A100-80GB-PCIe", "1/3 A10".</summary>
    public string Gpus => GpuFraction is null ? $"{GpuCount} × {GpuModel}" : $"{GpuFraction} {GpuModel}";

    /// <summary>Per hour while allocated, without disks; null where no price could be looked up.</summary>
    public Money? PerHour(bool spot) =>
        Price is not null && (spot ? Price.SpotPerHour : Price.PerHour) is { } amount ? new Money(amount, Price.Currency) : null;
}

/// <summary>What one region's public list says, Linux, per hour.</summary>
public sealed record ListPrice
{
    public required string Region { get; init; }
    public required string Currency { get; init; }
    public required decimal PerHour { get; init; }
    public decimal? SpotPerHour { get; init; }
    public required string Source { get; init; }
    /// <summary>Where <see cref="PerHour"/> is from: a catalog, the retail API, or "memory" (not looked up).</summary>
    public required string Basis { get; init; }
}
