using ChatOps.Core.Machines;
using ChatOps.Core.Metrics;

namespace ChatOps.Core.Reaping;

/// <summary>All that the rules may look at. Nothing here changes while they do.</summary>
/// <param name="Use">What its agent has measured; null when nothing was heard of it.</param>
public sealed record Case(Machine Machine, MachineUse? Use, IdleSettings Settings, DateTimeOffset Now)
{
    private const double ALittle = 1.25;

    /// <summary>How likely use is to resume; null where that is not known, or of no account.</summary>
    public Risk.Risk? Risk { get; init; }

    /// <summary>Since when it has been idle, where that is known from longer ago than <see cref="Use"/> tells.</summary>
    public DateTimeOffset? IdleSince { get; init; }

    /// <summary>After how long without use a warning is due. One that was given is not taken back for a little more likelihood of use.</summary>
    public TimeSpan DueAfter
    {
        get
        {
            var due = Risk?.Window ?? Settings.Window;
            return Idle.Warning is { Rule: RuleName.IdleGpu } warned && warned.At - warned.Since is var was && due > was && due <= was * ALittle ? was : due;
        }
    }

    /// <summary>How far back what it did matters: where a warning is due later, what was long before says no more than that it was idle.</summary>
    public TimeSpan Window => DueAfter < Settings.Window ? DueAfter : Settings.Window;

    public IdleState Idle => Machine.Idle ?? IdleState.Fresh;

    /// <summary>When somebody said on the machine that they are done with it, and nobody has said otherwise since.</summary>
    public DateTimeOffset? DoneAt =>
        Use?.DoneAt is { } done && done >= Machine.RunningSince && !(done <= Idle.KeptAt) ? done : null;

    /// <summary>
    /// The bins of the window, oldest first. One that began before it counts as a whole: rather too much use than too little. What was done before
    /// somebody said that they are done is over.
    /// </summary>
    public IEnumerable<UseBin> Bins => Use is { } use
        ? use.Bins.Where(bin => bin.Begin + use.BinLength > Now - Window && !(bin.Begin <= DoneAt))
        : [];

    /// <summary>"12 min ago", for the end of a bin.</summary>
    public string Ago(UseBin bin) => Now - (bin.Begin + (Use?.BinLength ?? TimeSpan.Zero)) is var ago && ago >= TimeSpan.FromMinutes(1)
        ? $"{Words.Durations.Show(ago)} ago"
        : "just now";
}
