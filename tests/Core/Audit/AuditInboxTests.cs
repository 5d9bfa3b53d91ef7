using ChatOps.Core.State;

namespace ChatOps.Tests.Core.Audit;

/// <summary>What belongs to no other state: recorded at once, or noted and written with others.</summary>
public sealed class AuditInboxTests : IDisposable
{
    private readonly AuditDesk _desk = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task What_is_recorded_is_written_before_the_call_returns()
    {
        await _desk.Log.RecordAsync(_desk.Entry("a"), Cancellation);

        Assert.Equal(1, _desk.Waiting);
    }

    [Fact]
    public async Task What_comes_again_is_recorded_once_also_when_it_is_in_the_chain_already()
    {
        await _desk.Log.RecordAsync(_desk.Entry("a"), Cancellation);
        await _desk.Log.RecordAsync(_desk.Entry("a") with { Outcome = "refused" }, Cancellation);
        await _desk.Log.TendAsync(Cancellation);
        _desk.Time.Advance(TimeSpan.FromHours(23));
        await _desk.Log.TendAsync(Cancellation);

        await _desk.Another(_desk.Time).RecordAsync(_desk.Entry("a"), Cancellation);

        Assert.Equal("done", Assert.Single(await _desk.SealedAsync()).Entry.Outcome);
    }

    [Fact]
    public async Task What_will_not_come_again_is_forgotten()
    {
        for (var i = 0; i < 30; i++) await _desk.Log.RecordAsync(_desk.Entry($"{i}"), Cancellation);
        await _desk.Log.TendAsync(Cancellation);
        Assert.Equal(30, _desk.Rows("r~").Count);
        _desk.Time.Advance(TimeSpan.FromHours(25));

        await _desk.Log.TendAsync(Cancellation);

        Assert.Empty(_desk.Rows("r~"));
        Assert.Equal(30, (await _desk.SealedAsync()).Count);
    }

    [Fact]
    public async Task What_is_noted_shares_a_row_until_it_is_sealed()
    {
        for (var i = 0; i < 250; i++) await _desk.Log.NoteAsync(_desk.Entry($"{i:D4}"), Cancellation);

        Assert.Equal(2, _desk.Rows("n~").Count);
        await _desk.Log.WriteNotesAsync(Cancellation);
        await _desk.Log.WriteNotesAsync(Cancellation);
        Assert.Equal((3, 0), (_desk.Rows("n~").Count, _desk.Waiting));

        Assert.Equal(Enumerable.Range(0, 250).Select(i => $"{i:D4}"), (await _desk.SealedAsync()).Select(one => one.Entry.Id));
        Assert.Equal((0, 0), (_desk.Rows("n~").Count, _desk.Waiting));
    }

    [Fact]
    public async Task Notes_that_say_a_lot_share_rows_that_are_short_enough()
    {
        var endless = new string('ж', 100_000);
        for (var i = 0; i < 100; i++)
            await _desk.Log.NoteAsync(_desk.Entry($"{i:D4}") with { Reason = endless, Outcome = endless, Said = endless, On = endless }, Cancellation);

        Assert.Equal(100, (await _desk.SealedAsync()).Count);
    }

    [Fact]
    public async Task Notes_that_cannot_be_read_hide_no_others()
    {
        _desk.Tamper("notes", new TableWrite.Insert("n~0", "{"), new TableWrite.Insert("n~1", "{}"), new TableWrite.Insert("n~2", "[7]"));
        await _desk.Log.NoteAsync(_desk.Entry("a"), Cancellation);

        Assert.Single(await _desk.SealedAsync());
        Assert.Contains("Row notes/n~1 of the audit cannot be read", _desk.Said.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_noted_is_in_the_chain_for_who_reads()
    {
        await _desk.Log.NoteAsync(_desk.Entry("a"), Cancellation);

        Assert.Single(await _desk.SealedAsync());
    }

    [Fact]
    public async Task A_note_that_comes_again_before_it_is_sealed_is_one_entry()
    {
        await _desk.Log.NoteAsync(_desk.Entry("a"), Cancellation);
        await _desk.Log.WriteNotesAsync(Cancellation);
        await _desk.Log.NoteAsync(_desk.Entry("a"), Cancellation);
        await _desk.Log.NoteAsync(_desk.Entry("a"), Cancellation);
        await _desk.Log.NoteAsync(_desk.Entry("b"), Cancellation);

        Assert.Equal(["a", "b"], (await _desk.SealedAsync()).Select(one => one.Entry.Id));
    }

    [Fact]
    public async Task Notes_wait_for_a_store_that_is_away_but_not_without_end()
    {
        _desk.Table.BeforeWrite = _ => throw new IOException("503");
        for (var i = 0; i < 1500; i++)
            if (await Record.ExceptionAsync(() => _desk.Log.NoteAsync(_desk.Entry($"{i:D4}"), Cancellation)) is { } e) Assert.IsType<IOException>(e);

        _desk.Table.BeforeWrite = _ => Task.CompletedTask;

        Assert.InRange((await _desk.SealedAsync()).Count, 900, 990);
    }
}
