using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace ChatOps.Bench;

/// <summary>A table of what was measured, under a line that says on what; as Markdown, so that it can be put into the docs.</summary>
internal sealed class Report
{
    private readonly List<string[]> _rows = [];

    /// <param name="title">What was run.</param>
    public Report(string title, params string[] columns)
    {
        var built = IsOptimized ? "Release" : "DEBUG: these numbers are worth nothing";
        Console.WriteLine();
        Console.WriteLine($"## {title}");
        Console.WriteLine();
        Console.WriteLine($"{TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC, {Environment.ProcessorCount} cores, load {Load}, "
            + $"{RuntimeInformation.FrameworkDescription}, {built}");
        Console.WriteLine();
        _rows.Add(columns);
    }

    /// <summary>How many programs wanted a core during the last minute; more than there are cores makes numbers worse.</summary>
    public static string Load => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";

    public static double PeakMiB
    {
        get
        {
            using var self = Process.GetCurrentProcess();
            return self.PeakWorkingSet64 / 1024.0 / 1024;
        }
    }

    /// <summary>From now on <see cref="PeakMiB"/> is that of what comes, where Linux can be told so.</summary>
    public static void ForgetPeak()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        if (File.Exists("/proc/self/clear_refs")) File.WriteAllText("/proc/self/clear_refs", "5");
    }

    private static bool IsOptimized => !Attribute.IsDefined(typeof(Report).Assembly, typeof(DebuggableAttribute))
        || typeof(Report).Assembly.GetCustomAttributes(typeof(DebuggableAttribute), false).Cast<DebuggableAttribute>().All(a => !a.IsJITOptimizerDisabled);

    public void Add(params string[] cells) => _rows.Add(cells);

    public void Print()
    {
        var widths = Enumerable.Range(0, _rows[0].Length).Select(column => _rows.Max(row => row[column].Length)).ToList();
        for (var i = 0; i < _rows.Count; i++)
        {
            Console.WriteLine($"| {string.Join(" | ", _rows[i].Select((cell, column) => cell.PadRight(widths[column])))} |");
            if (i == 0) Console.WriteLine($"|{string.Join('|', widths.Select(width => new string('-', width + 2)))}|");
        }
        Console.WriteLine();
    }

    public static string Number(double value) => value.ToString(value < 10 ? "0.##" : value < 100 ? "0.#" : "#,##0", CultureInfo.InvariantCulture);

    public static string Time(TimeSpan time) => time.TotalSeconds >= 1 ? $"{Number(time.TotalSeconds)} s" : $"{Number(time.TotalMilliseconds)} ms";

    public static TimeSpan Percentile(IReadOnlyCollection<TimeSpan> times, double percent) =>
        times.Count == 0 ? TimeSpan.Zero : times.Order().ElementAt((int)Math.Min(times.Count - 1, times.Count * percent / 100));
}
