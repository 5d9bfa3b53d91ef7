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

    /// <summary>"1 × A100-80GB-PCIe", "1/3 A10".</summary>
    public string Gpus => GpuFraction is null ? $"{GpuCount} × {GpuModel}" : $"{GpuFraction} {GpuModel}";
}
