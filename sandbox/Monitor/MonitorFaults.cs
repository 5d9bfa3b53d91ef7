using ChatOps.Core.Words;

namespace ChatOps.Sandbox.Monitor;

/// <summary>What is to go wrong with the metrics on demand.</summary>
internal sealed class MonitorFaults
{
    /// <summary>Neither takes nor gives anything.</summary>
    public bool IsDown { get; set; }
    /// <summary>Answers say that they are not all.</summary>
    public bool IsPartial { get; set; }
    /// <summary>How many queries are answered with 429.</summary>
    public int ThrottledQueries { get; set; }
    /// <summary>How many uploads are.</summary>
    public int ThrottledUploads { get; set; }
    public int RetryAfterSeconds { get; set; }
    /// <summary>How long it takes from when a row was written until it can be asked for.</summary>
    public TimeSpan Late { get; set; }

    public void Heal()
    {
        (IsDown, IsPartial, ThrottledQueries, ThrottledUploads, RetryAfterSeconds, Late) = (false, false, 0, 0, 0, TimeSpan.Zero);
    }
}

/// <summary><c>! cloud metrics …</c></summary>
internal static class MetricsControls
{
    public static readonly string Help = """
        ! cloud metrics down|partial             Log Analytics is not there, or gives only part of what it has
        ! cloud metrics throttle 5               the next five queries are answered with "come back"
        ! cloud metrics late 10m                 what machines measure can be asked for ten minutes later
        ! cloud metrics heal                     ends all of it
        """;

    /// <exception cref="UserError">The words make no sense; says what would.</exception>
    public static void Run(MonitorStandIn monitor, IReadOnlyList<string> words)
    {
        lock (monitor.Lock)
        {
            var faults = monitor.Faults;
            switch (words)
            {
                case ["down"]:
                    faults.IsDown = true;
                    break;
                case ["partial"]:
                    faults.IsPartial = true;
                    break;
                case ["throttle", var count] when int.TryParse(count, out var times) && times > 0:
                    faults.ThrottledQueries = times;
                    break;
                case ["late", var by] when Durations.TryParse(by, out var late):
                    faults.Late = late;
                    break;
                case ["heal"]:
                    faults.Heal();
                    break;
                default:
                    throw new UserError($"What happens to the metrics?\n{Help}");
            }
        }
    }
}
