using System.Text.Json;
using ChatOps.Azure.Monitor;
using static ChatOps.Sandbox.Monitor.MetricCells;

namespace ChatOps.Sandbox.Monitor;

/// <summary>What <see cref="UseQuery.Summary"/> makes of a machine's rows.</summary>
internal static class UseSummary
{
    public static readonly (string Name, string Type)[] Columns =
    [
        ("Machine", "string"), ("Gpu", "int"), ("Begin", "datetime"), ("Samples", "long"), ("Measured", "long"), ("MaxUtil", "real"), ("MeanUtil", "real"),
        ("MaxMemMiB", "real"), ("MaxPowerW", "real"), ("MaxProcs", "int"), ("MaxCpu", "real"), ("MeanCpu", "real"), ("MeanIoWait", "real"),
        ("MaxDisk", "real"), ("MaxNet", "real"), ("MaxSessions", "int"), ("KeepUntil", "datetime"), ("DoneAt", "datetime"), ("EvictionAt", "datetime"),
        ("LastAt", "datetime"), ("Pid", "int"), ("Process", "string"), ("ProcessMiB", "real"), ("Ecc", "int"), ("XidAt", "datetime"), ("LastXid", "int"),
    ];

    public static void Write(Utf8JsonWriter json, string machine, IEnumerable<MetricRow> rows)
    {
        foreach (var bin in rows.GroupBy(row => (row.Gpu, Begin: Floor(row.At, UseQuery.Bin))))
        {
            json.WriteStartArray();
            json.WriteStringValue(machine);
            MetricCells.Write(json, bin.Key.Gpu);
            MetricCells.Write(json, bin.Key.Begin);
            Write(json, [.. bin]);
            json.WriteEndArray();
        }
    }

    private static void Write(Utf8JsonWriter json, MetricRow[] bin)
    {
        json.WriteNumberValue(Minutes(bin));
        json.WriteNumberValue(Minutes(bin.Where(row => float.IsFinite(row.Util))));
        MetricCells.Write(
            json, Max(bin, row => row.Util), Mean(bin, row => row.Util), Max(bin, row => row.MemMiB), Max(bin, row => row.PowerW));
        MetricCells.Write(json, bin.Max(row => row.Procs));
        MetricCells.Write(
            json, Max(bin, row => row.Cpu), Mean(bin, row => row.Cpu), Mean(bin, row => row.IoWait), Max(bin, row => row.Disk), Max(bin, row => row.Net));
        MetricCells.Write(json, bin.Max(row => row.Sessions));
        var last = bin.MaxBy(row => row.At);
        MetricCells.Write(json, last.Words?.KeepUntil);
        MetricCells.Write(json, last.Words?.DoneAt);
        MetricCells.Write(json, bin.Max(row => row.Words?.EvictionAt));
        MetricCells.Write(json, last.At);
        MetricCells.Write(json, last.Pid);
        json.WriteStringValue(last.Process is { Length: > 100 } name ? name[..100] : last.Process ?? "");
        MetricCells.Write(json, last.ProcMiB);
        MetricCells.Write(json, last.Ecc);
        var broken = bin.Where(row => row.Xid is not null).OrderByDescending(row => row.At).Cast<MetricRow?>().FirstOrDefault();
        MetricCells.Write(json, broken?.At);
        MetricCells.Write(json, broken?.Xid);
    }
}
