using System.Globalization;
using System.Text.Json.Nodes;
using ChatOps.Core.Blueprints;
using ChatOps.Core.Machines;
using ChatOps.Core.Metering;
using ChatOps.Core.State;
using ChatOps.Core.Words;
using ChatOps.Simulation;
using ChatOps.Tests.Core.State;

namespace ChatOps.Tests.Core.Metering;

/// <summary>Who had what, from when to when, at which price.</summary>
public sealed class LedgerTests
{
    private static readonly Money Price = new(2, "USD");
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    private readonly MemoryTable _table = new();
    private readonly Ledger _ledger;

    public LedgerTests() => _ledger = new Ledger(new LedgerStore(_table), _ => Berlin);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tells_who_had_which_size_for_how_long_and_what_it_cost()
    {
        await RecordAsync(Gone(Billed(("2026-11-10T10:00Z", "2026-11-10T12:30Z"))));

        var record = Assert.Single(await OfAsync("2026-11-01T00:00Z", "2026-12-01T00:00Z"), record => record.Kind == UsageKind.Compute);
        Assert.Equal(("scientist@contoso.example", "pytorch-a100@1", "Standard_NC24ads_A100_v4"), (record.Owner, $"{record.Blueprint}", record.Size));
        Assert.Equal((At("2026-11-10T10:00Z"), At("2026-11-10T12:30Z")), (record.From, record.To));
        Assert.Equal((Price with { Amount = 5 }, 2.5), (record.Cost, record.GpuHours));
    }

    [Fact]
    public async Task Tells_of_a_live_machine_what_it_would_of_one_that_ends_now()
    {
        var live = Billed(("2026-11-10T10:00Z", "2026-11-10T12:00Z")).StartBilling(At("2026-11-11T10:00Z"));

        Assert.Equal(4, Hours(await OfAsync("2026-11-01T00:00Z", "2026-11-11T12:00Z", live)));
        Assert.Equal(1, Hours(await OfAsync("2026-11-10T11:00Z", "2026-11-10T18:00Z", live)));
    }

    // Clocks are set back on 25 October 2026, so that October has 745 hours, and November begins at 23:00 UTC.
    [Fact]
    public async Task Is_kept_by_month_where_the_team_is()
    {
        await RecordAsync(Gone(Billed(("2026-09-30T20:00Z", "2026-11-01T01:00Z"))));

        Assert.Equal(
            [("vision~2026-09", 2), ("vision~2026-10", 745), ("vision~2026-11", 2)],
            _table.All("a000000000000000~c~").Select(row => (row.Partition, Body(row.Body))));
    }

    [Fact]
    public async Task What_is_recorded_together_is_one_row_and_nothing_of_it_is_lost()
    {
        var (small, large) = (new Placement("Standard_NC24ads_A100_v4", "eastus"), new Placement("Standard_NC48ads_A100_v4", "westus3"));
        var billed = Billed(("2026-11-10T10:00Z", "2026-11-10T12:30Z"), ("2026-11-11T10:00Z", "2026-11-11T11:00Z"), ("2026-11-12T10:00Z", "2026-11-12T20:00Z"));
        var machine = Gone(billed with
        {
            Spot = true,
            Project = "diffusion",
            BilledTimes =
            [
                billed.BilledTimes[0] with { Place = large, ListPerHour = Price * 4, ReapedUntil = At("2026-11-10T15:00Z") },
                billed.BilledTimes[1] with { Place = small, PerHour = null, BeforePerHour = Price * 8 },
                billed.BilledTimes[2] with { Place = small, Billed = TimeSpan.FromHours(3) },
            ],
        }, at: "2026-11-15T00:00Z");
        await RecordAsync(machine);

        Assert.Equal(UsageRecord.Of(machine, At("2026-12-01T00:00Z")), await OfAsync("2026-11-01T00:00Z", "2026-12-01T00:00Z"));
        Assert.Equal("a000000000000000~c~20261110100000000", Assert.Single(_table.All("a000000000000000~")).Row);
    }

