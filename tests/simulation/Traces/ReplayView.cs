using ChatOps.Core.Metrics;

namespace ChatOps.Simulation.Traces;

/// <summary>What can be known of a machine at the end of a minute. It is the same object at each call.</summary>
public sealed class ReplayView(TraceSeries series)
{
    /// <summary>Midnight of the clock of minutes.</summary>
    public static readonly DateTimeOffset Epoch = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    private const int BinMinutes = 5;

    public TraceSeries Series => series;

    /// <summary>The minute that has just passed.</summary>
    public int Minute { get; set; } = series.Start;

    /// <summary>Whether the machine was on in it. While it is off nothing of it is used.</summary>
    public bool IsOn { get; internal set; } = true;

    /// <summary>The first minute since which it is on without a stop.</summary>
    public int OnSince { get; internal set; } = series.Start;

    public float Utilization => series.Utilization[Minute - series.Start];

    public DateTimeOffset Now => At(Minute + 1);

    public static DateTimeOffset At(int minute) => Epoch + TimeSpan.FromMinutes(minute);

    /// <summary>
    /// What the product would read of it: bins of five minutes, since it is on and not older than the window. Its one GPU is all that was measured:
    /// processors, disk, network and sessions are NaN or none.
    /// </summary>
    public MachineUse Use(TimeSpan window)
    {
        var from = Math.Max(OnSince, Minute + 1 - (int)window.TotalMinutes);
        var bins = new List<UseBin>();
        for (var begin = from / BinMinutes * BinMinutes; begin <= Minute; begin += BinMinutes)
            bins.Add(Bin(begin, Math.Max(begin, from), Math.Min(begin + BinMinutes, Minute + 1)));
        return new MachineUse { Bins = [.. bins], BinLength = TimeSpan.FromMinutes(BinMinutes), LastSampleAt = At(Minute) };
    }

    private UseBin Bin(int begin, int from, int to)
    {
        var utilization = series.Utilization.AsSpan(from - series.Start, to - from);
        var (most, sum, memory) = (0f, 0f, float.NaN);
        for (var i = 0; i < utilization.Length; i++)
        {
            (most, sum) = (Math.Max(most, utilization[i]), sum + utilization[i]);
            memory = float.MaxNumber(memory, series.MemoryGiB[from - series.Start + i]);
        }
        return new UseBin
        {
            Begin = At(begin),
            Gpu = 0,
            Samples = utilization.Length,
            MaxUtilization = most,
            MeanUtilization = sum / utilization.Length,
            MemoryGiB = memory,
            MaxPowerWatts = float.NaN,
            MaxCpu = float.NaN,
            MeanCpu = float.NaN,
            MeanIoWait = float.NaN,
            MaxDisk = float.NaN,
            MaxNetwork = float.NaN,
        };
    }
}
