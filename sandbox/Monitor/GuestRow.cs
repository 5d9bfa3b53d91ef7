using System.Globalization;
using System.Text.Json;
using ChatOps.Core.Metrics;

namespace ChatOps.Sandbox.Monitor;

/// <summary>A sample as an agent sends it: a row of <see cref="MetricsTable"/>, without what is null.</summary>
internal static class GuestRow
{
    private const float MiBPerGiB = 1024;

    public static void Write(Utf8JsonWriter json, GuestAgents.Agent agent, Workload workload, int gpu, GuestSample sample, DateTimeOffset at)
    {
        json.WriteStartObject();
        Write(json, "TimeGenerated", at);
        json.WriteString("Machine", agent.Machine.Value);
        json.WriteString("Agent", "sandbox");
        json.WriteNumber("Gpu", gpu);
        Write(json, "UtilPct", sample.Util);
        Write(json, "MemUsedMiB", sample.MemGiB * MiBPerGiB);
        Write(json, "MemTotalMiB", agent.Size.GpuMemoryGiB * MiBPerGiB);
        Write(json, "PowerW", sample.PowerW);
        Write(json, "TempC", 34 + 0.3f * sample.Util);
        json.WriteNumber("EccErrors", 0);
        json.WriteNumber("Procs", sample.Process is null ? 0 : 1);
        if (sample.Process is { } process)
        {
            json.WriteNumber("ProcPid", 4211);
            json.WriteString("ProcName", process);
            Write(json, "ProcMemMiB", sample.MemGiB * MiBPerGiB);
        }
        Write(json, "CpuPct", sample.Cpu);
        Write(json, "IoWaitPct", sample.IoWait);
        Write(json, "DiskMBps", sample.Disk);
        Write(json, "NetMBps", sample.Net);
        json.WriteNumber("Sessions", sample.Session is null ? 0 : 1);
        if (sample.Session is { } session) json.WriteString("SessionKinds", session);
        if (workload.KeepUntil is { } keep) Write(json, "KeepUntil", keep);
        if (workload.DoneAt is { } done) Write(json, "DoneAt", done);
        if (agent.EvictionAt is { } eviction) Write(json, "EvictionAt", eviction);
        json.WriteEndObject();
    }

    /// <summary>A digit after the point is as exact as it is.</summary>
    private static void Write(Utf8JsonWriter json, string name, float value) => json.WriteNumber(name, Math.Round((decimal)value, 1));

    private static void Write(Utf8JsonWriter json, string name, DateTimeOffset at) =>
        json.WriteString(name, at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFK", CultureInfo.InvariantCulture));
}
