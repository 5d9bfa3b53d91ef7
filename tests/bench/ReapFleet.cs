using ChatOps.Azure.Prices;
using ChatOps.Core.Machines;
using ChatOps.Core.Reaping;
using ChatOps.Core.Sizes;
using ChatOps.Sandbox.Monitor;

namespace ChatOps.Bench;

/// <summary>
/// Machines by their numbers, what they are used for, and what is already known of that: two processes make the same of the same numbers. Of a
/// thousand, 920 are in use; seven are to be warned, which is as many as some quarter of an hour brings, and three were warned long enough ago to be stopped.
/// </summary>
internal static class ReapFleet
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>How long before now what is idle ceased to work.</summary>
    private static readonly TimeSpan ShortIdle = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LongIdle = TimeSpan.FromMinutes(38);

    /// <summary>Of how many measured minutes are held.</summary>
    public const int Minutes = 40;

    /// <summary>Of a hundred machines, how many are of which size: 1.5 GPUs each.</summary>
    private static readonly (int Machines, string Size)[] Sizes =
    [
        (40, "Standard_NC24ads_A100_v4"), (20, "Standard_NC8as_T4_v3"), (12, "Standard_NV36ads_A10_v5"), (7, "Standard_NC40ads_H100_v5"),
        (12, "Standard_NC48ads_A100_v4"), (4, "Standard_NC96ads_A100_v4"), (2, "Standard_NC64as_T4_v3"), (3, "Standard_ND96asr_v4"),
    ];

    /// <summary>Of a thousand machines, how many do what.</summary>
    private static readonly (int Machines, Use Use)[] Uses =
    [
        (610, Use.Trains), (100, Use.Bursts), (60, Use.Starves), (110, Use.Notebook), (40, Use.Prepares),
        (50, Use.IdleNow), (5, Use.IdleLong), (2, Use.Holds), (3, Use.Warned), (10, Use.Kept), (10, Use.Silent),
    ];

    private enum Use { Trains, Bursts, Starves, Notebook, Prepares, IdleNow, IdleLong, Holds, Warned, Kept, Silent }

    public static GpuSize SizeOf(int number) => SizeCatalog.Get(Pick(Sizes, number % 100));

    /// <summary>The machine as its row has it.</summary>
    public static Machine Make(int number, Machine machine, DateTimeOffset now)
    {
        var size = SizeOf(number);
        var running = machine with
        {
            Placements = [machine.Placement with { Size = size.Name }],
            PerHour = ShippedPrices.Book.PerHour(size.Name, machine.Placement.Region, spot: false),
        };
        return UseOf(number) switch
        {
            // It was noted before that they hold memory of a GPU that does nothing.
            Use.Notebook => running with { Idle = IdleState.Fresh with { HeldSince = now - TimeSpan.FromHours(1) } },
            Use.Kept => running with { Idle = IdleState.Fresh.Keep(TimeSpan.FromHours(1), now - ShortIdle) },
            Use.Warned => running with { Idle = IdleState.Fresh with { Warning = Warning(now - TimeSpan.FromMinutes(12)) } },
            _ => running,
        };
    }

    /// <summary>What its agent has sent until now: a row for each GPU and minute.</summary>
    public static IEnumerable<MetricRow> Rows(int number, string name, DateTimeOffset now)
    {
        var (size, newest) = (SizeOf(number), new DateTimeOffset(now.UtcTicks - now.UtcTicks % Minute.Ticks, TimeSpan.Zero));
        for (var at = newest - (Minutes - 1) * Minute; at <= newest; at += Minute)
        {
            var workload = new Workload { Kind = KindOf(UseOf(number), now - at) };
            for (var gpu = 0; gpu < size.GpuCount; gpu++)
                if (GuestSample.Of(workload, name, gpu, size, at) is { } sample) yield return Row(sample, gpu, at);
        }
    }

    private static WorkloadKind KindOf(Use use, TimeSpan ago) => use switch
    {
        Use.Bursts => WorkloadKind.Bursty,
        Use.Starves => WorkloadKind.Starved,
        Use.Notebook => WorkloadKind.Notebook,
        Use.Prepares => WorkloadKind.Preparing,
        Use.Silent => WorkloadKind.Silent,
        Use.Holds => WorkloadKind.Zombie,
        Use.IdleNow when ago < ShortIdle => WorkloadKind.Idle,
        Use.IdleLong or Use.Warned or Use.Kept when ago < LongIdle => WorkloadKind.Idle,
        _ => WorkloadKind.Train,
    };

    private static MetricRow Row(GuestSample sample, int gpu, DateTimeOffset at) => new()
    {
        At = at,
        Gpu = (sbyte)gpu,
        Util = sample.Util,
        MemMiB = sample.MemGiB * 1024,
        PowerW = sample.PowerW,
        Cpu = sample.Cpu,
        IoWait = sample.IoWait,
        Disk = sample.Disk,
        Net = sample.Net,
        ProcMiB = sample.Process is null ? float.NaN : sample.MemGiB * 1024,
        Ecc = 0,
        Procs = (short)(sample.Process is null ? 0 : 1),
        Sessions = (short)(sample.Session is null ? 0 : 1),
        Pid = sample.Process is null ? null : 4211,
        Process = sample.Process,
    };

    private static IdleWarning Warning(DateTimeOffset at) => new(
        RuleName.IdleGpu, at, at, TimeSpan.FromMinutes(10), VerdictKind.Stop, "0 % on its GPU for 30 min.", at - TimeSpan.FromMinutes(30));

    /// <summary>No size has more of one use than another.</summary>
    private static Use UseOf(int number) => Pick(Uses, (int)(number * 7919L % 1000));

    private static T Pick<T>((int Machines, T What)[] shares, int number)
    {
        foreach (var (machines, what) in shares)
        {
            if (number < machines) return what;
            number -= machines;
        }
        throw new InvalidOperationException("The shares are not all.");
    }
}
