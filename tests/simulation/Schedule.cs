using System.Collections.Immutable;
using System.Text;

namespace ChatOps.Simulation;

/// <summary>What happens to the product in one simulation. With its seed it says everything: the same schedule gives the same trace.</summary>
/// <param name="Seed">Of all that is left to chance: the order of calls, their faults, how long Azure takes.</param>
/// <param name="Weather">How often things go wrong until the last act is over; then they no longer do.</param>
public sealed record Schedule(int Seed, Weather Weather, ImmutableArray<Act> Acts)
{
    public override string ToString()
    {
        var text = new StringBuilder().AppendLine($"Inner seed {Seed}, {Weather}");
        foreach (var act in Acts) text.AppendLine($"  {act}");
        return text.ToString();
    }
}

/// <summary>How often something goes wrong, in a thousand calls unless it says otherwise.</summary>
public sealed record Weather
{
    /// <summary>A call fails and has done nothing: 500, throttled, connection refused.</summary>
    public int Failing { get; init; }
    /// <summary>A call does its work and its answer is lost.</summary>
    public int TimingOut { get; init; }
    /// <summary>A write is done, and a retry of it is told that the row has changed.</summary>
    public int SayingNo { get; init; }
    /// <summary>The request for a VM reaches Azure long after its sender has given up; any other a tenth as often.</summary>
    public int Late { get; init; }
    /// <summary>Time passes while calls are under way.</summary>
    public int Slow { get; init; }
    /// <summary>A program dies in a call, before it or after it.</summary>
    public int Dying { get; init; }
    /// <summary>Of a thousand nudges.</summary>
    public int NudgesLost { get; init; }
    public int NudgesTwice { get; init; }
    /// <summary>Of a thousand operations in Azure: they fail after they were taken.</summary>
    public int Breaking { get; init; }
    /// <summary>Of a thousand VMs that are to be allocated: there is no room.</summary>
    public int Full { get; init; }
    /// <summary>Of a thousand software installations and checks on machines.</summary>
    public int Unfit { get; init; }
    /// <summary>Of a thousand deletions: a disk or a NIC stays.</summary>
    public int LeavingBehind { get; init; }
    /// <summary>How far apart the programs' clocks are, in seconds.</summary>
    public int Skew { get; init; }
    /// <summary>Whether Azure tells when it is done.</summary>
    public bool AzureTells { get; init; } = true;
}

/// <summary>Something that happens at a time of its own.</summary>
/// <param name="At">After the beginning.</param>
public abstract record Act(TimeSpan At)
{
    /// <summary>A person gives a command.</summary>
    /// <param name="Request">Its number; a launch's number names its machine.</param>
    /// <param name="Text">With <c>{0}</c> for the machine.</param>
    /// <param name="Machine">Number of the launch that is meant.</param>
    /// <param name="Again">When the same message is delivered once more; null for never.</param>
    public sealed record Say(TimeSpan At, int Request, string Who, string Text, int Machine, TimeSpan? Again) : Act(At);

    /// <summary>Somebody does something to a machine's VM in the portal, or Azure by itself.</summary>
    public sealed record Outside(TimeSpan At, int Machine, Hand What) : Act(At);

    public sealed record Kill(TimeSpan At, int Program, bool Gracefully) : Act(At);

    /// <summary>Time goes on without anybody being there: all programs slept.</summary>
    public sealed record Jump(TimeSpan At, TimeSpan By) : Act(At);
}

public enum Hand { Deallocates, ShutsDown, Starts, Deletes, Evicts, Locks }
