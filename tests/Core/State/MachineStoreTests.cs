using ChatOps.Core.Audit;
using ChatOps.Core.Machines;
using ChatOps.Core.State;
using ChatOps.Core.Words;
using ChatOps.Tests.Tools;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOps.Tests.Core.State;

public sealed class MachineStoreTests : IDisposable
{
    private static readonly DateTimeOffset Start = SettableTime.Start;

    private readonly TempFolder _folder = new();
    private readonly MachineStore _store;

    private readonly Nudges _nudges = new();

    private readonly SqliteTable _table;

    public MachineStoreTests()
    {
        _table = new SqliteTable(_folder.At("state.db"), "machines");
        _store = new MachineStore(_table, _nudges);
    }

    private const string FirstVersion = """
        {"id":"a000000000000000","name":"ember-otter","owner":"scientist@contoso.example","team":"vision","blueprint":{"name":"pytorch-a100","version":1},
        "placements":[{"size":"Standard_NC24ads_A100_v4","region":"eastus"}],"attempt":0,"discarding":false,"spot":true,"keepOnFailure":false,
        "home":{"channel":"terminal","id":"vision","isDirect":false},"phase":"Running","wanted":"Running","launchedAt":"2026-11-18T10:00:00+00:00",
        "phaseSince":"2026-11-18T10:09:00+00:00","dueAt":"2026-11-18T10:20:00+00:00","shownAt":"2026-11-18T10:15:00+00:00",
        "stages":[{"stage":"Create","startedAt":"2026-11-18T10:00:00+00:00","endedAt":"2026-11-18T10:02:00+00:00"}],"start":2,"leaseLength":"04:00:00",
        "longestLease":"1.00:00:00","runningSince":"2026-11-18T10:09:00+00:00","leaseEndsAt":"2026-11-18T14:09:00+00:00",
        "checks":[{"name":"driver","passed":true,"seconds":1.5,"output":"580"}],"vmId":"/subscriptions/0/vm","nicIds":["/subscriptions/0/nic"],
        "perHour":{"amount":3.673,"currency":"USD"},"billedSince":"2026-11-18T10:01:00+00:00","billedBefore":"01:30:00","seq":0}
        """;

