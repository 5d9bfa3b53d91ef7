using ChatOps.Core.Audit;
using ChatOps.Core.State;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Core.Audit;

/// <summary>What waits gets into the chain: in order, once, whoever crashes and however many seal.</summary>
public sealed class AuditSealerTests : IDisposable
{
    private static readonly DateTimeOffset LateNovember = new(2026, 11, 30, 23, 59, 0, TimeSpan.Zero);

    private readonly AuditDesk _desk = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task Begins_with_nothing()
    {
        await _desk.Log.SealAsync(Cancellation);

        Assert.Empty(await _desk.SealedAsync());
        Assert.Empty(_desk.Rows(""));
    }

    [Fact]
    public async Task Puts_what_waits_anywhere_into_the_order_of_time_and_then_of_ids()
    {
        await _desk.AskAsync(_desk.Entry("b") with { At = Some(2) });
        await _desk.AskAsync(_desk.Entry("d") with { At = Some(1) });
        await _desk.Log.RecordAsync(_desk.Entry("c") with { At = Some(1) }, Cancellation);
        await _desk.Log.NoteAsync(_desk.Entry("a") with { At = Some(3) }, Cancellation);

        var chain = await _desk.SealedAsync();

        Assert.Equal(["c", "d", "b", "a"], chain.Select(one => one.Entry.Id));
        Assert.Equal([1, 2, 3, 4], chain.Select(one => one.Seq));
        Assert.Equal(chain.Select(one => one.Hash).Prepend(AuditChain.Genesis).SkipLast(1), chain.Select(one => one.Previous));
        Assert.Equal(0, _desk.Waiting);
    }

    [Fact]
    public async Task Goes_on_where_it_had_ended()
    {
        await _desk.AskAsync(0, 2);
        await _desk.Log.SealAsync(Cancellation);
        await _desk.AskAsync(2, 2);

        await RequireAllOnceAsync(4);
    }

    [Fact]
    public async Task Seals_hundreds_in_transactions_that_are_small_enough()
    {
        await _desk.AskAsync(0, 250);
        for (var i = 250; i < 500; i++) await _desk.Log.RecordAsync(_desk.Entry($"{i:D4}"), Cancellation);

        await RequireAllOnceAsync(500);
    }

    [Fact]
    public async Task Seals_entries_that_say_a_lot_in_transactions_that_are_small_enough()
    {
        var endless = new string('ж', 100_000);
        for (var i = 0; i < 120; i++)
            await _desk.AskAsync(_desk.Entry($"{i:D4}") with { Reason = endless, Outcome = endless, On = endless, Said = endless, Channel = endless });

        await RequireAllOnceAsync(120);
        Assert.All(await _desk.SealedAsync(), one => Assert.Equal(new string('ж', 1000) + '…', one.Entry.Reason));
    }

    [Fact]
    public async Task Keeps_no_line_break_and_nothing_invisible()
    {
        await _desk.AskAsync(_desk.Entry("a") with { Said = "launch\n\u202Epytorch" });

        Assert.Equal("launch \uFFFDpytorch", Assert.Single(await _desk.SealedAsync()).Entry.Said);
    }

    [Fact]
    public async Task An_entry_that_comes_back_from_the_chain_is_the_one_that_was_written_down()
    {
        var entry = new AuditEntry
        {
            Id = "a",
            At = _desk.Time.Now.AddTicks(1234567).ToOffset(TimeSpan.FromHours(2)),
            Who = "scientist@contoso.example",
            Channel = "terminal/#vision",
            Action = "machine Running",
            On = "ember-otter",
            Machine = "a1b2c3d4e5f60718",
            Team = "vision",
            Outcome = "Running, with a \"lease\" of 4 h",
            Reason = "because",
            Said = "größer = 😀",
        };
        await _desk.AskAsync(entry);

        Assert.Equal(entry, Assert.Single(await _desk.SealedAsync()).Entry);
    }

