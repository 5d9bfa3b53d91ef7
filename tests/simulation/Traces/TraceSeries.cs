namespace ChatOps.Simulation.Traces;

/// <summary>Use of one GPU, minute by minute, without a gap.</summary>
/// <param name="Start">Its first minute, on the clock that all series of a file share.</param>
/// <param name="Utilization">In percent.</param>
/// <param name="MemoryGiB">NaN where it was not measured.</param>
public sealed record TraceSeries(string Name, int Start, float[] Utilization, float[] MemoryGiB)
{
    /// <summary>From this on, a minute is used, in percent.</summary>
    public const float Used = 1;

    public int End => Start + Utilization.Length;

    public double Hours => Utilization.Length / 60.0;

    public bool UsedAt(int minute) => Utilization[minute - Start] >= Used;

    /// <summary>The first used minute from this on; its end when there is none.</summary>
    public int NextUse(int minute)
    {
        while (minute < End && !UsedAt(minute)) minute++;
        return minute;
    }

    /// <summary>Stretches without use, the last one perhaps cut off by the end of the series.</summary>
    public IEnumerable<(int Begin, int End)> IdleRuns()
    {
        for (var minute = Start; minute < End; minute++)
        {
            if (UsedAt(minute)) continue;
            var end = NextUse(minute);
            yield return (minute, end);
            minute = end;
        }
    }
}