    private static readonly Machine OfFirstVersion = SampleMachine.Of("a") with
    {
        Placements = [new Placement("Standard_NC24ads_A100_v4", "eastus")],
        Spot = true,
        Phase = Phase.Running,
        PhaseSince = Start.AddMinutes(9),
        DueAt = Start.AddMinutes(20),
        ShownAt = Start.AddMinutes(15),
        Stages = [new StageTime(Stage.Create, Start, Start.AddMinutes(2))],
        Start = 2,
        RunningSince = Start.AddMinutes(9),
        LeaseEndsAt = Start.AddMinutes(249),
        Checks = [new CheckResult("driver", true, 1.5, "580")],
        VmId = "/subscriptions/0/vm",
        NicIds = ["/subscriptions/0/nic"],
        PerHour = new Money(3.673m, "USD"),
        BilledSince = Start.AddMinutes(1),
        BilledBefore = TimeSpan.FromMinutes(90),
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Finds_no_machine_that_was_never_created()
    {
        Assert.Null(await _store.GetAsync(new MachineId("a000000000000000"), Cancellation));
        Assert.Null(await _store.FindAsync(new MachineId("a000000000000000"), Cancellation));
    }

    [Fact]
    public async Task Creates_a_machine_once()
    {
        Assert.True(await _store.CreateAsync(SampleMachine.FirstStep("a"), Cancellation));
        Assert.False(await _store.CreateAsync(SampleMachine.FirstStep("a", "lunar-fox"), Cancellation));
        Assert.Equal("ember-otter", (await ReadAsync("a")).Machine.Name);
        Assert.Single(await HistoryAsync("a"));
    }

    [Fact]
    public async Task Does_not_create_again_what_is_gone()
    {
        await CreateAsync("a");
        await LoseAsync("a");

        Assert.False(await _store.CreateAsync(SampleMachine.FirstStep("a"), Cancellation));
    }

    [Fact]
    public async Task Reads_back_all_that_a_machine_knows()
    {
        var machine = SampleMachine.WithEverything("a");
        await _store.CreateAsync(new Step(machine, Start), Cancellation);

        Assert.Equivalent(machine, (await ReadAsync("a")).Machine, strict: true);
    }

    // As the first version wrote it, but for the breaks of lines: before resizes, the reaper, the ledger, prices of disks, and projects.
    [Fact]
    public async Task Reads_what_the_first_version_wrote()
    {
        await WrittenAsync(FirstVersion);

        var machine = (await ReadAsync("a")).Machine;

        Assert.Equivalent(OfFirstVersion, machine, strict: true);
        Assert.Equal([], machine.Requests);
        Assert.Equal(
            (null, null, null, null, null, null, null),
            (machine.Project, machine.MostPerHour, machine.DisksPerHour, machine.ReadyAt, machine.PlacedAt, machine.ReapedUntil, machine.BeforePerHour));
        Assert.Equal((false, false, null), (machine.IsGone, machine.AwaitsSnapshots, machine.ListPerHour));
        Assert.Equal(TimeSpan.FromHours(2.5), machine.Billed(Start.AddMinutes(61)));
    }

    // One of the next kept by month what a machine had cost, and neither where that was nor what it might have cost.
    [Fact]
    public async Task Reads_compute_time_of_which_an_older_version_wrote_less()
    {
        await WrittenAsync(FirstVersion.Replace(
            "\"billedBefore\":\"01:30:00\"",
            """
            "billedTimes":[{"from":"2026-11-18T07:00:00+00:00","to":"2026-11-18T08:30:00+00:00","billed":"01:15:00","perHour":{"amount":2,"currency":"USD"}}]
            """,
            StringComparison.Ordinal));

        var machine = (await ReadAsync("a")).Machine;

        var time = Assert.Single(machine.BilledTimes);
        Assert.Equal(new BilledTime(Start.AddHours(-3), Start.AddHours(-1.5), TimeSpan.FromMinutes(75), new Money(2, "USD")), time);
        Assert.Equal((null, false, null, null, null), (time.Place, time.IsRecorded, time.ListPerHour, time.BeforePerHour, time.ReapedUntil));
        Assert.Equal((TimeSpan.Zero, TimeSpan.FromHours(2.25)), (machine.BilledBefore, machine.Billed(Start.AddMinutes(61))));
    }

    [Fact]
    public async Task Writes_events_and_messages_in_order()
    {
        await CreateAsync("a");
        var read = await ReadAsync("a");
        var step = new Step(read.Machine, Start)
            .Record(EventKind.CreateStarted, "one")
            .Record(EventKind.Created, "two", "somebody")
            .Tell(Notice.Ready)
            .Tell(Notice.LeaseEnding, Start.AddHours(4));

        Assert.True(await _store.SaveAsync(read, step, Cancellation));
        Assert.Equal(["Launched", "one", "two"], (await HistoryAsync("a")).Select(e => e.Text));
        Assert.Equal(new MachineEvent(Start, EventKind.Created, "two", "somebody"), (await HistoryAsync("a"))[2]);
        Assert.Equal(
            [
                new OutboxMessage(Notice.CardChanged, Start),
                new OutboxMessage(Notice.Ready, Start),
                new OutboxMessage(Notice.LeaseEnding, Start, Start.AddHours(4)),
            ],
            (await OutboxAsync()).Select(m => m.Message));
    }

    [Fact]
    public async Task Writes_down_for_the_audit_what_happened_with_the_state_that_it_tells_of()
    {
        await CreateAsync("a");
        var read = await ReadAsync("a");
        var stopped = new Step(read.Machine with { Reason = "stopped by somebody" }, Start.AddHours(1)).Record(EventKind.Stopped, "Stopped", "somebody");

        Assert.True(await _store.SaveAsync(read, stopped, Cancellation));
        Assert.False(await _store.SaveAsync(read, stopped.Record(EventKind.Failed, "lost"), Cancellation));

        var source = MachineStore.Audit(_table);
        var log = new AuditLog(new SqliteTable(_folder.At("state.db"), "audit"), [source], TimeProvider.System, NullLogger<AuditLog>.Instance);
        var entries = (await log.SinceAsync(Start, Cancellation).ToListAsync(Cancellation)).Select(one => one.Entry).ToList();
        Assert.Equal([("machine Requested", "Launched"), ("machine Stopped", "Stopped")], entries.Select(entry => (entry.Action, entry.Outcome)));
        Assert.Equal(
            new AuditEntry
            {
                Id = "a000000000000000-00000003",
                At = Start.AddHours(1),
                Who = "somebody",
                Action = "machine Stopped",
                On = "ember-otter",
                Machine = "a000000000000000",
                Team = "vision",
                Outcome = "Stopped",
                Reason = "stopped by somebody",
            },
            entries[1]);
    }

    [Fact]
    public async Task Keeps_the_order_past_a_digit_more()
    {
        await CreateAsync("a");
        for (var i = 0; i < 12; i++)
        {
            var read = await ReadAsync("a");
            await _store.SaveAsync(read, new Step(read.Machine, Start).Record(EventKind.LeaseSet, $"{i}"), Cancellation);
        }

        Assert.Equal(Enumerable.Range(0, 12).Select(i => $"{i}"), (await HistoryAsync("a")).Skip(1).Select(e => e.Text));
    }

    [Fact]
    public async Task Writes_nothing_of_a_stale_step()
    {
        await CreateAsync("a");
        var stale = await ReadAsync("a");
        await _store.SaveAsync(stale, new Step(stale.Machine with { Phase = Phase.Provisioning }, Start).Record(EventKind.CreateStarted, "won"), Cancellation);

        var lost = new Step(stale.Machine with { Phase = Phase.Failed }, Start).Record(EventKind.Failed, "lost").Tell(Notice.Failed);
        Assert.False(await _store.SaveAsync(stale, lost, Cancellation));
        Assert.Equal(Phase.Provisioning, (await ReadAsync("a")).Machine.Phase);
        Assert.Equal(["Launched", "won"], (await HistoryAsync("a")).Select(e => e.Text));
        Assert.Equal([Notice.CardChanged], (await OutboxAsync()).Select(m => m.Message.Notice));
    }

    [Fact]
    public async Task Writes_nothing_of_a_stale_end()
    {
        await CreateAsync("a");
        var stale = await ReadAsync("a");
        await _store.SaveAsync(stale, new Step(stale.Machine with { Wanted = Wanted.Stopped }, Start), Cancellation);

        Assert.False(await _store.SaveAsync(stale, new Step(stale.Machine.Gone(), Start), Cancellation));
        Assert.False((await ReadAsync("a")).Machine.IsGone);
    }

    [Fact]
    public async Task Moves_a_machine_that_is_gone_from_the_live_to_history()
    {
        await CreateAsync("a");
        await LoseAsync("a");

        Assert.Null(await _store.GetAsync(SampleMachine.Of("a").Id, Cancellation));
        Assert.True((await _store.FindAsync(SampleMachine.Of("a").Id, Cancellation))?.IsGone);
        Assert.Empty(await NamesAsync(_store.LiveAsync(Cancellation)));
        Assert.Equal(["Launched", "gone"], (await HistoryAsync("a")).Select(e => e.Text));
        Assert.Equal([Notice.CardChanged, Notice.Vanished], (await OutboxAsync()).Select(m => m.Message.Notice));
    }

    [Fact]
    public async Task Finds_live_machines_in_every_partition()
    {
        foreach (var digit in "0123456789abcdef") await CreateAsync($"{digit}", $"machine-{digit}");

        Assert.Equal("0123456789abcdef".Select(digit => $"machine-{digit}"), await NamesAsync(_store.LiveAsync(Cancellation)));
    }

    [Fact]
    public async Task Finds_machines_that_are_due_by_now()
    {
        await CreateAsync("1", "past", Start.AddMinutes(-1));
        await CreateAsync("2", "now", Start);
        await CreateAsync("3", "later", Start.AddSeconds(1));

        Assert.Equal([SampleMachine.Of("1").Id, SampleMachine.Of("2").Id], await _store.DueAsync(Start, Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task Finds_nothing_due_among_what_is_gone()
    {
        await CreateAsync("a");
        await LoseAsync("a");

        Assert.Empty(await _store.DueAsync(DateTimeOffset.MaxValue, Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task Knows_which_message_waits_for_which_machine()
    {
        await CreateAsync("a");
        await CreateAsync("ab");

        var read = await ReadAsync("a");
        await _store.SaveAsync(read, new Step(read.Machine, Start).Tell(Notice.LeaseEnding), Cancellation);
        Assert.True(await _store.IsUnsentAsync(SampleMachine.Of("a").Id, Notice.LeaseEnding, Cancellation));
        Assert.False(await _store.IsUnsentAsync(SampleMachine.Of("a").Id, Notice.Ready, Cancellation));
        Assert.False(await _store.IsUnsentAsync(SampleMachine.Of("ab").Id, Notice.LeaseEnding, Cancellation));
    }

    [Fact]
    public async Task Takes_a_delivered_message_out_once_and_for_all()
    {
        await CreateAsync("a");
        var message = Assert.Single(await OutboxAsync());
        await _store.DeliveredAsync(message, Start, Cancellation);
        await _store.DeliveredAsync(message, Start, Cancellation);

        Assert.Empty(await OutboxAsync());
        Assert.False(await _store.IsUnsentAsync(message.Machine, Notice.CardChanged, Cancellation));
    }

    [Fact]
    public async Task Never_uses_the_key_of_a_delivered_message_again()
    {
        await CreateAsync("a");
        var first = Assert.Single(await OutboxAsync());
        await _store.DeliveredAsync(first, Start, Cancellation);
        var read = await ReadAsync("a");
        await _store.SaveAsync(read, new Step(read.Machine, Start).Tell(Notice.CardChanged), Cancellation);

        Assert.NotEqual(first.Key, Assert.Single(await OutboxAsync()).Key);
    }

    // Delivered long after it was written, e.g. because everything slept: the stop must not come sooner than ten minutes after that.
    [Fact]
    public async Task Lets_a_warning_warn_from_when_it_was_delivered()
    {
        var warning = await WarnAsync("a", Start);

        await _store.DeliveredAsync(warning, Start.AddHours(3), Cancellation);

        Assert.Equal(Start.AddHours(3), (await ReadAsync("a")).Machine.WarnedAt);
        Assert.False(await _store.IsUnsentAsync(warning.Machine, Notice.LeaseEnding, Cancellation));
    }

    [Fact]
    public async Task Leaves_the_lease_alone_when_the_warning_was_of_an_earlier_end()
    {
        var warning = await WarnAsync("a", Start);
        var read = await ReadAsync("a");
        await _store.SaveAsync(read, new Step(read.Machine with { LeaseEndsAt = Start.AddHours(8) }, Start), Cancellation);

        await _store.DeliveredAsync(warning, Start.AddHours(3), Cancellation);

        Assert.Equal(Start, (await ReadAsync("a")).Machine.WarnedAt);
        Assert.False(await _store.IsUnsentAsync(warning.Machine, Notice.LeaseEnding, Cancellation));
    }

    /// <summary>The last warning of a machine whose lease ends ten minutes later.</summary>
    private async Task<StoredMessage> WarnAsync(string id, DateTimeOffset at)
    {
        await CreateAsync(id);
        var read = await ReadAsync(id);
        var warned = read.Machine with { LeaseEndsAt = at.AddMinutes(10), Warned = TimeSpan.FromMinutes(10), WarnedAt = at };
        Assert.True(await _store.SaveAsync(read, new Step(warned, at).Tell(Notice.LeaseEnding, warned.LeaseEndsAt), Cancellation));
        return (await OutboxAsync())[^1];
    }

    private async Task WrittenAsync(string body) =>
        Assert.True(await _table.TransactAsync("a", [new TableWrite.Insert("m~a000000000000000", body, Start.AddMinutes(20))], Cancellation));

    private async Task CreateAsync(string id, string name = "ember-otter", DateTimeOffset? due = null)
    {
        var first = SampleMachine.FirstStep(id, name);
        Assert.True(await _store.CreateAsync(due is { } at ? first.LookAt(at) : first, Cancellation));
    }

    private async Task LoseAsync(string id)
    {
        var read = await ReadAsync(id);
        Assert.True(await _store.SaveAsync(read, new Step(read.Machine.Gone(), Start).Record(EventKind.Deleted, "gone").Tell(Notice.Vanished), Cancellation));
    }

    [Fact]
    public async Task Nudges_whoever_has_something_to_do_now()
    {
        await _store.CreateAsync(new Step(SampleMachine.Of("1"), Start).LookAt(Start).Tell(Notice.CardChanged), Cancellation);
        await _store.CreateAsync(new Step(SampleMachine.Of("2"), Start).LookIn(TimeSpan.FromMinutes(1)), Cancellation);

        Assert.Equal([SampleMachine.Of("1").Id], _nudges.Looks);
        Assert.Equal([SampleMachine.Of("1").Id], _nudges.Deliveries);
    }

    [Fact]
    public async Task Nudges_nobody_for_what_was_not_written()
    {
        await _store.CreateAsync(new Step(SampleMachine.Of("1"), Start).LookAt(Start.AddHours(1)), Cancellation);

        await _store.CreateAsync(new Step(SampleMachine.Of("1"), Start).LookAt(Start).Tell(Notice.CardChanged), Cancellation);

        Assert.Empty(_nudges.Looks);
        Assert.Empty(_nudges.Deliveries);
    }

    private async Task<StoredMachine> ReadAsync(string id) =>
        await _store.GetAsync(SampleMachine.Of(id).Id, Cancellation) ?? throw new InvalidOperationException($"{id} is not live.");

    private async Task<IReadOnlyList<MachineEvent>> HistoryAsync(string id)
    {
        var events = new List<MachineEvent>();
        await foreach (var happened in _store.HistoryAsync(SampleMachine.Of(id).Id, Cancellation)) events.Add(happened);
        return events;
    }

    private async Task<IReadOnlyList<StoredMessage>> OutboxAsync()
    {
        var messages = new List<StoredMessage>();
        await foreach (var id in _store.UndeliveredAsync(Cancellation))
            await foreach (var message in _store.OutboxAsync(id, Cancellation)) messages.Add(message);
        return messages;
    }

    private static async Task<IReadOnlyList<string>> NamesAsync(IAsyncEnumerable<Machine> machines)
    {
        var names = new List<string>();
        await foreach (var machine in machines) names.Add(machine.Name);
        return names;
    }
}
