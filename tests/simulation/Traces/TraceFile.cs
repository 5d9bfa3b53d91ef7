using System.Globalization;
using System.IO.Compression;

namespace ChatOps.Simulation.Traces;

/// <summary>
/// Reads <c>series,start_minute,end_minute_exclusive,gpu_util_pct,gpu_mem_gib</c>, as it is or gzipped, row by row. The rows of a series stand together
/// and in order; those missing for up to ten minutes are filled with the last value, and where more is missing another series begins.
/// </summary>
public static class TraceFile
{
    public const int LongestFilled = 10;

    public static IReadOnlyList<TraceSeries> Read(string path)
    {
        using var file = File.OpenRead(path);
        if (!path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)) return Read(new StreamReader(file), path);
        using var unzipped = new GZipStream(file, CompressionMode.Decompress);
        return Read(new StreamReader(unzipped), path);
    }

    public static IReadOnlyList<TraceSeries> Read(TextReader reader, string path)
    {
        var (all, building, line) = (new List<TraceSeries>(), new Building(), 0);
        while (reader.ReadLine() is { } text)
        {
            line++;
            if (text.Length == 0 || line == 1 && text.StartsWith("series,", StringComparison.Ordinal)) continue;
            var row = Row.Parse(text) ?? throw new FormatException($"{path}, line {line}: not a row of series,start,end,utilization,memory: {text}");
            if (building.Takes(row)) continue;
            if (building.Series() is { } done) all.Add(done);
            building = new Building();
            if (!building.Takes(row)) throw new FormatException($"{path}, line {line}: it ends before it begins: {text}");
        }
        if (building.Series() is { } last) all.Add(last);
        if (all.Count == 0) throw new FormatException($"{path} has no series.");
        return all;
    }

    private readonly record struct Row(string Series, int Begin, int End, float Utilization, float MemoryGiB)
    {
        public static Row? Parse(string text)
        {
            var cells = text.Split(',');
            return cells.Length >= 4
                && int.TryParse(cells[1], CultureInfo.InvariantCulture, out var begin)
                && int.TryParse(cells[2], CultureInfo.InvariantCulture, out var end)
                && float.TryParse(cells[3], CultureInfo.InvariantCulture, out var utilization)
                ? new Row(cells[0], begin, end, utilization, Memory(cells))
                : null;
        }

        private static float Memory(string[] cells) =>
            cells.Length > 4 && float.TryParse(cells[4], CultureInfo.InvariantCulture, out var memory) ? memory : float.NaN;
    }

    private sealed class Building
    {
        private readonly List<float> _utilization = [];
        private readonly List<float> _memory = [];
        private string? _name;
        private int _start;

        /// <summary>False when the row belongs to another series.</summary>
        public bool Takes(Row row)
        {
            if (row.End <= row.Begin) return false;
            if (_name is null) (_name, _start) = (row.Series, row.Begin);
            var missing = row.Begin - (_start + _utilization.Count);
            if (_name != row.Series || missing is < 0 or > LongestFilled) return false;
            if (missing > 0) Add(missing, _utilization[^1], _memory[^1]);
            Add(row.End - row.Begin, row.Utilization, row.MemoryGiB);
            return true;
        }

        public TraceSeries? Series() => _name is null ? null : new TraceSeries(_name, _start, [.. _utilization], [.. _memory]);

        private void Add(int minutes, float utilization, float memory)
        {
            _utilization.AddRange(Enumerable.Repeat(utilization, minutes));
            _memory.AddRange(Enumerable.Repeat(memory, minutes));
        }
    }
}
