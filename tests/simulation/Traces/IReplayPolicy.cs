namespace ChatOps.Simulation.Traces;

/// <summary>What is said of a machine. <see cref="Stop"/> warns first where the policy has a grace, and is asked again when that is over.</summary>
public enum Decision
{
    Keep,
    Stop,
}

/// <summary>
/// Something that decides when idle machines are stopped: one object for one play of one file. All series of the file pass at the same time, minute by
/// minute, so whatever it keeps from one call to the next is the past.
/// </summary>
public interface IReplayPolicy
{
    string Name { get; }

    /// <summary>How many minutes lie between two looks; they fall on multiples of it.</summary>
    int Cadence { get; }

    /// <summary>How many minutes a warning comes ahead of the stop. Any use meanwhile takes it back.</summary>
    int Grace { get; }

    /// <summary>A machine is on, for the first time or again; what it answers is asked until it is stopped.</summary>
    /// <param name="minute">The first minute in which it is on.</param>
    IReplayedMachine Started(TraceSeries series, int minute);

    /// <summary>Called at each look for every series there is, whether its machine is on or was stopped.</summary>
    void Passed(ReplayView view) { }
}

public interface IReplayedMachine
{
    /// <summary>Called at each look while it is on, and at the end of the grace.</summary>
    Decision At(ReplayView view);
}
