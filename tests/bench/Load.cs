using System.CommandLine;

namespace ChatOps.Bench;

/// <summary>A chat's real endpoint under load by wrk: one run that warms up, then some that count.</summary>
internal sealed class Load
{
    /// <summary>Each of the people asks from a chat of their own and has four of the machines.</summary>
    public const int Machines = 200;

    private readonly Option<int> _seconds = new("--seconds") { Description = "For how long." };
    private readonly Option<int> _runs = new("--runs") { Description = "How often.", DefaultValueFactory = _ => 3 };
    private readonly Option<int> _connections = new("--connections") { Description = "How many requests are on their way.", DefaultValueFactory = _ => 16 };
    private readonly Option<string> _said = new("--say") { Description = "What is said.", DefaultValueFactory = _ => "list" };

    /// <param name="seconds">Unless it is asked for longer or shorter.</param>
    public Load(int seconds) => _seconds.DefaultValueFactory = _ => seconds;

    /// <param name="rate">Of the goals, what is to be answered in a second.</param>
    /// <param name="p99">Of the goals, by when nearly all are.</param>
    public Command Command(string name, string description, string rate, string p99, Func<CancellationToken, Task<ILoaded>> start)
    {
        var command = new Command(name, description) { _seconds, _runs, _connections, _said };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (said, seconds, connections) = (parsed.GetValue(_said) ?? "", parsed.GetValue(_seconds), parsed.GetValue(_connections));
            await using var loaded = await start(cancellationToken);
            var report = new Report($"{name}: `{said}` of {Stock.People.Length} people with {Machines} live machines, wrk -t1 -c{connections} -d{seconds}s",
                "run", "per second", "goal", "p50", "p99", "goal", "CPU of each", "cards", "load after");
            foreach (var run in Enumerable.Range(0, parsed.GetValue(_runs) + 1))
            {
                var script = loaded.WriteScript(said, run == 0 ? "warm-up" : $"{run}", seconds);
                var (cards, cpu) = (loaded.Cards, Environment.CpuUsage.TotalTime);
                var wrk = await Wrk.RunAsync(loaded.Address, script, seconds, connections);
                (cards, cpu) = (loaded.Cards - cards, Environment.CpuUsage.TotalTime - cpu);
                report.Add(run == 0 ? "warm-up" : $"{run}", Report.Number(wrk.Rate), rate, Report.Time(wrk.P50), Report.Time(wrk.P99), p99,
                    $"{Report.Number(cpu.TotalMicroseconds / cards)} µs", $"{cards:N0}", Report.Load);
            }
            report.Print();
        });
        return command;
    }
}

/// <summary>A program that wrk can load.</summary>
internal interface ILoaded : IAsyncDisposable
{
    Uri Address { get; }

    /// <summary>Those that it has shown, in answers or beside them.</summary>
    int Cards { get; }

    /// <summary>In Lua: each of the people says it, one after the other.</summary>
    /// <param name="run">Makes its requests others than those of another: one that comes again is not answered anew.</param>
    /// <param name="seconds">For how long it must do.</param>
    string WriteScript(string said, string run, int seconds);
}
