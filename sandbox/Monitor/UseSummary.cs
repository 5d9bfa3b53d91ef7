using System.Globalization;
using System.Text.Json;
using ChatOps.Azure.Monitor;

namespace ChatOps.Sandbox.Monitor;

/// <summary>What <see cref="UseQuery.Summary"/> makes of rows, as the query API writes it.</summary>
internal static class UseSummary
{
    public static readonly (string Name, string Type)[] Columns =
    [
        ("Machine", "string"), ("Gpu", "int"), ("Begin", "datetime"), ("Samples", "long"), ("Measured", "long"), ("MaxUtil", "real"), ("MeanUtil", "real"),
        ("MaxMemMiB", "real"), ("MaxPowerW", "real"), ("MaxProcs", "int"), ("MaxCpu", "real"), ("MeanCpu", "real"), ("MeanIoWait", "real"),
        ("MaxDisk", "real"), ("MaxNet", "real"), ("MaxSessions", "int"), ("KeepUntil", "datetime"), ("DoneAt", "datetime"), ("EvictionAt", "datetime"),
        ("LastAt", "datetime"), ("Pid", "int"), ("Process", "string"), ("ProcessMiB", "real"), ("Ecc", "int"), ("XidAt", "datetime"), ("LastXid", "int"),
    ];

    /// <param name="seenUntil">What came later is not there to be asked for yet.</param>
    /// <param name="error">What went wrong beside, and left out rows; null for nothing.</param>
    public static byte[] Of(MetricRows table, AskedUse asked, DateTimeOffset seenUntil, string? error)
    {
        using var answer = new MemoryStream();
        using (var json = new Utf8JsonWriter(answer))
        {
            json.WriteStartObject();
            json.WriteStartArray("tables");
            json.WriteStartObject();
            json.WriteString("name", "PrimaryResult");
            json.WriteStartArray("columns");
            foreach (var (name, type) in Columns)
            {
                json.WriteStartObject();
                json.WriteString("name", name);
                json.WriteString("type", type);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteStartArray("rows");
            foreach (var (machine, rows) in table.Of(asked.Which)) Write(json, machine, rows.Where(row => IsAsked(row.At)));
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            if (error is not null) WriteError(json, error);
            json.WriteEndObject();
        }
        return answer.ToArray();

        bool IsAsked(DateTimeOffset at) => at >= asked.From && at < asked.To && at <= seenUntil;
    }

    private static void Write(Utf8JsonWriter json, string machine, IEnumerable<MetricRow> rows)
    {
        foreach (var bin in rows.GroupBy(row => (row.Gpu, Begin: Floor(row.At, UseQuery.Bin))))
        {
            json.WriteStartArray();
            json.WriteStringValue(machine);
            Write(json, bin.Key.Gpu);
            Write(json, bin.Key.Begin);
            Write(json, [.. bin]);
            json.WriteEndArray();
        }
    }

    private static void Write(Utf8JsonWriter json, MetricRow[] bin)
    {
        json.WriteNumberValue(Minutes(bin));
        json.WriteNumberValue(Minutes(bin.Where(row => float.IsFinite(row.Util))));
        Write(json, Max(bin, row => row.Util), Mean(bin, row => row.Util), Max(bin, row => row.MemMiB), Max(bin, row => row.PowerW));
        Write(json, bin.Max(row => row.Procs));
        Write(json, Max(bin, row => row.Cpu), Mean(bin, row => row.Cpu), Mean(bin, row => row.IoWait), Max(bin, row => row.Disk), Max(bin, row => row.Net));
        Write(json, bin.Max(row => row.Sessions));
        var last = bin.MaxBy(row => row.At);
        Write(json, last.Words?.KeepUntil);
        Write(json, last.Words?.DoneAt);
        Write(json, bin.Max(row => row.Words?.EvictionAt));
        Write(json, last.At);
        Write(json, last.Pid);
        json.WriteStringValue(last.Process is { Length: > 100 } name ? name[..100] : last.Process ?? "");
        Write(json, last.ProcMiB);
        Write(json, last.Ecc);
        var broken = bin.Where(row => row.Xid is not null).OrderByDescending(row => row.At).Cast<MetricRow?>().FirstOrDefault();
        Write(json, broken?.At);
        Write(json, broken?.Xid);
    }

    private static int Minutes(IEnumerable<MetricRow> rows) => rows.Select(row => Floor(row.At, TimeSpan.FromMinutes(1))).Distinct().Count();

    private static float Max(MetricRow[] bin, Func<MetricRow, float> value) => bin.Select(value).Where(float.IsFinite).DefaultIfEmpty(float.NaN).Max();

    private static float Mean(MetricRow[] bin, Func<MetricRow, float> value) => bin.Select(value).Where(float.IsFinite).DefaultIfEmpty(float.NaN).Average();

    private static DateTimeOffset Floor(DateTimeOffset at, TimeSpan to) => new(at.UtcTicks - at.UtcTicks % to.Ticks, TimeSpan.Zero);

    private static void Write(Utf8JsonWriter json, params ReadOnlySpan<float> values)
    {
        foreach (var value in values)
        {
            if (float.IsFinite(value)) json.WriteNumberValue(value);
            else json.WriteNullValue();
        }
    }

    private static void Write(Utf8JsonWriter json, int? value)
    {
        if (value is { } number) json.WriteNumberValue(number);
        else json.WriteNullValue();
    }

    /// <summary>With as many digits as there are.</summary>
    private static void Write(Utf8JsonWriter json, DateTimeOffset? time)
    {
        if (time is { } at) json.WriteStringValue(at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture));
        else json.WriteNullValue();
    }

    private static void WriteError(Utf8JsonWriter json, string message)
    {
        json.WriteStartObject("error");
        json.WriteString("code", "PartialError");
        json.WriteString("message", "There were some errors when processing your query.");
        json.WriteStartArray("details");
        json.WriteStartObject();
        json.WriteString("code", "EngineError");
        json.WriteString("message", message);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
