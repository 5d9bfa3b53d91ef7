using ChatOps.Core.Machines;
using ChatOps.Core.Metrics;

namespace ChatOps.Tests.Tools;

/// <summary>What machines have measured, as a test says it.</summary>
internal sealed class FakeMetrics : IMachineMetrics
{
    private readonly Dictionary<MachineId, MachineUse> _uses = [];

    /// <summary>Each question that was asked: about which machines; null for all.</summary>
    public List<IReadOnlyCollection<MachineId>?> Asked { get; } = [];

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

    private static MachineUse Within(MachineUse use, DateTimeOffset from, DateTimeOffset to) =>
        use with { Bins = [.. use.Bins.Where(bin => bin.Begin + use.BinLength > from && bin.Begin < to)] };
}
