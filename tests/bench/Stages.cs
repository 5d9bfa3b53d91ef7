using System.Collections.Concurrent;
using System.Diagnostics;
using ChatOps.Azure;
using ChatOps.Core.Machines;

namespace ChatOps.Bench;

/// <summary>
/// Follows each machine by what goes between the product and Azure: which calls it costs, and how long after Azure was done with a
/// stage (it raised its event) the product made the call that begins the next one.
/// </summary>
internal sealed class Stages
{
    private readonly ConcurrentDictionary<MachineId, Track> _tracks = [];

    /// <summary>Ends a machine's launch: it goes out once the row says Running.</summary>
    private const string Done = "DELETE runCommands";

    /// <summary>From a command to the PUT of its VM.</summary>
    public ConcurrentBag<TimeSpan> Begun { get; } = [];

    /// <summary>By the call that begins the next stage.</summary>
    public ConcurrentDictionary<string, ConcurrentBag<TimeSpan>> Delays { get; } = [];

    public int Running => _tracks.Values.Count(track => track.IsRunning);

    public void Launched(MachineId machine) => Of(machine).AzureDoneAt = Stopwatch.GetTimestamp();

    public void Changed(string armId)
    {
        if (AzureInventory.MachineOf(armId) is not { } machine) return;
        var track = Of(machine);
        lock (track)
        {
            if (!track.IsRunning) track.AzureDoneAt = Stopwatch.GetTimestamp();
        }
    }

    public void Called(string method, Uri address)
    {
        var path = address.AbsolutePath;
        if (AzureInventory.MachineOf(path) is not { } machine) return;
        var (track, kind) = (Of(machine), Kind(method, path));
        lock (track)
        {
            if (kind == Done) track.IsRunning = true;
            var calls = track.IsRunning ? track.CallsAfter : track.Calls;
            calls[kind] = calls.GetValueOrDefault(kind) + 1;
            // A look that finds Azure still at work begins nothing; a second call on the same news is part of the first.
            if (method == "GET" || track.AzureDoneAt is not { } done) return;
            track.AzureDoneAt = null;
            (kind == "PUT VM" && calls[kind] == 1 ? Begun : Delays.GetOrAdd(kind, _ => [])).Add(Stopwatch.GetElapsedTime(done));
        }
    }

    /// <summary>Calls of each kind for all machines together.</summary>
    public SortedDictionary<string, int> Calls(bool afterRunning)
    {
        var sum = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var track in _tracks.Values)
            foreach (var (kind, count) in afterRunning ? track.CallsAfter : track.Calls) sum[kind] = sum.GetValueOrDefault(kind) + count;
        return sum;
    }

    /// <summary>The most that one machine needed until it ran.</summary>
    public int MostCalls => _tracks.Values.Max(track => track.Calls.Values.Sum());

    private Track Of(MachineId machine) => _tracks.GetOrAdd(machine, _ => new Track());

    private static string Kind(string method, string path)
    {
        var parts = path.Split('/');
        var child = parts.Length > 2 && parts[^2] is "extensions" or "runCommands" ? parts[^2] : "VM";
        return $"{method} {child}";
    }

    private sealed class Track
    {
        public Dictionary<string, int> Calls { get; } = [];
        public Dictionary<string, int> CallsAfter { get; } = [];
        public bool IsRunning { get; set; }
        public long? AzureDoneAt { get; set; }
    }
}
