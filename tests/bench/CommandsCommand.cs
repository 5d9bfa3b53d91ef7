using System.CommandLine;
using System.Diagnostics;
using ChatOps.Bot;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Functions;

namespace ChatOps.Bench;

/// <summary>
/// <c>commands</c>: how many requests the bot answers in a second, from the request to its card, with 1,000 live machines of 50
/// people in the store. No channel, no HTTP, no engine: what comes of a command is not its time.
/// </summary>
internal static class CommandsCommand
{
    public static Command Create()
    {
        var store = BenchStore.Option();
        var machines = new Option<int>("--machines") { Description = "How many are alive.", DefaultValueFactory = _ => 1000 };
        var seconds = new Option<double>("--seconds") { Description = "For how long each command is said.", DefaultValueFactory = _ => 10 };
        var callers = new Option<int>("--callers") { Description = "How many say something at the same time.", DefaultValueFactory = _ => 32 };
        var only = new Option<string>("--only") { Description = "Only commands that begin so.", DefaultValueFactory = _ => "" };
        var command = new Command("commands", "Commands answered in a second.") { store, machines, seconds, callers, only };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(store), parsed.GetValue(machines), TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(callers),
            parsed.GetValue(only) ?? "", cancellationToken));
        return command;
    }

    private static async Task RunAsync(string? kind, int machines, TimeSpan time, int callers, string only, CancellationToken cancellationToken)
    {
        await using var store = await BenchStore.OpenAsync(kind, cancellationToken);
        var now = TimeProvider.System.GetUtcNow();
        var product = new Product(BenchHost.Of(store, TimeProvider.System));
        var stock = new Stock(store.Table("machines"), store.Table("names"), product.Blueprints.All.First(b => b.Name == "pytorch-a100"), now);
        var live = await stock.AddLiveAsync(0, machines, due: 0, cancellationToken);
        var report = new Report($"commands: {machines:N0} live machines of {Stock.People.Length} people, {store.Name}, {callers} callers",
            "command", "per second", "goal", "p50", "p99", "CPU of each", $"at most, on {Environment.ProcessorCount} idle cores", "load after");

        await SayAsync("help", "", _ => "help");
        await SayAsync("list", "≥ 20,000", _ => "list");
        await SayAsync("list team", "", _ => "list team");
        await SayAsync("status NAME", "≥ 20,000", i => $"status {Own(i).Name}");
        await SayAsync("extend NAME 1h", "", i => $"extend {Own(i).Name} 1h");
        await SayAsync("launch BLUEPRINT --another", "≥ 1,000", _ => "launch pytorch-a100 for 4 hours --another", mostTimes: 10_000);
        await SayAsync("launch, refused: on its way", "", _ => "launch pytorch-a100 for 4 hours");
        await SayAsync("list, after those launches", "", _ => "list");
        // Each machine can be stopped once only.
        await SayAsync("stop NAME", "", i => $"stop {live[i].Name}", mostTimes: machines, person: i => i % Stock.People.Length);
        report.Print();

        Machine Own(int i) => live[i % live.Count];

        async Task SayAsync(string name, string goal, Func<int, string> text, int mostTimes = int.MaxValue, Func<int, int>? person = null)
        {
            if (!name.StartsWith(only, StringComparison.Ordinal)) return;
            var said = 0;
            var until = Stopwatch.StartNew();
            // The first ones warm up what is compiled on demand; commands that use things up cannot spare them.
            if (mostTimes == int.MaxValue) await AllAsync(time / 2);
            until = Stopwatch.StartNew();
            var cpu = Environment.CpuUsage.TotalTime;
            var took = await AllAsync(time);
            var elapsed = until.Elapsed;
            cpu = Environment.CpuUsage.TotalTime - cpu;
            var all = took.SelectMany(times => times).ToList();
            report.Add(name, Report.Number(all.Count / elapsed.TotalSeconds), goal,
                Report.Time(Report.Percentile(all, 50)), Report.Time(Report.Percentile(all, 99)),
                $"{Report.Number(cpu.TotalMicroseconds / all.Count)} µs", Report.Number(Environment.ProcessorCount / cpu.TotalSeconds * all.Count),
                Report.Load);

            Task<List<TimeSpan>[]> AllAsync(TimeSpan most) =>
                Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(() => LoopAsync(most, []), cancellationToken)));

            async Task<List<TimeSpan>> LoopAsync(TimeSpan most, List<TimeSpan> times)
            {
                while (until.Elapsed < most && Interlocked.Increment(ref said) - 1 is var i && i < mostTimes)
                {
                    var asker = Stock.People[person?.Invoke(i) ?? i % live.Count % Stock.People.Length];
                    var request = new ChatRequest($"{name}/{i}", asker, Conversation.Direct("bench", asker.Email), text(i));
                    var start = Stopwatch.GetTimestamp();
                    var reply = await product.Bot.AnswerAsync(request, cancellationToken);
                    times.Add(Stopwatch.GetElapsedTime(start));
                    if (reply.Card.Tone == ChatOps.Bot.Cards.Tone.Bad) throw new InvalidOperationException($"{text(i)}: {reply.Card.Title}");
                }
                return times;
            }
        }
    }
}
