using System.Collections.Immutable;
using ChatOps.Core.Machines;
using ChatOps.Core.Metrics;

namespace ChatOps.Tests.Tools;

/// <summary>What machines have measured, as a test says it.</summary>
internal sealed class FakeMetrics : IMachineMetrics
{
    private readonly Dictionary<MachineId, MachineUse> _uses = [];

    /// <summary>Each question that was asked: about which machines; null for all.</summary>
    public List<IReadOnlyCollection<MachineId>?> Asked { get; } = [];

    /// <summary>What is answered to who asks for sums, whenever that is about.</summary>
    public Dictionary<MachineId, ImmutableArray<GpuUse>> Sums { get; } = [];

    /// <summary>Each question for sums: from when to when.</summary>
    public List<(DateTimeOffset From, DateTimeOffset To)> Summed { get; } = [];

    /// <summary>Thrown instead of an answer; null for none.</summary>
    public CloudFaultException? Fault { get; set; }

    /// <summary>Done before a question is answered.</summary>
    public Action? Before { get; set; }

    public void Measure(MachineId machine, MachineUse use) => _uses[machine] = use;

    public void Forget(MachineId machine) => _uses.Remove(machine);

    public Task<IReadOnlyDictionary<MachineId, MachineUse>> ReadAsync(
        DateTimeOffset from, DateTimeOffset to, IReadOnlyCollection<MachineId>? only, int machines, CancellationToken cancellationToken)
    {
        Asked.Add(only);
        Before?.Invoke();
        if (Fault is { } fault) throw fault;
        var known = _uses.Where(pair => only?.Contains(pair.Key) ?? true).ToDictionary(pair => pair.Key, pair => Within(pair.Value, from, to));
        return Task.FromResult<IReadOnlyDictionary<MachineId, MachineUse>>(known);
    }

    public Task<IReadOnlyDictionary<MachineId, ImmutableArray<GpuUse>>> SumAsync(
        DateTimeOffset from, DateTimeOffset to, IReadOnlyCollection<MachineId> machines, CancellationToken cancellationToken)
    {
        Summed.Add((from, to));
        if (Fault is { } fault) throw fault;
        var known = Sums.Where(pair => machines.Contains(pair.Key)).ToDictionary(pair => pair.Key, pair => pair.Value);
        return Task.FromResult<IReadOnlyDictionary<MachineId, ImmutableArray<GpuUse>>>(known);
    }

    private static MachineUse Within(MachineUse use, DateTimeOffset from, DateTimeOffset to) =>
        use with { Bins = [.. use.Bins.Where(bin => bin.Begin + use.BinLength > from && bin.Begin < to)] };
}