    [Fact]
    public async Task What_is_recorded_twice_counts_once()
    {
        var machine = Gone(Billed(("2026-11-10T10:00Z", "2026-11-10T12:00Z")));
        await RecordAsync(machine);
        var before = _table.All("");
        await RecordAsync(machine);

        Assert.Equal(before, _table.All(""));
    }

    [Fact]
    public async Task Who_died_before_the_row_was_written_is_put_right()
    {
        var live = Billed().StartBilling(At("2026-11-10T10:00Z"));
        await RecordAsync(Gone(live.StopBilling(At("2026-11-10T12:00Z")), "2026-11-10T12:00Z"));
        Assert.Equal(3, Hours(await OfAsync("2026-11-01T00:00Z", "2026-11-10T13:00Z", live)));

        await RecordAsync(Gone(live.StopBilling(At("2026-11-10T14:00Z")), "2026-11-10T14:00Z"));
        Assert.Equal(4, Hours(await OfAsync("2026-11-01T00:00Z", "2026-12-01T00:00Z")));
    }

    [Fact]
    public async Task A_machine_that_is_started_very_often_is_recorded_exactly_and_its_row_stays_short()
    {
        var (machine, now) = (Billed(), At("2026-10-01T00:00Z"));
        for (; now < At("2026-12-01T00:00Z"); now = now.AddHours(2))
        {
            machine = machine.StartBilling(now).StopBilling(now.AddHours(1));
            if (Ledger.IsDue(machine)) machine = await _ledger.RecordAsync(machine, Cancellation);
            Assert.InRange(machine.BilledTimes.Length, 1, 100);
        }

        Assert.Equal(732, machine.Billed(now).TotalHours, 6);
        Assert.Equal(12, Hours(await OfAsync("2026-10-05T00:00Z", "2026-10-06T00:00Z", machine)));
        Assert.Equal(732, Hours(await OfAsync("2026-10-01T00:00Z", "2026-12-01T00:00Z", machine)));
    }

    [Fact]
    public async Task Disks_cost_from_their_creation_until_nothing_is_left()
    {
        var machine = Billed(("2026-11-10T10:00Z", "2026-11-10T12:00Z")) with { DisksPerHour = Price };
        await RecordAsync(Gone(machine, "2026-11-12T10:00Z"));

        Assert.Equal(
            [(UsageKind.Compute, 4m), (UsageKind.Disks, 96m)],
            (await OfAsync("2026-11-01T00:00Z", "2026-12-01T00:00Z")).Select(record => (record.Kind, record.Cost?.Amount ?? 0)).Order());
    }

    [Fact]
    public async Task Hours_are_kept_where_no_price_is_known()
    {
        await RecordAsync(Gone(Billed(("2026-11-10T10:00Z", "2026-11-10T11:00Z")) with
        {
            BilledTimes = [BilledTime.Whole(At("2026-11-10T10:00Z"), At("2026-11-10T11:00Z"), null)],
        }));

        var record = Assert.Single(await OfAsync("2026-11-01T00:00Z", "2026-12-01T00:00Z"), record => record.Kind == UsageKind.Compute);
        Assert.Equal((null, 1), (record.Cost, record.Billed.TotalHours));
    }

    [Fact]
    public async Task A_launch_that_failed_is_told_apart()
    {
        await RecordAsync(Gone(Billed(("2026-11-10T10:00Z", "2026-11-10T10:20Z")) with { Failure = new Failure("No GPU was found.") }));

        Assert.All(await OfAsync("2026-11-01T00:00Z", "2026-12-01T00:00Z"), record => Assert.True(record.Failed));
    }

    [Fact]
    public async Task What_was_never_on_has_no_use_in_it()
    {
        await RecordAsync(Gone(Billed()));

        Assert.Empty(await OfAsync("2026-11-01T00:00Z", "2027-01-01T00:00Z"));
    }

