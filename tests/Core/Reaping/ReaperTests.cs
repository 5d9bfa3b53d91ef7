using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.Reaping;
using ChatOps.Core.State;
using ChatOps.Simulation;
using ChatOps.Tests.Core.Machines;
using ChatOps.Tests.Tools;
using Microsoft.Extensions.Logging;

namespace ChatOps.Tests.Core.Reaping;

/// <summary>Passes over machines in a real store, with what is measured as a test says it.</summary>
public sealed class ReaperTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly SettableTime _time = new(IdleCase.Now);
    private readonly FakeMetrics _metrics = new();
    private readonly HeardLog _log = new();
    private readonly MemoryTable _habits = new();
    private readonly MachineStore _machines;

    public ReaperTests() => _machines = new MachineStore(new SqliteTable(_folder.At("state.db"), "machines"), new Nudges());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task One_question_is_asked_for_all_machines_and_none_where_none_runs()
    {
        await ReapAsync();
        Assert.Empty(_metrics.Asked);

        for (var i = 0; i < 5; i++) await HasAsync($"{i}");
        await ReapAsync();
        Assert.Equal([null], _metrics.Asked);
    }

    [Fact]
    public async Task An_idle_machine_is_warned_and_stopped_once_its_owner_was_told_for_ten_minutes()
    {
        var id = await HasAsync("a");
        await ReapAsync();
        Assert.NotNull((await NowAsync(id)).Idle?.Warning);

        await PassAsync(minutes: 60, id);
        Assert.Equal(Wanted.Running, (await NowAsync(id)).Wanted);

        await DeliverAsync(id);
        await PassAsync(minutes: 9, id);
        Assert.Equal(Wanted.Running, (await NowAsync(id)).Wanted);

        await PassAsync(minutes: 1, id);
        Assert.Equal((Wanted.Stopped, "0 % on its GPU for 1 h 50 min"), ((await NowAsync(id)).Wanted, (await NowAsync(id)).Reason));
    }

    [Fact]
    public async Task What_is_to_be_stopped_is_measured_once_more_at_that_moment()
    {
        var id = await WarnedAsync("a");
        _metrics.Asked.Clear();
        _metrics.Before = () =>
        {
            // By the second question somebody has begun to use it.
            if (_metrics.Asked.Count == 2) _metrics.Measure(id, IdleCase.Use(change: bin => bin with { MaxUtilization = 90 }, until: _time.Now));
        };
        await ReapAsync();
        Assert.Equal([null, [id]], _metrics.Asked);
        Assert.Equal(Wanted.Running, (await NowAsync(id)).Wanted);
        Assert.Null((await NowAsync(id)).Idle?.Warning);
    }

    [Fact]
    public async Task Nothing_is_stopped_while_the_metrics_cannot_be_read()
    {
        var id = await WarnedAsync("a");
        _metrics.Fault = new CloudFaultException(new CloudFault(FaultKind.Throttled, "ThrottledError", "Too many queries."));
        var report = await ReapAsync();
        Assert.False(report.IsKnown);
        Assert.Equal(Wanted.Running, (await NowAsync(id)).Wanted);
        Assert.Contains("cannot be read, and none of them is stopped", _log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_stopped_when_they_cannot_be_read_the_second_time()
    {
        var id = await WarnedAsync("a");
        _metrics.Asked.Clear();
        _metrics.Before = () =>
        {
            if (_metrics.Asked.Count == 2) _metrics.Fault = new CloudFaultException(new CloudFault(FaultKind.Transient, "PartialError", "Not all."));
        };
        await ReapAsync();
        Assert.Equal(Wanted.Running, (await NowAsync(id)).Wanted);
    }

    [Fact]
    public async Task Only_so_many_are_stopped_in_one_pass_and_the_dearest_first()
    {
        var cheap = await WarnedAsync("a", m => m with { PerHour = new(1, "USD") });
        var dear = await WarnedAsync("b", m => m with { PerHour = new(14, "USD") });
        var policy = IdleCase.Policy with { Idle = new IdleRules { StopsPerPass = 1 } };

        Assert.Equal(1, (await ReapAsync(policy)).Stopped);
        Assert.Equal((Wanted.Running, Wanted.Stopped), ((await NowAsync(cheap)).Wanted, (await NowAsync(dear)).Wanted));

        Assert.Equal(1, (await ReapAsync(policy)).Stopped);
        Assert.Equal(Wanted.Stopped, (await NowAsync(cheap)).Wanted);
    }

    [Fact]
    public async Task The_switch_of_the_policy_stops_the_stopping_at_once()
    {
        var id = await WarnedAsync("a");
        Assert.Equal(0, (await ReapAsync(IdleCase.Policy with { Idle = new IdleRules { Enabled = false } })).Stopped);
        Assert.Equal(Wanted.Running, (await NowAsync(id)).Wanted);
    }

    [Fact]
    public async Task That_a_snapshot_is_wanted_is_written_with_the_deletion()
    {
        var keep = TimeSpan.FromDays(30);
        var id = await HasAsync("a", _ =>
        {
            var stopped = IdleCase.Stopped(7.5).Machine;
            var (told, since) = (_time.Now.AddDays(-1), stopped.PhaseSince);
            var warning = new IdleWarning(RuleName.StoppedTooLong, told, told, TimeSpan.FromDays(1), VerdictKind.Delete, "Stopped.", since);
            return stopped with { Id = new MachineId("a".PadRight(16, '0')), Seq = 0, Idle = new IdleState { Warning = warning } };
        });

        Assert.Equal(1, (await ReapAsync(IdleCase.Policy with { Idle = new IdleRules { Snapshot = true } })).Stopped);

        Assert.Equal((Wanted.Deleted, DiskSnapshots.From(_time.Now, keep)), ((await NowAsync(id)).Wanted, (await NowAsync(id)).Snapshots));
    }

    [Fact]
    public async Task Two_passes_at_once_stop_it_once()
    {
        var id = await WarnedAsync("a");
        var stopped = await Task.WhenAll(ReapAsync(), ReapAsync());
        Assert.Equal(1, stopped.Sum(report => report.Stopped));
        var events = await _machines.HistoryAsync(id, Cancellation).Where(e => e.Kind == EventKind.IdleStopped).CountAsync(Cancellation);
        Assert.Equal(1, events);
    }

    [Fact]
    public async Task Who_pressed_Keep_between_the_judgement_and_the_writing_keeps_it()
    {
        var id = await WarnedAsync("a");
        _metrics.Asked.Clear();
        _metrics.Before = () =>
        {
            if (_metrics.Asked.Count != 2) return;
            var read = Assert.IsType<StoredMachine>(_machines.GetAsync(id, Cancellation).GetAwaiter().GetResult());
            var kept = read.Machine with { Idle = (read.Machine.Idle ?? IdleState.Fresh).Keep(ReapStep.Keep, _time.Now) };
            Assert.True(_machines.SaveAsync(read, new Step(kept, _time.Now), Cancellation).GetAwaiter().GetResult());
        };
        Assert.Equal(0, (await ReapAsync()).Stopped);
        Assert.Equal(Wanted.Running, (await NowAsync(id)).Wanted);
    }

    [Fact]
    public async Task A_machine_whose_agent_is_silent_is_reported_after_twenty_minutes_and_never_stopped()
    {
        var id = await HasAsync("a");
        _metrics.Measure(id, IdleCase.Use(until: _time.Now.AddMinutes(-19)));
        Assert.Empty((await ReapAsync()).Silent);
        _metrics.Measure(id, IdleCase.Use(until: _time.Now.AddMinutes(-20)));
        var silent = Assert.Single((await ReapAsync()).Silent);
        Assert.Equal((id, _time.Now.AddMinutes(-20)), (silent.Machine.Id, silent.Since));
        Assert.Null((await NowAsync(id)).Idle?.Warning);
    }

    [Fact]
    public async Task Why_asks_the_rules_again_about_earlier_moments()
    {
        var id = await HasAsync("a");
        _metrics.Measure(id, IdleCase.Use(
            change: bin => bin.Begin == _time.Now.AddMinutes(-45) ? bin with { MaxUtilization = 90 } : bin, until: _time.Now));
        var said = await Reaper().WhyAsync(
            await NowAsync(id), [TimeSpan.Zero, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(20)], Cancellation);
        Assert.Equal([RuleName.IdleGpu, RuleName.IdleGpu, RuleName.InUseGpu], said.Select(one => one.Judgement.Deciding.Rule));
        Assert.Equal("Its GPU was at 90 % 20 min ago.", said[2].Judgement.Deciding.Reason);
    }

    private Reaper Reaper(Policy? policy = null) => new(
        _machines, _metrics, new HabitBook(_habits), Situations.Catalog, new LivePolicy(policy ?? IdleCase.Policy), _time,
        _log.Factory.CreateLogger<Reaper>());

    private Task<ReapReport> ReapAsync(Policy? policy = null) => Reaper(policy).PassAsync(Cancellation);

    private async Task<MachineId> HasAsync(string id, Func<Machine, Machine>? change = null)
    {
        var machine = IdleCase.Machine with { Id = new MachineId(id.PadRight(16, '0')), Seq = 0 };
        Assert.True(await _machines.CreateAsync(new Step(change is null ? machine : change(machine), _time.Now), Cancellation));
        _metrics.Measure(machine.Id, IdleCase.Use(until: _time.Now));
        return machine.Id;
    }

    /// <summary>It was told long enough ago.</summary>
    private Task<MachineId> WarnedAsync(string id, Func<Machine, Machine>? change = null) => HasAsync(id, machine =>
    {
        var warned = IdleCase.Idle.Warned(30).Machine with { Id = machine.Id, Seq = 0 };
        return change is null ? warned : change(warned);
    });

    private async Task PassAsync(int minutes, MachineId id)
    {
        _time.Advance(TimeSpan.FromMinutes(minutes));
        _metrics.Measure(id, IdleCase.Use(until: _time.Now));
        await ReapAsync();
    }

    private async Task DeliverAsync(MachineId id)
    {
        await foreach (var message in _machines.OutboxAsync(id, Cancellation)) await _machines.DeliveredAsync(message, _time.Now, Cancellation);
    }

    private async Task<Machine> NowAsync(MachineId id) => Assert.IsType<Machine>(await _machines.FindAsync(id, Cancellation));
}
