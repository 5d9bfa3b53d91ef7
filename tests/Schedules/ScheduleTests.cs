using System.Collections.Concurrent;
using ChatOps.Functions;
using ChatOps.Simulation;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Schedules;

/// <summary>
/// Two programs, people, and an Azure, queue and chat that fail in every way, by schedules made by chance. More of them:
/// <c>dotnet run -c Release --project tests/bench -- simulate</c>.
/// </summary>
public sealed class ScheduleTests
{
    private const int Schedules = 300;

    private static readonly Ground Ground = Ground.In(Repository.Blueprints);

    [Fact]
    public void Every_invariant_holds_in_hundreds_of_random_schedules()
    {
        var findings = new ConcurrentBag<string>();
        Parallel.For(1, Schedules + 1, seed =>
        {
            if (new Simulator(Ground).Find((ulong)seed) is { } finding) findings.Add($"{finding}");
        });
        Assert.True(findings.IsEmpty, string.Join("\n", findings));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(43)]
    public void The_same_seed_is_the_same_story(ulong seed)
    {
        var (first, second) = (Play(seed), Play(seed));

        Assert.True(first.Trace.Count > 100);
        Assert.Equal(first.Trace, second.Trace);
    }

    [Fact]
    public void The_schedules_reach_what_they_are_about()
    {
        var all = Enumerable.Range(1, 200).SelectMany(seed => Play((ulong)seed).Trace).ToList();

        string[] wanted =
        [
            "<- fails", "<- times out", "<- is told no", "<- late", "<- dies before", "<- dies after", "is Running\"", "was evicted", "Deallocated",
            "stops at", "lease has ended", "checks-2", "ResizeVm", "sweep gpu-", "nudged: Look", "nudged: Deliver", "Jump", "Kill",
        ];
        Assert.All(wanted, text => Assert.Contains(all, line => line.Contains(text, StringComparison.Ordinal)));
    }

    public static TheoryData<string, string> Flaws => new()
    {
        { nameof(CredulousCloud), "6 Ready means proven" },
        { nameof(DeafChannel), "3 No lost event" },
        { nameof(BlindInventory), "4 No lost nudge" },
        { nameof(ForgetfulTable), "3 No lost event" },
        { nameof(HastyTable), "3 No lost event" },
        { nameof(LostLedger), "Billing" },
    };

    /// <summary>A simulation that finds nothing must be able to find something.</summary>
    [Theory]
    [MemberData(nameof(Flaws))]
    public void A_flaw_is_found_within_a_few_schedules(string flaw, string rule)
    {
        var flawed = Ground with { Flaw = host => Break(host, flaw) };

        var found = Enumerable.Range(1, 200).Select(seed => Playthrough.Play(Simulator.ScheduleOf((ulong)seed), flawed).Violation).OfType<string>().First();

        Assert.Contains(rule, found, StringComparison.Ordinal);
    }

    private static Outcome Play(ulong seed) => Playthrough.Play(Simulator.ScheduleOf(seed), Ground);

    private static Surroundings Break(Surroundings host, string flaw) => flaw switch
    {
        nameof(CredulousCloud) => host with { Cloud = new CredulousCloud(host.Cloud) },
        nameof(DeafChannel) => host with { Channel = host.Channel is { } channel ? new DeafChannel(channel) : null },
        nameof(BlindInventory) => host with { Inventory = new BlindInventory(host.Inventory) },
        nameof(ForgetfulTable) => host with { Table = name => new ForgetfulTable(host.Table(name)) },
        nameof(LostLedger) => host with { Table = name => name == "ledger" ? new LostLedger(host.Table(name)) : host.Table(name) },
        nameof(HastyTable) => host with { Table = name => new HastyTable(host.Table(name)) },
        _ => throw new ArgumentOutOfRangeException(nameof(flaw)),
    };
}
