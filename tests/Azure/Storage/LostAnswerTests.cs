using Azure;
using ChatOps.Azure.Storage;
using ChatOps.Core.State;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Azure.Storage;

/// <summary>What was written and not answered is repeated by the pipeline, and must not lose the race against itself.</summary>
public sealed class LostAnswerTests(Azurite azurite) : IAsyncLifetime
{
    private readonly string _name = Azurite.NewName();
    private readonly BadLine _line = new();
    private ITable? _table;
    private ITable? _other;

    /// <summary>Over the bad line.</summary>
    private ITable Table => _table ?? throw new InvalidOperationException("Azurite was not started.");

    /// <summary>The same table as somebody else sees it.</summary>
    private ITable Other => _other ?? throw new InvalidOperationException("Azurite was not started.");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<Trouble> Troubles => [.. Enum.GetValues<Trouble>()];

    public async ValueTask InitializeAsync()
    {
        var options = new TableClientOptions { Transport = _line.Transport() };
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        _table = new AzureTable((await azurite.TablesAsync(options)).GetTableClient(_name)) { RepeatAfter = TimeSpan.Zero };
        _other = new AzureTable((await azurite.TablesAsync()).GetTableClient(_name));
        // The table is made now, before there is trouble.
        await Table.GetAsync("p", "row", Cancellation);
        _line.Requests.Clear();
    }