    // As it was written before there were projects, and before savings were told of.
    [Fact]
    public async Task Reads_what_an_older_version_recorded()
    {
        await WrittenAsync("vision~2026-11", "a000000000000000~c~20261110100000000", """
            {"machine":"a000000000000000","name":"ember-otter","owner":"scientist@contoso.example","team":"vision",
            "blueprint":{"name":"pytorch-a100","version":1},"kind":"Compute","size":"Standard_NC24ads_A100_v4","region":"eastus","spot":true,"failed":false,
            "from":"2026-11-10T10:00:00+00:00","to":"2026-11-10T12:00:00+00:00","billed":"02:00:00","perHour":{"amount":3.673,"currency":"USD"}}
            """);

        var record = Assert.Single(await OfAsync("2026-11-01T00:00Z", "2026-12-01T00:00Z"));

        Assert.Equal(
            new UsageRecord
            {
                Machine = new MachineId("a000000000000000"),
                Name = "ember-otter",
                Owner = "scientist@contoso.example",
                Team = "vision",
                Project = null,
                Blueprint = new BlueprintRef("pytorch-a100", 1),
                Kind = UsageKind.Compute,
                Size = "Standard_NC24ads_A100_v4",
                Region = "eastus",
                Spot = true,
                Failed = false,
                From = At("2026-11-10T10:00Z"),
                To = At("2026-11-10T12:00Z"),
                Billed = TimeSpan.FromHours(2),
                PerHour = new Money(3.673m, "USD"),
                ListPerHour = null,
                BeforePerHour = null,
                ReapedUntil = null,
            },
            record);
        Assert.Equal(7.346m, record.Cost?.Amount);
    }

    [Fact]
    public async Task Reads_of_a_launch_what_has_to_be_there_and_takes_the_rest_for_unknown()
    {
        await WrittenAsync("vision~2026-11~launches", "a000000000000000", """
            {"machine":"a000000000000000","name":"ember-otter","owner":"scientist@contoso.example","team":"vision",
            "size":"Standard_NC24ads_A100_v4","launchedAt":"2026-11-10T10:00:00+00:00"}
            """);

        var launches = await _ledger.LaunchesOfTeamAsync("vision", [], At("2026-11-01T00:00Z"), At("2026-12-01T00:00Z"), Cancellation);

        Assert.Equal(
            new LaunchRecord
            {
                Machine = new MachineId("a000000000000000"),
                Name = "ember-otter",
                Owner = "scientist@contoso.example",
                Team = "vision",
                Size = "Standard_NC24ads_A100_v4",
                LaunchedAt = At("2026-11-10T10:00Z"),
                PlacedAt = null,
                ReadyAt = null,
                Failed = false,
                IsOnItsWay = false,
            },
            Assert.Single(launches));
    }

    private async Task WrittenAsync(string partition, string row, string body) =>
        Assert.True(await _table.TransactAsync(partition, [new TableWrite.Insert(row, body)], Cancellation));

    private Task<Machine> RecordAsync(Machine machine) => _ledger.RecordAsync(machine, Cancellation);

    private Task<IReadOnlyList<UsageRecord>> OfAsync(string begin, string end, params Machine[] live) =>
        _ledger.OfTeamAsync("vision", live, At(begin), At(end), Cancellation);

    private static double Hours(IEnumerable<UsageRecord> records) =>
        Math.Round(records.Where(record => record.Kind == UsageKind.Compute).Sum(record => record.Billed.TotalHours), 6);

    private static double Body(string body) => JsonNode.Parse(body)?["stretches"]?.AsArray().Where(stretch => stretch?["kind"] is null).Sum(stretch =>
        (At($"{stretch?["to"]}") - At($"{stretch?["from"]}")).TotalHours) ?? 0;

    private static Machine Gone(Machine machine, string at = "2026-12-01T00:00Z") => machine with { GoneAt = At(at) };

    private static Machine Billed(params (string From, string To)[] times) => times.Aggregate(
        SampleMachine.Of("a") with { PerHour = Price }, (machine, time) => machine.StartBilling(At(time.From)).StopBilling(At(time.To)));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
