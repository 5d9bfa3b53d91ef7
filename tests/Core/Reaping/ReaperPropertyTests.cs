using System.Collections.Immutable;
using ChatOps.Core.Machines;
using ChatOps.Core.Metrics;
using ChatOps.Core.Reaping;
using FsCheck;
using FsCheck.Fluent;

namespace ChatOps.Tests.Core.Reaping;

/// <summary>
/// Days of machines by chance: use that comes and goes, agents that fall silent, samples that come late, warnings that are not delivered, presses of
/// Keep, restarts. Whatever happens, what is stopped was not in use, by all that was known at that moment, and its owner had been warned.
/// </summary>
public sealed class ReaperPropertyTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pass = TimeSpan.FromMinutes(5);

    [Fact]
    public void Nothing_is_stopped_that_was_in_use_or_not_measured_or_not_warned_of() =>
        Prop.ForAll(Arb.From(Days()), day => Broken(day) is not { } broken ? true : throw new InvalidOperationException($"{broken}\n{day}"))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(20_261_129, 1));

    [Fact]
    public void Of_what_is_idle_long_enough_and_heard_of_something_is_stopped()
    {
        var idle = new Day([new Stretch(What.Busy, 60, 0), new Stretch(What.Idle, 120, 1)], [], 0, 1);
        Assert.Contains(Lived(idle), step => step.Ends);
    }

    private enum What { Busy, Idle, Session, Cpu, Silent, Unmeasured, Restart }

    /// <param name="Late">Minutes until a sample is known.</param>
    private sealed record Stretch(What What, int Minutes, int Late);

    /// <param name="Keeps">After how many minutes Keep is pressed.</param>
    /// <param name="Undelivered">How many minutes it takes until a warning is delivered.</param>
    private sealed record Day(ImmutableArray<Stretch> Stretches, ImmutableArray<int> Keeps, int Undelivered, int Gpus)
    {
        public override string ToString() =>
            $"{string.Join(", ", Stretches.Select(s => $"{s.What} {s.Minutes} min, {s.Late} late"))}; keeps {string.Join(' ', Keeps)}; "
            + $"{Undelivered} min to deliver; {Gpus} GPUs";
    }

    private static Gen<Day> Days() =>
        from count in Gen.Choose(2, 14)
        from stretches in Gen.ArrayOf(Stretches(), count)
        from keeps in Gen.ArrayOf(Gen.Choose(0, 600), 3)
        from kept in Gen.Choose(0, 3)
        from undelivered in Gen.Frequency((5, Gen.Constant(0)), (3, Gen.Choose(1, 30)), (1, Gen.Constant(100_000)))
        from gpus in Gen.Elements(1, 4)
        select new Day([.. stretches], [.. keeps.Take(kept)], undelivered, gpus);

    private static Gen<Stretch> Stretches() =>
        from what in Gen.Frequency(
            (6, Gen.Constant(What.Idle)),
            (3, Gen.Constant(What.Busy)),
            (4, Gen.Elements(What.Session, What.Cpu, What.Silent, What.Unmeasured, What.Restart)))
        from minutes in Gen.Frequency((3, Gen.Choose(1, 12)), (4, Gen.Choose(13, 120)))
        from late in Gen.Frequency((5, Gen.Choose(0, 2)), (1, Gen.Choose(3, 40)))
        select new Stretch(what, minutes, late);

    /// <summary>What was wrong with a stop; null when nothing was.</summary>
    private static string? Broken(Day day) =>
        Lived(day).Where(step => step.Ends).Select(step => Broken(step.Case, step.Known)).FirstOrDefault(b => b is not null);

    private static string? Broken(Case c, IReadOnlyList<Sample> known)
    {
        var window = known.Where(sample => sample.At > c.Now - c.Settings.Window && sample.At <= c.Now).ToList();
        if (window.Any(sample => sample.What is What.Busy)) return $"Stopped at {c.Now:t} with a busy GPU.";
        if (window.Any(sample => sample.What is What.Session)) return $"Stopped at {c.Now:t} with somebody on it.";
        if (window.Any(sample => sample.What is What.Cpu)) return $"Stopped at {c.Now:t} with busy CPUs.";
        if (window.Any(sample => sample.What is What.Unmeasured)) return $"Stopped at {c.Now:t} with a GPU that does not tell.";
        if (window.Count < 0.9 * (c.Settings.Window / Minute) - (Rules().Freshest / Minute)) return $"Stopped at {c.Now:t} on {window.Count} samples.";
        if (known.Any(sample => sample.At > c.Idle.Warning?.At && sample.What is (What.Busy or What.Session or What.Cpu)))
            return $"Stopped at {c.Now:t} although it was used after the warning.";
        if (c.Idle.Warning is not { ToldAt: { } told } || c.Now - told < c.Settings.Warn) return $"Stopped at {c.Now:t} without a warning.";
        if (c.Now < c.Machine.RunningSince + c.Settings.Grace) return $"Stopped at {c.Now:t} just after its start.";
        return c.Idle.KeptUntil > c.Now ? $"Stopped at {c.Now:t} although it is kept." : null;
    }

    private static (TimeSpan Freshest, double Coverage) Rules() =>
        (ChatOps.Core.Reaping.Rules.NoMetrics.Freshest, ChatOps.Core.Reaping.Rules.NoMetrics.Coverage);

    private sealed record Sample(DateTimeOffset At, What What, DateTimeOffset KnownAt);

    /// <summary>Each pass over the machine until it is stopped, or the day is over.</summary>
    private static IEnumerable<(Case Case, bool Ends, IReadOnlyList<Sample> Known)> Lived(Day day)
    {
        var begin = IdleCase.Now;
        var (samples, restarts) = Samples(day, begin);
        var machine = IdleCase.Machine with
        {
            RunningSince = begin,
            LeaseEndsAt = begin.AddDays(30),
            Placements = [new Placement(day.Gpus == 1 ? "Standard_NC24ads_A100_v4" : "Standard_NC96ads_A100_v4", "eastus")],
        };
        var end = begin + Minute * day.Stretches.Sum(stretch => stretch.Minutes);
        for (var now = begin; now <= end; now += Pass)
        {
            var since = restarts.LastOrDefault(at => at <= now, begin);
            if (since > machine.RunningSince) machine = machine with { RunningSince = since, Idle = null };
            if (day.Keeps.Any(at => begin.AddMinutes(at) is var pressed && pressed > now - Pass && pressed <= now) && machine.Idle?.Keeps is null or < 3)
                machine = machine with { Idle = (machine.Idle ?? IdleState.Fresh).Keep(ReapStep.Keep, now) };
            if (machine.Idle is { Warning: { ToldAt: null } warning } idle && now >= warning.At.AddMinutes(day.Undelivered))
                machine = machine with { Idle = idle with { Warning = warning with { ToldAt = warning.At.AddMinutes(day.Undelivered) } } };
            List<Sample> known = [.. samples.Where(sample => sample.KnownAt <= now && sample.At > now.AddMinutes(-40) && sample.At > machine.RunningSince)];
            var c = IdleCase.Of(machine, Use(known, day.Gpus), IdleCase.Policy, now);
            var step = c.Stepped();
            yield return (c, step.Ends, known);
            if (step.Ends) yield break;
            machine = step.Step?.Machine ?? machine;
        }
    }

    private static (List<Sample> Samples, List<DateTimeOffset> Restarts) Samples(Day day, DateTimeOffset begin)
    {
        var (samples, restarts, at) = (new List<Sample>(), new List<DateTimeOffset>(), begin);
        foreach (var stretch in day.Stretches)
        {
            if (stretch.What == What.Restart) restarts.Add(at.AddMinutes(stretch.Minutes));
            for (var i = 0; i < stretch.Minutes; i++)
            {
                at += Minute;
                if (stretch.What is not (What.Silent or What.Restart)) samples.Add(new Sample(at, stretch.What, at.AddMinutes(stretch.Late)));
            }
        }
        return (samples, restarts);
    }

    private static DateTimeOffset Floor(DateTimeOffset at) => new(at.UtcTicks - at.UtcTicks % Pass.Ticks, TimeSpan.Zero);

    /// <summary>Summed up in bins as the query does it. On one of several GPUs only, something may go on.</summary>
    private static MachineUse? Use(IReadOnlyList<Sample> known, int gpus)
    {
        if (known.Count == 0) return null;
        var bins = from bin in known.GroupBy(sample => Floor(sample.At)).OrderBy(bin => bin.Key)
                   from gpu in Enumerable.Range(0, gpus)
                   let isLast = gpu == gpus - 1
                   select new UseBin
                   {
                       Begin = bin.Key,
                       Gpu = gpu,
                       Samples = bin.Count(),
                       Unmeasured = isLast ? bin.Count(sample => sample.What == What.Unmeasured) : 0,
                       MaxUtilization = isLast && bin.Any(sample => sample.What == What.Busy) ? 90 : 0,
                       MeanUtilization = 0,
                       MeanCpu = bin.Average(sample => sample.What == What.Cpu ? 85f : 1f),
                       Sessions = bin.Any(sample => sample.What == What.Session) ? 1 : 0,
                   };
        return new MachineUse { Bins = [.. bins], BinLength = Pass, LastSampleAt = known.Max(sample => sample.At) };
    }
}
