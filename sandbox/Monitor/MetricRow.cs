using System.Globalization;
using System.Text.Json;

namespace ChatOps.Sandbox.Monitor;

/// <summary>A row of the table, without what no query asks for. What is null in it is NaN or null here; small, as there are millions.</summary>
internal readonly record struct MetricRow
{
    public required DateTimeOffset At { get; init; }
    public sbyte? Gpu { get; init; }
    public float Util { get; init; }
    public float MemMiB { get; init; }
    public float MemTotalMiB { get; init; }
    public float PowerW { get; init; }
    public float Cpu { get; init; }
    public float IoWait { get; init; }
    public float Disk { get; init; }
    public float Net { get; init; }
    public float ProcMiB { get; init; }
    public int? Ecc { get; init; }
    public short? Xid { get; init; }
    public short? Procs { get; init; }
    public short? Sessions { get; init; }
    public int? Pid { get; init; }
    public string? Process { get; init; }
    /// <summary>Null on nearly all.</summary>
    public MetricWords? Words { get; init; }

    /// <summary>As Log Analytics takes it in: what a column cannot hold is null, what belongs to no column is dropped.</summary>
    /// <param name="now">When it came in, which is its time where it has none.</param>
    public static MetricRow Of(JsonElement row, DateTimeOffset now) => new()
    {
        At = Time(row, "TimeGenerated") ?? now,
        Gpu = (sbyte?)Int(row, "Gpu"),
        Util = Real(row, "UtilPct"),
        MemMiB = Real(row, "MemUsedMiB"),
        MemTotalMiB = Real(row, "MemTotalMiB"),
        PowerW = Real(row, "PowerW"),
        Cpu = Real(row, "CpuPct"),
        IoWait = Real(row, "IoWaitPct"),
        Disk = Real(row, "DiskMBps"),
        Net = Real(row, "NetMBps"),
        ProcMiB = Real(row, "ProcMemMiB"),
        Ecc = Int(row, "EccErrors"),
        Xid = (short?)Int(row, "Xid"),
        Procs = (short?)Int(row, "Procs"),
        Sessions = (short?)Int(row, "Sessions"),
        Pid = Int(row, "ProcPid"),
        Process = Text(row, "ProcName") is { } name ? string.Intern(name) : null,
        Words = MetricWords.Of(Time(row, "KeepUntil"), Time(row, "DoneAt"), Time(row, "EvictionAt")),
    };

    public static string? Text(JsonElement row, string name) =>
        row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static float Real(JsonElement row, string name) => !row.TryGetProperty(name, out var value) ? float.NaN : value.ValueKind switch
    {
        JsonValueKind.Number => value.GetSingle(),
        JsonValueKind.String => float.TryParse(value.GetString(), CultureInfo.InvariantCulture, out var number) ? number : float.NaN,
        _ => float.NaN,
    };

    private static int? Int(JsonElement row, string name) => Real(row, name) is var real && Math.Abs(real) < int.MaxValue ? (int)real : null;

    private static DateTimeOffset? Time(JsonElement row, string name) =>
        DateTimeOffset.TryParse(Text(row, name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time.ToUniversalTime() : null;
}

/// <summary>What was typed on a machine, and what Azure told it.</summary>
internal sealed record MetricWords(DateTimeOffset? KeepUntil, DateTimeOffset? DoneAt, DateTimeOffset? EvictionAt)
{
    public static MetricWords? Of(DateTimeOffset? keepUntil, DateTimeOffset? doneAt, DateTimeOffset? evictionAt) =>
        keepUntil is null && doneAt is null && evictionAt is null ? null : new MetricWords(keepUntil, doneAt, evictionAt);
}
