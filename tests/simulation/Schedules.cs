using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;

namespace ChatOps.Simulation;

/// <summary>Makes schedules by chance, and makes one that fails smaller.</summary>
public static class Schedules
{
    private static readonly string[] Launches =
    [
        "launch pytorch-a100 for 1h --another", "launch pytorch-a100 for 90m --another --spot", "launch pytorch-t4 for 45m --another",
        "launch jupyter-a10 for 1h --another", "launch pytorch-t4 for 1h --another --keep-on-failure", "launch pytorch-a100 for 2h --another --gpus 2",
    ];

    private static readonly string[] Orders =
        ["stop {0}", "start {0}", "extend {0} 1h", "terminate {0} --yes", "status {0}", "resize {0} --gpus 2 --yes", "resize {0} --gpus 1 --yes"];

    /// <summary>Whoever may, most of the time; a colleague and a stranger may not.</summary>
    private static readonly string[] Speakers = ["scientist", "scientist", "scientist", "manager", "admin", "scientist2", "stranger"];

    public static Arbitrary<Schedule> Any { get; } = Arb.From(Schedule(), Smaller);

    private static Gen<Schedule> Schedule() =>
        from seed in Gen.Choose(0, int.MaxValue - 1)
        from weather in Weather()
        from launches in Gen.Choose(1, 3)
        from first in Gen.ArrayOf(Launch(), launches)
        from count in Gen.Choose(0, 12)
        from others in Gen.ArrayOf(Other(launches), count)
        select new Schedule(seed, weather, Numbered([.. first, .. others]));

    private static Gen<Weather> Weather() =>
        from most in Gen.Frequency((2, Gen.Constant(0)), (4, Gen.Constant(20)), (4, Gen.Constant(120)))
        from rates in Gen.ArrayOf(Gen.Choose(0, most), 3)
        from late in Gen.Elements(0, 0, 100, 400)
        from slow in Gen.Elements(0, 20, 100, 300)
        from dying in Gen.Choose(0, most / 10)
        from lost in Gen.Frequency((3, Gen.Constant(0)), (2, Gen.Constant(300)), (1, Gen.Constant(1000)))
        from twice in Gen.Elements(0, 100, 500)
        from trouble in Gen.ArrayOf(Gen.Elements(0, 0, 50, 250), 4)
        from skew in Gen.Elements(0, 0, 2, 20)
        from tells in Gen.Elements(true, true, false)
        select new Weather
        {
            Failing = rates[0],
            TimingOut = rates[1],
            SayingNo = rates[2],
            Late = late,
            Slow = slow,
            Dying = dying,
            NudgesLost = lost,
            NudgesTwice = twice,
            Breaking = trouble[0],
            Full = trouble[1],
            Unfit = trouble[2],
            LeavingBehind = trouble[3],
            Skew = skew,
            AzureTells = tells,
        };

    private static Gen<Act> Launch() =>
        from minute in Gen.Choose(0, 20)
        from text in Gen.Elements(Launches)
        from who in Gen.Elements("scientist", "scientist", "manager")
        from again in Again()
        select (Act)new Act.Say(TimeSpan.FromMinutes(minute), 0, who, text, 0, again);

    private static Gen<Act> Other(int launches) => Gen.Frequency(
        (8, from second in Gen.Choose(0, 4 * 3600)
            from text in Gen.Elements(Orders)
            from who in Gen.Elements(Speakers)
            from machine in Gen.Choose(0, launches - 1)
            from again in Again()
            select (Act)new Act.Say(TimeSpan.FromSeconds(second), 0, who, text, machine, again)),
        // While it is being made: what Azure takes late is then nobody's.
        (1, from second in Gen.Choose(0, 1800)
            from machine in Gen.Choose(0, launches - 1)
            select (Act)new Act.Say(TimeSpan.FromSeconds(second), 0, "manager", "terminate {0} --yes", machine, null)),
        (4, from second in Gen.Choose(0, 4 * 3600)
            from machine in Gen.Choose(0, launches - 1)
            from what in Gen.Elements(Enum.GetValues<Hand>())
            select (Act)new Act.Outside(TimeSpan.FromSeconds(second), machine, what)),
        (2, from second in Gen.Choose(0, 4 * 3600)
            from program in Gen.Choose(0, 1)
            from gracefully in Gen.Elements(true, false)
            select (Act)new Act.Kill(TimeSpan.FromSeconds(second), program, gracefully)),
        (1, from second in Gen.Choose(0, 4 * 3600)
            from minutes in Gen.Elements(1, 10, 45, 180)
            select (Act)new Act.Jump(TimeSpan.FromSeconds(second), TimeSpan.FromMinutes(minutes))));

    private static Gen<TimeSpan?> Again() => Gen.Frequency(
        (3, Gen.Constant((TimeSpan?)null)),
        (1, Gen.Constant((TimeSpan?)TimeSpan.Zero)),
        (1, from second in Gen.Choose(1, 30) select (TimeSpan?)TimeSpan.FromSeconds(second)));

    /// <summary>Launches come first, so that a machine's number is its launch's.</summary>
    private static ImmutableArray<Act> Numbered(Act[] acts) => [.. acts.Select((act, i) => act is Act.Say say ? say with { Request = i } : act)];

    /// <summary>Acts left out, then kinds of trouble; what stays keeps its numbers.</summary>
    private static IEnumerable<Schedule> Smaller(Schedule schedule)
    {
        for (var size = schedule.Acts.Length / 2; size >= 1; size /= 2)
            for (var at = 0; at + size <= schedule.Acts.Length; at += size)
                if (schedule.Acts.Length > size) yield return schedule with { Acts = schedule.Acts.RemoveRange(at, size) };
        foreach (var weather in Calmer(schedule.Weather))
            if (weather != schedule.Weather) yield return schedule with { Weather = weather };
        foreach (var act in schedule.Acts)
            if (act is Act.Say { Again: not null } say) yield return schedule with { Acts = schedule.Acts.Replace(say, say with { Again = null }) };
    }

    private static IEnumerable<Weather> Calmer(Weather weather) =>
    [
        new(), weather with { Failing = 0 }, weather with { TimingOut = 0 }, weather with { SayingNo = 0 }, weather with { Late = 0 },
        weather with { Slow = 0 }, weather with { Dying = 0 }, weather with { NudgesLost = 0 }, weather with { NudgesTwice = 0 },
        weather with { Breaking = 0 }, weather with { Full = 0 }, weather with { Unfit = 0 }, weather with { LeavingBehind = 0 },
        weather with { Skew = 0 }, weather with { AzureTells = true },
    ];
}
