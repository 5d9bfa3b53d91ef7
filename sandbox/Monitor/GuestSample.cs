using System.Diagnostics;
using System.Text;
using ChatOps.Core.Sizes;

namespace ChatOps.Sandbox.Monitor;

/// <summary>What an agent measures on one GPU, and around it, at one moment. The same machine always does the same at the same time.</summary>
internal readonly record struct GuestSample
{
    private const string Python = "/usr/bin/python3";

    public float Util { get; private init; }
    public float MemGiB { get; private init; }
    /// <summary>Null for none.</summary>
    public string? Process { get; private init; }
    public float Cpu { get; private init; }
    public float IoWait { get; private init; }
    public float Disk { get; private init; }
    public float Net { get; private init; }
    /// <summary>What kind of session; null for none.</summary>
    public string? Session { get; private init; }

    /// <summary>About what a card draws; at rest a tenth.</summary>
    public float PowerW => 30 + 2.7f * Util;

    /// <param name="name">Of the machine.</param>
    /// <returns>Null when nothing is heard of it.</returns>
    public static GuestSample? Of(Workload workload, string name, int gpu, GpuSize size, DateTimeOffset at)
    {
        var minute = at.ToUnixTimeSeconds() / 60;
        return workload.Kind switch
        {
            WorkloadKind.Train => Training(Noise(name, minute, gpu), size, utilization: 84, size.GpuMemoryGiB * 0.7f),
            WorkloadKind.Idle => new GuestSample { Cpu = 1, Net = 0.01f },
            WorkloadKind.Bursty => Training(Noise(name, minute, gpu), size, minute % 20 < 3 ? 88 : null, size.GpuMemoryGiB * 0.4f),
            WorkloadKind.Starved => Starved(Noise(name, minute, gpu), size),
            // One core spins, whatever else there is.
            WorkloadKind.Zombie => new GuestSample { MemGiB = Held(38, size), Process = Python, Cpu = 100f / size.VCpus, Net = 0.01f },
            WorkloadKind.Notebook => Notebook(size, isBusy: minute % 15 < 2),
            WorkloadKind.Preparing => new GuestSample { Cpu = 85 + 5 * Noise(name, minute, 0), IoWait = 4, Disk = 300, Net = 40 },
            WorkloadKind.Silent => null,
            WorkloadKind.Replay => Replayed(workload, at),
            _ => throw new UnreachableException(),
        };
    }

    /// <param name="utilization">Null between two bursts.</param>
    private static GuestSample Training(float noise, GpuSize size, float? utilization, float memory) => new()
    {
        Util = utilization is { } busy ? busy + 12 * noise : 0,
        MemGiB = Held(memory, size),
        Process = Python,
        Cpu = utilization is null ? 2 : 30 + 20 * noise,
        IoWait = utilization is null ? 0 : 2 * noise,
        Disk = utilization is null ? 0.1f : 60 + 80 * noise,
        Net = 2,
    };

    private static GuestSample Starved(float noise, GpuSize size) => new()
    {
        Util = 20 + 25 * noise,
        MemGiB = Held(size.GpuMemoryGiB * 0.5f, size),
        Process = Python,
        Cpu = 95 + 5 * noise,
        IoWait = 12 + 10 * noise,
        Disk = 420,
        Net = 5,
    };

    private static GuestSample Notebook(GpuSize size, bool isBusy) => new()
    {
        MemGiB = Held(1.5f, size),
        Process = Python,
        Cpu = isBusy ? 9 : 1,
        Net = isBusy ? 0.5f : 0.05f,
        Session = isBusy ? "jupyter" : null,
    };

    private static GuestSample Replayed(Workload workload, DateTimeOffset at)
    {
        var elapsed = (at - workload.Since).TotalMinutes;
        var line = workload.Trace.LastOrDefault(line => line.Minute <= elapsed, workload.Trace.FirstOrDefault());
        var holds = line.MemGiB > 0;
        return new GuestSample { Util = line.Util, MemGiB = line.MemGiB, Process = holds ? Python : null, Cpu = line.Util > 0 ? 30 : 1, Net = 0.1f };
    }

    /// <summary>No more than there is.</summary>
    private static float Held(float wanted, GpuSize size) => Math.Min(wanted, size.GpuMemoryGiB * 0.95f);

    /// <summary>From 0 to 1.</summary>
    private static float Noise(string name, long minute, int gpu)
    {
        var hash = 2166136261u;
        foreach (var one in Encoding.UTF8.GetBytes(name)) hash = (hash ^ one) * 16777619u;
        hash = (hash ^ (uint)minute ^ ((uint)gpu << 27)) * 2654435761u;
        hash ^= hash >> 15;
        return hash * 2246822519u / (float)uint.MaxValue;
    }
}