    public ValueTask DisposeAsync()
    {
        _line.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task An_insert_whose_answer_was_lost_is_not_refused_at_its_repetition(Trouble trouble)
    {
        _line.Troubles.Enqueue(trouble);

        Assert.True(await Table.TransactAsync("p", [new TableWrite.Insert("row", "new")], Cancellation));
        Assert.Equal("new", await BodyAsync("row"));
    }

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task A_replacement_whose_answer_was_lost_is_not_refused_at_its_repetition(Trouble trouble)
    {
        var etag = await PutAsync("row", "old");
        _line.Troubles.Enqueue(trouble);

        Assert.True(await Table.TransactAsync("p", [new TableWrite.Replace("row", etag, "new")], Cancellation));
        Assert.Equal("new", await BodyAsync("row"));
    }

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task A_removal_whose_answer_was_lost_is_not_refused_at_its_repetition(Trouble trouble)
    {
        var (one, two) = (await PutAsync("one", "x"), await PutAsync("two", "x"));
        _line.Troubles.Enqueue(trouble);

        Assert.True(await Table.TransactAsync("p", [new TableWrite.Remove("one", one), new TableWrite.Remove("two", two)], Cancellation));
        Assert.Null(await BodyAsync("one"));
        Assert.Null(await BodyAsync("two"));
    }

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task A_transaction_whose_answer_was_lost_twice_is_not_refused_at_its_repetition(Trouble trouble)
    {
        var (removed, replaced) = (await PutAsync("m~1", "live"), await PutAsync("row", "old"));
        _line.Troubles.Enqueue(trouble);
        _line.Troubles.Enqueue(trouble);

        Assert.True(await Table.TransactAsync("p", [
            new TableWrite.Remove("m~1", removed),
            new TableWrite.Replace("row", replaced, "new"),
            new TableWrite.Insert("d~1", "gone"),
        ], Cancellation));
        Assert.Equal((null, "new", "gone"), (await BodyAsync("m~1"), await BodyAsync("row"), await BodyAsync("d~1")));
    }

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task An_insert_is_refused_at_its_repetition_when_another_was_first(Trouble trouble)
    {
        await PutAsync("row", "another's");
        _line.Troubles.Enqueue(trouble);

        Assert.False(await Table.TransactAsync("p", [new TableWrite.Insert("row", "new")], Cancellation));
        Assert.Equal("another's", await BodyAsync("row"));
    }

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task A_replacement_is_refused_at_its_repetition_when_another_was_first(Trouble trouble)
    {
        var stale = await PutAsync("row", "old");
        await Other.TransactAsync("p", [new TableWrite.Replace("row", stale, "another's")], Cancellation);
        _line.Troubles.Enqueue(trouble);

        Assert.False(await Table.TransactAsync("p", [new TableWrite.Replace("row", stale, "new"), new TableWrite.Insert("e~1", "x")], Cancellation));
        Assert.Equal(("another's", null), (await BodyAsync("row"), await BodyAsync("e~1")));
    }

    [Fact]
    public async Task An_insert_that_did_not_arrive_loses_to_one_that_came_meanwhile()
    {
        _line.Troubles.Enqueue(Trouble.RequestLost);
        _line.Meanwhile = () => PutAsync("row", "another's");

        Assert.False(await Table.TransactAsync("p", [new TableWrite.Insert("row", "new")], Cancellation));
        Assert.Equal("another's", await BodyAsync("row"));
    }

    [Fact]
    public async Task A_removal_that_did_not_arrive_loses_to_a_change_that_came_meanwhile()
    {
        var etag = await PutAsync("row", "old");
        _line.Troubles.Enqueue(Trouble.RequestLost);
        _line.Meanwhile = () => Other.TransactAsync("p", [new TableWrite.Replace("row", etag, "another's")], Cancellation);

        Assert.False(await Table.TransactAsync("p", [new TableWrite.Remove("row", etag)], Cancellation));
        Assert.Equal("another's", await BodyAsync("row"));
    }

    [Fact]
    public async Task A_transaction_is_known_by_any_of_its_rows_that_is_still_as_it_wrote_it()
    {
        var etag = await PutAsync("row", "old");
        _line.Troubles.Enqueue(Trouble.AnswerLost);
        _line.Meanwhile = async () =>
        {
            var written = await Other.GetAsync("p", "row", Cancellation);
            await Other.TransactAsync("p", [new TableWrite.Replace("row", written?.ETag ?? "", "another's")], Cancellation);
        };

        Assert.True(await Table.TransactAsync("p", [new TableWrite.Replace("row", etag, "new"), new TableWrite.Insert("e~1", "x")], Cancellation));
        Assert.Equal("another's", await BodyAsync("row"));
    }

    [Fact]
    public async Task A_race_that_is_lost_at_once_costs_one_request()
    {
        await PutAsync("row", "another's");

        Assert.False(await Table.TransactAsync("p", [new TableWrite.Insert("row", "new")], Cancellation));
        Assert.Equal(["POST $batch"], _line.Requests.Select(request => request.What));
    }

    [Fact]
    public async Task Nobody_is_told_false_when_no_answer_ever_comes()
    {
        for (var i = 0; i < 4; i++) _line.Troubles.Enqueue(Trouble.AnswerReplaced);

        var e = await Assert.ThrowsAsync<RequestFailedException>(() => Table.TransactAsync("p", [new TableWrite.Insert("row", "new")], Cancellation));

        Assert.Equal(502, e.Status);
        Assert.Equal("new", await BodyAsync("row"));
    }

    [Fact]
    public async Task A_server_that_keeps_failing_within_its_answers_is_asked_as_often_as_any_other()
    {
        for (var i = 0; i < 4; i++) _line.Troubles.Enqueue(Trouble.AnswerFailedWithin);

        var e = await Assert.ThrowsAsync<TableTransactionFailedException>(
            () => Table.TransactAsync("p", [new TableWrite.Insert("row", "new")], Cancellation));

        Assert.Equal((503, "ServerBusy", 4), (e.Status, e.ErrorCode, _line.Requests.Count));
    }

    [Fact]
    public async Task A_table_whose_making_was_not_answered_is_made_once()
    {
        var options = new TableClientOptions { Transport = _line.Transport() };
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        var table = new AzureTable((await azurite.TablesAsync(options)).GetTableClient(Azurite.NewName()));
        _line.Troubles.Enqueue(Trouble.AnswerLost);

        Assert.Null(await table.GetAsync("p", "row", Cancellation));
        Assert.Null(await table.GetAsync("p", "row", Cancellation));
        Assert.Equal(2, _line.Requests.Count(request => request.What == "POST Tables"));
    }

    private async Task<string> PutAsync(string key, string body)
    {
        Assert.True(await Other.TransactAsync("p", [new TableWrite.Insert(key, body)], Cancellation));
        return (await Other.GetAsync("p", key, Cancellation))?.ETag ?? throw new InvalidOperationException($"{key} was not written.");
    }

    private async Task<string?> BodyAsync(string key) => (await Other.GetAsync("p", key, Cancellation))?.Body;
}
