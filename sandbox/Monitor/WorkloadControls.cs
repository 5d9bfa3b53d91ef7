using System.Collections.Immutable;
using System.Globalization;
using ChatOps.Core.Words;

namespace ChatOps.Sandbox.Monitor;

/// <summary><c>! workload NAME …</c>: what a machine is used for, and what is typed on it.</summary>
internal static class WorkloadControls
{
    private const int MostLines = 100_000;
    private const string Header = "minute,util,mem_gib";

    public static readonly string Help = """
        ! workload ember-otter train|idle|bursty|starved|zombie|notebook|preparing|silent    what its GPUs do from now on; at first it trains
        ! workload ember-otter replay FILE       what a CSV file says, with the columns minute,util,mem_gib
        ! workload ember-otter keep 2h           somebody types `gpu keep 2h` on it; ! workload ember-otter done: `gpu done`
        """;

    /// <param name="vm">The machine's name in Azure.</param>
    /// <exception cref="UserError">The words make no sense; says what would.</exception>
    public static void Run(GuestAgents guests, string vm, string[] words, DateTimeOffset now) =>
        guests.Change(vm, Change(words, now));

    private static Func<Workload, Workload> Change(string[] words, DateTimeOffset now) => words switch
    {
        ["done"] => workload => workload with { DoneAt = now, KeepUntil = null },
        ["keep", .. var time] when Durations.TryParse(string.Join(' ', time), out var by) =>
            workload => workload with { KeepUntil = now + by, DoneAt = null },
        ["replay", var file] => Replay(file, now),
        [var word] when Kind(word) is { } kind => workload => workload with { Kind = kind, Since = now, Trace = [] },
        _ => throw new UserError($"What is the machine used for?\n{Help}"),
    };

    /// <summary>Of those that need nothing more; null when it is none.</summary>
    private static WorkloadKind? Kind(string word) =>
        Enum.TryParse<WorkloadKind>(word, ignoreCase: true, out var kind) && kind != WorkloadKind.Replay && char.IsAsciiLetter(word[0]) ? kind : null;

    private static Func<Workload, Workload> Replay(string file, DateTimeOffset now)
    {
        var trace = Read(file);
        return workload => workload with { Kind = WorkloadKind.Replay, Since = now, Trace = trace };
    }

    private static ImmutableArray<TraceLine> Read(string file)
    {
        if (!File.Exists(file)) throw new UserError($"There is no file {Echo.Of(file)}.");
        var lines = File.ReadLines(file).Take(MostLines + 2).ToList();
        if (lines is not [Header, _, ..]) throw new UserError($"{Echo.Of(file)} is to begin with the line {Header}, and lines with numbers are to follow.");
        if (lines.Count > MostLines + 1) throw new UserError($"{Echo.Of(file)} has more than {MostLines} lines.");
        return [.. lines.Skip(1).Select((line, i) => Parse(line) ?? throw new UserError($"{Echo.Of(file)}, line {i + 2}: that is not {Header}."))
            .OrderBy(line => line.Minute)];
    }

    private static TraceLine? Parse(string line) =>
        line.Split(',') is [var minute, var util, var memory]
        && double.TryParse(minute, CultureInfo.InvariantCulture, out var at) && double.IsFinite(at)
        && float.TryParse(util, CultureInfo.InvariantCulture, out var utilization) && utilization is >= 0 and <= 100
        && float.TryParse(memory, CultureInfo.InvariantCulture, out var held) && held is >= 0 and < 10_000
            ? new TraceLine(at, utilization, held)
            : null;
}
