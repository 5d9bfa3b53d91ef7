using System.CommandLine;
using System.Diagnostics;
using ChatOps.Azure.Prices;
using ChatOps.Bot;
using ChatOps.Core.Blueprints;
using ChatOps.Core.Metering;
using ChatOps.Core.People;
using ChatOps.Functions;
using ChatOps.Sandbox;
using ChatOps.Sandbox.History;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOps.Bench;

/// <summary>
/// <c>digest</c>: what teams have spent, told from a ledger of a month in which so many people were at work, each of whom launches about one
/// machine a day. From the request to its card; the first time of each is not counted.
/// </summary>
internal static class DigestCommand
{
    private const int Days = 30;
    private const int Times = 5;
    private const string Admin = "admin@contoso.example";

    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    public static Command Create()
    {
        var store = BenchStore.Option();
        var teams = new Option<int>("--teams") { Description = "How many teams there are.", DefaultValueFactory = _ => 40 };
        var people = new Option<int>("--people") { Description = "How many are in each.", DefaultValueFactory = _ => 250 };
        var command = new Command("digest", "Reports of a month's costs.") { store, teams, people };
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(parsed.GetValue(store), parsed.GetValue(teams), parsed.GetValue(people), cancellationToken));
        return command;
    }

    private static async Task RunAsync(string? kind, int teams, int people, CancellationToken cancellationToken)
    {
        await using var store = await BenchStore.OpenAsync(kind, cancellationToken);
        var policy = PolicyFile.Load(Path.Combine(BenchFolders.Blueprints, "policy.yaml"));
        policy = policy with { Admins = [Admin], Teams = [.. Enumerable.Range(0, teams).Select(i => TeamOf(i, people))] };
        var blueprints = BlueprintCatalog.Load(BenchFolders.Blueprints, drafts: true);
        var (machines, rows) = await FillAsync(store, policy, blueprints, cancellationToken);
        var product = new Product(Host(store), policy, blueprints);
        var admin = policy.Find(Admin) ?? throw new InvalidOperationException("The policy has no admin.");
        var report = new Report($"digest: {machines:N0} machines of {teams} teams in {Days} days, {rows:N0} stretches, {store.Name}",
            "said", "goal", "fastest", "median", "slowest", "allocated", "memory before", "peak", "goal");
        await SayAsync("report team0", "≤ 200 ms");
        await SayAsync("report team0 month", "≤ 200 ms");
        await SayAsync("cost team0 by person", "≤ 200 ms");
        await SayAsync("cost all by team", "≤ 2 s");
        report.Print();

        async Task SayAsync(string text, string goal)
        {
            await AnswerAsync(text, 0);
            Report.ForgetPeak();
            var (took, before, allocated) = (new List<TimeSpan>(), Report.PeakMiB, GC.GetTotalAllocatedBytes(precise: true));
            for (var i = 1; i <= Times; i++)
            {
                var start = Stopwatch.GetTimestamp();
                await AnswerAsync(text, i);
                took.Add(Stopwatch.GetElapsedTime(start));
            }
            allocated = (GC.GetTotalAllocatedBytes(precise: true) - allocated) / Times;
            report.Add(text, goal, Report.Time(took.Min()), Report.Time(Report.Percentile(took, 50)), Report.Time(took.Max()),
                $"{allocated / 1048576:N0} MiB", $"{before:N0} MiB", $"{Report.PeakMiB:N0} MiB", "≤ 300 MiB");
        }

        async Task AnswerAsync(string text, int i)
        {
            var request = new ChatRequest($"{text}/{i}", admin, Conversation.Direct("bench", admin.Email), text);
            var reply = await product.Bot.AnswerAsync(request, cancellationToken);
            if (!reply.Card.Title.Contains(": $", StringComparison.Ordinal)) throw new InvalidOperationException($"{text}: {reply.Card.Title}");
        }
    }

    /// <summary>As the engine records machines when they are gone.</summary>
    private static async Task<(int Machines, int Rows)> FillAsync(
        BenchStore store, Policy policy, BlueprintCatalog blueprints, CancellationToken cancellationToken)
    {
        var (bulk, past) = (new BulkTable(store.Table("ledger")), new PastMachines(policy, [.. blueprints.All], ShippedPrices.Book));
        var ledger = new Ledger(new LedgerStore(bulk), policy.ZoneOf);
        var (machines, rows) = (0, 0);
        foreach (var team in policy.Teams)
        {
            var today = CalendarDay.Of(Now, policy.ZoneOf(team)).Date;
            foreach (var machine in past.OfTeam(team, today.AddDays(-Days), today))
            {
                await ledger.RecordAsync(machine, cancellationToken);
                machines++;
                rows += UsageRecord.Of(machine, Now).Count();
            }
            await bulk.FlushAsync(cancellationToken);
        }
        return (machines, rows);
    }

    private static Team TeamOf(int number, int people) => new()
    {
        Name = $"team{number}",
        Title = $"Team {number}",
        Managers = [],
        Members = [.. Enumerable.Range(number * people, people).Select(i => $"person{i}@contoso.example")],
        Limits = new Limits { MonthlyBudget = 10_000_000 },
    };

    private static Surroundings Host(BenchStore store)
    {
        var cloud = new RunningCloud();
        return new Surroundings
        {
            BlueprintsFolder = BenchFolders.Blueprints,
            Drafts = true,
            Table = store.Table,
            Cloud = cloud,
            Inventory = cloud,
            Nudges = NoNudges.Instance,
            AzureTells = true,
            Channel = new SilentChannel(),
            Time = new VirtualTime(Now),
            Logs = NullLoggerFactory.Instance,
        };
    }
}