    // Between the two transactions: it is in the chain, and still waits.
    [Theory]
    [InlineData(30)]
    [InlineData(250)]
    public async Task Records_nothing_twice_after_a_crash_between_adding_and_removing(int count)
    {
        await _desk.AskAsync(0, count);
        _desk.Requests.BeforeWrite = _ => throw new OperationCanceledException();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _desk.Log.SealAsync(Cancellation));
        Assert.Equal(count, _desk.Waiting);

        _desk.Requests.BeforeWrite = _ => Task.CompletedTask;
        await _desk.AskAsync(count, 3);

        await RequireAllOnceAsync(count + 3);
    }

    [Fact]
    public async Task A_crash_at_any_write_loses_nothing_and_records_nothing_twice()
    {
        for (var death = 1; ; death++)
        {
            using var desk = new AuditDesk();
            desk.Time.Advance(LateNovember - desk.Time.Now);
            await desk.AskAsync(0, 1);
            await desk.Log.SealAsync(Cancellation);
            desk.Time.Advance(TimeSpan.FromMinutes(2));
            await desk.AskAsync(1, 95);
            for (var i = 96; i < 101; i++) await desk.Log.NoteAsync(desk.Entry($"{i:D4}"), Cancellation);
            var (writes, at) = (0, death);
            void Count()
            {
                if (++writes == at) throw new OperationCanceledException();
            }
            (desk.Table.AfterWrite, desk.Requests.AfterWrite) = (Count, Count);
            var hasDied = await Record.ExceptionAsync(() => desk.Log.SealAsync(Cancellation)) is not null;

            (desk.Table.AfterWrite, desk.Requests.AfterWrite) = (() => { }, () => { });
            Assert.Equal(Enumerable.Range(0, 101).Select(i => $"{i:D4}"), (await desk.SealedAsync()).Select(one => one.Entry.Id));
            Assert.IsType<AuditVerdict.Unbroken>(await desk.VerifyAsync());
            if (hasDied) continue;
            Assert.True(death > 6);
            return;
        }
    }

    [Fact]
    public async Task Two_that_seal_at_once_record_everything_once()
    {
        await _desk.AskAsync(0, 100);
        var other = _desk.Another(_desk.Time);
        // The other one is through with everything just before this one writes.
        _desk.Table.BeforeWrite = async _ =>
        {
            _desk.Table.BeforeWrite = _ => Task.CompletedTask;
            await other.SealAsync(Cancellation);
        };

        await RequireAllOnceAsync(100);
    }

    // The other one has added, is slow to remove, and this one comes in between with more.
    [Fact]
    public async Task One_that_seals_while_another_has_not_removed_yet_removes_for_it()
    {
        await _desk.AskAsync(0, 50);
        var other = _desk.Another(_desk.Time);
        _desk.Requests.BeforeWrite = async _ =>
        {
            _desk.Requests.BeforeWrite = _ => Task.CompletedTask;
            await _desk.AskAsync(50, 50);
            await other.SealAsync(Cancellation);
        };

        await RequireAllOnceAsync(100);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Many_that_seal_interrupted_in_any_order_record_everything_once(int seed)
    {
        var random = new Random(seed);
        AuditLog[] programs = [_desk.Log, _desk.Another(_desk.Time), _desk.Another(_desk.Time)];
        var depth = 0;
        async Task InterruptAsync(IReadOnlyList<TableWrite> writes)
        {
            if (depth >= 3 || random.Next(3) > 0) return;
            depth++;
            if (random.Next(4) == 0) await programs[random.Next(3)].RecordAsync(_desk.Entry($"late-{random.Next(10)}"), Cancellation);
            await programs[random.Next(3)].SealAsync(Cancellation);
            depth--;
        }
        await _desk.AskAsync(0, 300);
        (_desk.Table.BeforeWrite, _desk.Requests.BeforeWrite) = (InterruptAsync, InterruptAsync);
        await _desk.Log.SealAsync(Cancellation);

        (_desk.Table.BeforeWrite, _desk.Requests.BeforeWrite) = (_ => Task.CompletedTask, _ => Task.CompletedTask);
        var chain = await _desk.SealedAsync();
        Assert.Equal(chain.Select(one => one.Entry.Id).Distinct().Count(), chain.Count);
        Assert.Equal(300, chain.Count(one => !one.Entry.Id.StartsWith("late", StringComparison.Ordinal)));
        Assert.IsType<AuditVerdict.Unbroken>(await _desk.VerifyAsync());
    }

    [Fact]
    public async Task The_chain_goes_on_from_month_to_month()
    {
        _desk.Time.Advance(LateNovember - _desk.Time.Now);
        await _desk.AskAsync(0, 3);
        await _desk.Log.SealAsync(Cancellation);
        _desk.Time.Advance(TimeSpan.FromDays(40));
        await _desk.AskAsync(3, 3);

        await RequireAllOnceAsync(6);
        Assert.Equal(["2026-11", "2027-01"], _desk.Rows("s~").Select(row => row.Partition).Distinct());
        Assert.Contains("\"next\":\"2027-01\"", _desk.Row("2026-11", "head").Body, StringComparison.Ordinal);
    }

    // One whose clock is behind: the month that it takes this for is over.
    [Fact]
    public async Task A_month_that_is_over_is_never_added_to()
    {
        _desk.Time.Advance(LateNovember - _desk.Time.Now);
        await _desk.AskAsync(0, 3);
        var behind = new SettableTime(LateNovember);
        await _desk.Log.SealAsync(Cancellation);
        _desk.Time.Advance(TimeSpan.FromMinutes(2));
        await _desk.AskAsync(3, 3);
        await _desk.Log.SealAsync(Cancellation);
        await _desk.AskAsync(6, 3);

        await _desk.Another(behind).SealAsync(Cancellation);

        await RequireAllOnceAsync(9);
        Assert.Equal(3, _desk.Rows("s~").Count(row => row.Partition == "2026-11"));
    }

    [Fact]
    public async Task Two_that_close_a_month_at_once_agree_on_the_next_whatever_their_clocks_say()
    {
        _desk.Time.Advance(LateNovember - _desk.Time.Now);
        await _desk.AskAsync(0, 3);
        await _desk.Log.SealAsync(Cancellation);
        await _desk.AskAsync(3, 3);
        _desk.Time.Advance(TimeSpan.FromMinutes(2));
        var far = _desk.Another(new SettableTime(LateNovember.AddDays(60)));
        var interruptions = 0;
        _desk.Table.BeforeWrite = async _ =>
        {
            if (++interruptions is not (1 or 3)) return;
            await far.SealAsync(Cancellation);
        };

        await _desk.Log.SealAsync(Cancellation);
        _desk.Table.BeforeWrite = _ => Task.CompletedTask;
        await RequireAllOnceAsync(6);
    }

    [Fact]
    public async Task What_cannot_be_read_hides_nothing_else_and_is_told()
    {
        Assert.True(await _desk.Requests.TransactAsync(AuditDesk.Partition, [new TableWrite.Insert("a~x", "{")], Cancellation));
        await _desk.AskAsync(0, 2);

        await RequireAllOnceAsync(2, waiting: 1);
        Assert.Contains("Row requests/a~x of the audit cannot be read", _desk.Said.Text, StringComparison.Ordinal);
    }

    private DateTimeOffset Some(int seconds) => _desk.Time.Now.AddSeconds(seconds);

    private async Task RequireAllOnceAsync(int count, int waiting = 0)
    {
        Assert.Equal(Enumerable.Range(0, count).Select(i => $"{i:D4}"), (await _desk.SealedAsync()).Select(one => one.Entry.Id).Order(StringComparer.Ordinal));
        Assert.Equal(waiting, _desk.Waiting);
        Assert.IsType<AuditVerdict.Unbroken>(await _desk.VerifyAsync());
    }
}
