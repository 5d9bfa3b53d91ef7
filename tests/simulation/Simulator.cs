using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace ChatOps.Simulation;

/// <param name="Smallest">The smallest schedule that still fails.</param>
public sealed record Finding(ulong Seed, Schedule Smallest, Outcome Outcome)
{
    public override string ToString() =>
        $"""
        {Outcome.Violation}
        Replay: dotnet run -c Release --project tests/bench -- simulate --seeds 1 --seed {Seed}
        {Smallest}
        """;
}

/// <summary>Plays schedules by their seeds, and makes smaller what fails.</summary>
public sealed class Simulator(Ground ground)
{
    private const int Size = 50;

    /// <summary>The schedule that a seed stands for.</summary>
    public static Schedule ScheduleOf(ulong seed)
    {
        Schedule? drawn = null;
        Check.One(Draw(seed), Prop.ForAll(Schedules.Any, schedule =>
        {
            drawn = schedule;
            return true;
        }));
        return drawn ?? throw new InvalidOperationException($"Nothing was drawn for {seed}.");
    }

    /// <summary>Null when nothing is found.</summary>
    public Finding? Find(ulong seed)
    {
        Finding? found = null;
        // FsCheck asks again with ever smaller schedules as long as they fail: the last that failed is the smallest.
        var fails = Prop.ForAll(Schedules.Any, schedule =>
        {
            var outcome = Playthrough.Play(schedule, ground);
            if (outcome.Violation is null) return true;
            found = new Finding(seed, schedule, outcome);
            return false;
        });
        Check.One(Draw(seed), fails);
        return found;
    }

    private static Config Draw(ulong seed) => Config.Quick
        .WithMaxTest(1)
        .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(seed), FSharpOption<int>.Some(Size))))
        .WithRunner(new Silent());

    /// <summary>What is found is told by whoever asked.</summary>
    private sealed class Silent : IRunner
    {
        public void OnStartFixture(Type t) { }

        public void OnArguments(int nbTests, Microsoft.FSharp.Collections.FSharpList<object> args,
            FSharpFunc<int, FSharpFunc<Microsoft.FSharp.Collections.FSharpList<object>, string>> every)
        { }

        public void OnShrink(Microsoft.FSharp.Collections.FSharpList<object> args,
            FSharpFunc<Microsoft.FSharp.Collections.FSharpList<object>, string> everyShrink)
        { }

        public void OnFinished(string name, TestResult result) { }
    }
}
