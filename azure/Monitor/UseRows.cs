using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using ChatOps.Core.Machines;
using ChatOps.Core.Metrics;

namespace ChatOps.Azure.Monitor;

/// <summary>Makes machines' use of the rows that <see cref="UseQuery"/> is answered with, in whatever order they come.</summary>
internal sealed class UseRows : ILogsRows
{
    private const int IdLength = 16;

    private readonly Dictionary<string, UseOfMachine> _machines = [];
    private readonly Dictionary<string, UseOfMachine>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private UseColumn?[] _columns = [];
    private UseOfMachine? _machine;
    private UseRow _row;
    private string? _process;

    public UseRows() => _bySpan = _machines.GetAlternateLookup<ReadOnlySpan<char>>();

    public IEnumerable<(MachineId Machine, MachineUse Use)> Machines =>
        _machines.Select(machine => (new MachineId(machine.Key), machine.Value.Build()));

    public void Begin(ImmutableArray<LogsColumn> columns) => _columns = LogsCells.Columns<UseColumn>(columns);

    public void Cell(int column, ref Utf8JsonReader value)
    {
        // One that nobody asked for.
        if (_columns[column] is not { } known) return;
        if (known == UseColumn.Machine) _machine = MachineOf(ref value);
        else Read(known, ref value);
    }

    public void End()
    {
        if (_row is not { Begin: { } begin, LastAt: { } last }) throw new JsonException("A row does not say when that was.");
        // Whoever may write to the table may write of what was never a machine.
        _machine?.Add(_row, begin, last);
        (_machine, _row) = (null, default);
    }

    private UseOfMachine? MachineOf(ref Utf8JsonReader value)
    {
        if (value.TokenType != JsonTokenType.String || value.ValueSpan.Length != IdLength) return null;
        Span<char> id = stackalloc char[IdLength];
        if (value.CopyString(id) != IdLength) return null;
        if (_bySpan.TryGetValue(id, out var known)) return known;
        return MachineId.Parse(new string(id)) is { } machine ? _machines[machine.Value] = new UseOfMachine() : null;
    }

    private void Read(UseColumn column, ref Utf8JsonReader value)
    {
        switch (column)
        {
            case UseColumn.Gpu: _row.Gpu = Int(ref value); break;
            case UseColumn.Begin: _row.Begin = LogsCells.Time(ref value); break;
            case UseColumn.Samples: _row.Samples = Int(ref value); break;
            case UseColumn.Measured: _row.Measured = Int(ref value); break;
            case UseColumn.MaxUtil: _row.MaxUtil = LogsCells.Real(ref value); break;
            case UseColumn.MeanUtil: _row.MeanUtil = LogsCells.Real(ref value); break;
            case UseColumn.MaxMemMiB: _row.MaxMemMiB = LogsCells.Real(ref value); break;
            case UseColumn.MaxPowerW: _row.MaxPowerW = LogsCells.Real(ref value); break;
            case UseColumn.MaxProcs: _row.MaxProcs = Int(ref value); break;
            case UseColumn.MaxCpu: _row.MaxCpu = LogsCells.Real(ref value); break;
            case UseColumn.MeanCpu: _row.MeanCpu = LogsCells.Real(ref value); break;
            case UseColumn.MeanIoWait: _row.MeanIoWait = LogsCells.Real(ref value); break;
            case UseColumn.MaxDisk: _row.MaxDisk = LogsCells.Real(ref value); break;
            case UseColumn.MaxNet: _row.MaxNet = LogsCells.Real(ref value); break;
            case UseColumn.MaxSessions: _row.MaxSessions = Int(ref value); break;
            case UseColumn.KeepUntil: _row.KeepUntil = LogsCells.Time(ref value); break;
            case UseColumn.DoneAt: _row.DoneAt = LogsCells.Time(ref value); break;
            case UseColumn.EvictionAt: _row.EvictionAt = LogsCells.Time(ref value); break;
            case UseColumn.LastAt: _row.LastAt = LogsCells.Time(ref value); break;
            case UseColumn.Pid: _row.Pid = Int(ref value); break;
            case UseColumn.Process: _row.Process = Process(ref value); break;
            case UseColumn.ProcessMiB: _row.ProcessMiB = LogsCells.Real(ref value); break;
            case UseColumn.Ecc: _row.Ecc = Int(ref value); break;
            case UseColumn.XidAt: _row.XidAt = LogsCells.Time(ref value); break;
            case UseColumn.LastXid: _row.LastXid = Int(ref value); break;
            default: throw new UnreachableException();
        }
    }

    private static int? Int(ref Utf8JsonReader value) => LogsCells.Long(ref value) is { } number ? (int)Math.Clamp(number, int.MinValue, int.MaxValue) : null;

    /// <summary>Most rows name the same as the one before.</summary>
    private string? Process(ref Utf8JsonReader value)
    {
        if (value.TokenType == JsonTokenType.String && _process is not null && value.ValueTextEquals(_process)) return _process;
        return _process = LogsCells.Text(ref value);
    }
}
