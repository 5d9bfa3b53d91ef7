using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using ChatOps.Core.Machines;
using ChatOps.Core.Metrics;

namespace ChatOps.Azure.Monitor;

/// <summary>Makes machines' sums of the rows that <see cref="SumQuery"/> is answered with.</summary>
internal sealed class SumRows : ILogsRows
{
    private const double MiBPerGiB = 1024;

    private readonly Dictionary<MachineId, List<GpuUse>> _machines = [];
    private SumColumn?[] _columns = [];
    private Row _row;

    /// <summary>By GPU.</summary>
    public IEnumerable<(MachineId Machine, ImmutableArray<GpuUse> Gpus)> Machines =>
        _machines.Select(machine => (machine.Key, machine.Value.OrderBy(use => use.Gpu).ToImmutableArray()));

    public void Begin(ImmutableArray<LogsColumn> columns) => _columns = LogsCells.Columns<SumColumn>(columns);

    public void Cell(int column, ref Utf8JsonReader value)
    {
        switch (_columns[column])
        {
            // One that nobody asked for.
            case null: break;
            case SumColumn.Machine: _row.Machine = LogsCells.Text(ref value); break;
            case SumColumn.Gpu: _row.Gpu = LogsCells.Long(ref value); break;
            case SumColumn.Measured: _row.Measured = Minutes(ref value); break;
            case SumColumn.Used: _row.Used = Minutes(ref value); break;
            case SumColumn.Work: _row.Work = Known(ref value); break;
            case SumColumn.Starving: _row.Starving = Minutes(ref value); break;
            case SumColumn.OnDisk: _row.OnDisk = Minutes(ref value); break;
            case SumColumn.StarvingWork: _row.StarvingWork = Known(ref value); break;
            case SumColumn.MaxUtil: _row.MaxUtil = Known(ref value); break;
            case SumColumn.MaxMemMiB: _row.MaxMemMiB = Known(ref value); break;
            case SumColumn.MemMiB: _row.MemMiB = Known(ref value); break;
            default: throw new UnreachableException();
        }
    }

    public void End()
    {
        // Whoever may write to the table may write of what was never a machine.
        if (_row is { Machine: { } text, Gpu: >= 0 and <= int.MaxValue } && MachineId.Parse(text) is { } machine)
        {
            if (!_machines.TryGetValue(machine, out var uses)) _machines[machine] = uses = [];
            uses.Add(_row.Use());
        }
        _row = default;
    }

    private static int Minutes(ref Utf8JsonReader value) => (int)Math.Clamp(LogsCells.Long(ref value) ?? 0, 0, int.MaxValue);

    /// <summary>0 for what is not known.</summary>
    private static double Known(ref Utf8JsonReader value) => LogsCells.Real(ref value) is var real && double.IsFinite(real) ? Math.Max(0, real) : 0;

    private struct Row
    {
        public string? Machine;
        public long? Gpu;
        public int Measured, Used, Starving, OnDisk;
        public double Work, StarvingWork, MaxUtil, MaxMemMiB, MemMiB;

        public readonly GpuUse Use() => new()
        {
            Gpu = (int)(Gpu ?? 0),
            Measured = Measured,
            Used = Used,
            Work = Work,
            Starving = Starving,
            OnDisk = OnDisk,
            StarvingWork = StarvingWork,
            MaxUtilization = MaxUtil,
            MaxMemoryGiB = MaxMemMiB / MiBPerGiB,
            MemoryGiB = MemMiB / MiBPerGiB,
        };
    }
}
