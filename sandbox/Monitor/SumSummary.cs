using System.Text.Json;
using ChatOps.Azure.Monitor;
using ChatOps.Core.Metrics;
using static ChatOps.Sandbox.Monitor.MetricCells;

namespace ChatOps.Sandbox.Monitor;

/// <summary>What <see cref="SumQuery.Summary"/> makes of a machine's rows.</summary>
internal static class SumSummary
{
    public static readonly (string Name, string Type)[] Columns =
    [
        ("Machine", "string"), ("Gpu", "int"), ("Measured", "long"), ("Used", "long"), ("Work", "real"), ("Starving", "long"), ("OnDisk", "long"),
        ("StarvingWork", "real"), ("MaxUtil", "real"), ("MaxMemMiB", "real"), ("MemMiB", "real"),
    ];

    public static void Write(Utf8JsonWriter json, string machine, IEnumerable<MetricRow> rows)
    {
        foreach (var gpu in rows.Where(row => row.Gpu is not null).GroupBy(row => row.Gpu))
        {
            var bins = gpu.GroupBy(row => Floor(row.At, UseQuery.Bin)).Select(bin => new Bin([.. bin])).Where(bin => bin.Minutes > 0).ToList();
            if (bins.Count == 0) continue;
            var (used, starving) = (bins.FindAll(bin => bin.IsUsed), bins.FindAll(bin => bin.IsStarving));
            json.WriteStartArray();
            json.WriteStringValue(machine);
            MetricCells.Write(json, gpu.Key);
            json.WriteNumberValue(bins.Sum(bin => bin.Minutes));
            json.WriteNumberValue(used.Sum(bin => bin.Minutes));
            json.WriteNumberValue(used.Sum(bin => bin.Work));
            json.WriteNumberValue(starving.Sum(bin => bin.Minutes));
            json.WriteNumberValue(starving.Where(bin => bin.IsOnDisk).Sum(bin => bin.Minutes));
            json.WriteNumberValue(starving.Sum(bin => bin.Work));
            MetricRow[] all = [.. bins.SelectMany(bin => bin.Rows)];
            MetricCells.Write(json, Max(all, row => row.Util), Max(all, row => row.MemMiB), Max(all, row => row.MemTotalMiB));
            json.WriteEndArray();
        }
    }

    /// <summary>Five minutes of one GPU.</summary>
    private readonly record struct Bin(MetricRow[] Rows)
    {
        public int Minutes { get; } = MetricCells.Minutes(Rows.Where(row => float.IsFinite(row.Util)));

        public double Work => Minutes * (double)Mean / 100;

        public bool IsUsed => Max(Rows, row => row.Util) >= GpuUseLimits.UsedFrom;

        public bool IsOnDisk => MetricCells.Mean(Rows, row => row.IoWait) >= GpuUseLimits.WaitingCores;

        public bool IsStarving =>
            IsUsed && Mean < GpuUseLimits.StarvedBelow && (IsOnDisk || MetricCells.Mean(Rows, row => row.Cpu) >= GpuUseLimits.BusyCores);

        private float Mean { get; } = MetricCells.Mean(Rows, row => row.Util);
    }
}
