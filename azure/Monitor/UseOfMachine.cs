using ChatOps.Core.Metrics;

namespace ChatOps.Azure.Monitor;

/// <summary>One machine's rows, put together.</summary>
internal sealed class UseOfMachine
{
    /// <summary>The GPUs of one sample are read one after the other.</summary>
    private static readonly TimeSpan SameSample = TimeSpan.FromSeconds(30);

    /// <summary>An hour of one GPU has 13 at most.</summary>
    private readonly List<UseBin> _bins = new(capacity: 13);
    private readonly List<(int Gpu, DateTimeOffset At, int Ecc, GpuProcess? Holder)> _newest = [];
    private DateTimeOffset _lastAt;
    private DateTimeOffset? _keepUntil, _doneAt, _evictionAt, _xidAt;
    private int? _xid;

    public void Add(in UseRow row, DateTimeOffset begin, DateTimeOffset last)
    {
        _bins.Add(row.Bin(begin));
        if (last > _lastAt) (_lastAt, _keepUntil, _doneAt) = (last, row.KeepUntil, row.DoneAt);
        _evictionAt = Later(_evictionAt, row.EvictionAt);
        if (row.LastXid is not null && (_xidAt is null || row.XidAt > _xidAt)) (_xidAt, _xid) = (row.XidAt ?? begin, row.LastXid);
        var gpu = row.GpuIndex;
        var at = _newest.FindIndex(newest => newest.Gpu == gpu);
        if (at >= 0 && _newest[at].At >= last) return;
        var newest = (gpu, last, Math.Max(0, row.Ecc ?? 0), row.Holder());
        if (at >= 0) _newest[at] = newest;
        else _newest.Add(newest);
    }

    public MachineUse Build()
    {
        _bins.Sort((one, other) => one.Begin.CompareTo(other.Begin) is not 0 and var byTime ? byTime : one.Gpu.CompareTo(other.Gpu));
        return new MachineUse
        {
            Bins = [.. _bins],
            BinLength = UseQuery.Bin,
            LastSampleAt = _lastAt,
            Holder = _newest.Where(gpu => gpu.At > _lastAt - SameSample).Select(gpu => gpu.Holder).OfType<GpuProcess>().MaxBy(process => process.MemoryGiB),
            KeepUntil = _keepUntil,
            DoneAt = _doneAt,
            EvictionAt = _evictionAt,
            EccErrors = _newest.Sum(gpu => gpu.Ecc),
            Xid = _xid,
        };
    }

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one is null || other > one ? other ?? one : one;
}
