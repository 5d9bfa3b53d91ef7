using ChatOps.Core.State;

namespace ChatOps.Tests.Core.State;

/// <summary>What every <see cref="ITable"/> must do; each implementation runs all of it.</summary>
public abstract partial class TableContract
{
    private protected static readonly DateTimeOffset Noon = new(2026, 11, 18, 12, 0, 0, TimeSpan.Zero);

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The same table each time it is asked for within one test, by another instance; empty at first.</summary>
    protected abstract ITable Open();

    [Fact]
    public async Task Has_no_row_that_was_not_written() => Assert.Null(await Open().GetAsync("p", "row", Cancellation));

    [Fact]
    public async Task Reads_back_what_was_inserted()
    {
        var table = Open();

        Assert.True(await table.TransactAsync("p", [new TableWrite.Insert("row", """{"a":"ü \"quoted\" 漢字"}""", Noon)], Cancellation));
        var row = await table.GetAsync("p", "row", Cancellation);
        Assert.Equal(("p", "row", """{"a":"ü \"quoted\" 漢字"}""", Noon), (row?.Partition, row?.Row, row?.Body, row?.Due));
    }

    [Fact]
    public async Task Reads_a_due_time_of_another_zone_as_the_same_moment()
    {
        var table = Open();
        await PutAsync(table, "row", due: Noon.ToOffset(TimeSpan.FromHours(5)));

        Assert.Equal(Noon, (await table.GetAsync("p", "row", Cancellation))?.Due);
    }

    [Fact]
    public async Task Keeps_partitions_apart()
    {
        var table = Open();
        await PutAsync(table, "row");

        Assert.Null(await table.GetAsync("q", "row", Cancellation));
    }

    [Fact]
    public async Task Tells_capitals_apart()
    {
        var table = Open();
        await PutAsync(table, "row");

        Assert.Null(await table.GetAsync("p", "Row", Cancellation));
        Assert.Null(await table.GetAsync("P", "row", Cancellation));
    }

    [Theory]
    [InlineData("it's")]
    [InlineData("a\"b")]
    [InlineData("a%b_c")]
    [InlineData("a'; drop table t; --")]
    [InlineData("ü漢字")]
    public async Task Takes_a_key_as_it_is(string key)
    {
        var table = Open();
        await PutAsync(table, key);

        Assert.Equal(key, (await table.GetAsync("p", key, Cancellation))?.Row);
        Assert.Equal([key], await KeysAsync(table, key));
    }

    [Fact]
    public async Task Refuses_to_insert_a_row_twice()
    {
        var table = Open();
        await PutAsync(table, "row", "first");

        Assert.False(await table.TransactAsync("p", [new TableWrite.Insert("row", "second")], Cancellation));
        Assert.Equal("first", (await table.GetAsync("p", "row", Cancellation))?.Body);
    }

    [Fact]
    public async Task Inserts_a_row_again_once_it_was_removed()
    {
        var table = Open();
        var etag = await PutAsync(table, "row", "first");
        await table.TransactAsync("p", [new TableWrite.Remove("row", etag)], Cancellation);

        Assert.NotEqual(etag, await PutAsync(table, "row", "second"));
    }

    [Fact]
    public async Task Replaces_a_row_and_gives_it_another_etag()
    {
        var table = Open();
        var etag = await PutAsync(table, "row", "old", Noon);

        Assert.True(await table.TransactAsync("p", [new TableWrite.Replace("row", etag, "new")], Cancellation));
        var row = await table.GetAsync("p", "row", Cancellation);
        Assert.Equal(("new", null), (row?.Body, row?.Due));
        Assert.NotEqual(etag, row?.ETag);
    }

    [Fact]
    public async Task Gives_another_etag_even_to_the_same_content()
    {
        var table = Open();
        var etag = await PutAsync(table, "row", "same");
        await table.TransactAsync("p", [new TableWrite.Replace("row", etag, "same")], Cancellation);

        Assert.NotEqual(etag, (await table.GetAsync("p", "row", Cancellation))?.ETag);
    }

    [Fact]
    public async Task Refuses_to_replace_a_row_that_changed_since_it_was_read()
    {
        var table = Open();
        var stale = await PutAsync(table, "row", "old");
        await table.TransactAsync("p", [new TableWrite.Replace("row", stale, "new")], Cancellation);

        Assert.False(await table.TransactAsync("p", [new TableWrite.Replace("row", stale, "lost")], Cancellation));
        Assert.Equal("new", (await table.GetAsync("p", "row", Cancellation))?.Body);
    }

    [Fact]
    public async Task Refuses_to_replace_a_row_that_is_gone()
    {
        var table = Open();
        var etag = await PutAndRemoveAsync(table, "row");

        Assert.False(await table.TransactAsync("p", [new TableWrite.Replace("row", etag, "body")], Cancellation));
        Assert.Null(await table.GetAsync("p", "row", Cancellation));
    }

    [Fact]
    public async Task Removes_a_row()
    {
        var table = Open();
        var etag = await PutAsync(table, "row");

        Assert.True(await table.TransactAsync("p", [new TableWrite.Remove("row", etag)], Cancellation));
        Assert.Null(await table.GetAsync("p", "row", Cancellation));
    }

    [Fact]
    public async Task Refuses_to_remove_a_row_that_changed_since_it_was_read()
    {
        var table = Open();
        var stale = await PutAsync(table, "row");
        await table.TransactAsync("p", [new TableWrite.Replace("row", stale, "new")], Cancellation);

        Assert.False(await table.TransactAsync("p", [new TableWrite.Remove("row", stale)], Cancellation));
        Assert.NotNull(await table.GetAsync("p", "row", Cancellation));
    }

    [Fact]
    public async Task Refuses_to_remove_a_row_that_is_gone()
    {
        var table = Open();
        var etag = await PutAndRemoveAsync(table, "row");

        Assert.False(await table.TransactAsync("p", [new TableWrite.Remove("row", etag)], Cancellation));
    }

    [Fact]
    public async Task Writes_all_of_a_transaction()
    {
        var table = Open();
        var (replaced, removed) = (await PutAsync(table, "a"), await PutAsync(table, "b"));

        Assert.True(await table.TransactAsync("p", [
            new TableWrite.Replace("a", replaced, "new"),
            new TableWrite.Remove("b", removed),
            new TableWrite.Insert("c", "c"),
        ], Cancellation));
        Assert.Equal(["a", "c"], await KeysAsync(table, ""));
    }

    [Theory]
    [InlineData("insert")]
    [InlineData("replace")]
    [InlineData("remove")]
    public async Task Writes_none_of_a_transaction_when_the_last_write_does_not_fit(string last)
    {
        var table = Open();
        var (replaced, removed) = (await PutAsync(table, "a", "old"), await PutAsync(table, "b"));
        var stale = await PutAndRemoveAsync(table, "d");
        TableWrite misfit = last switch
        {
            "insert" => new TableWrite.Insert("d", "new"),
            "replace" => new TableWrite.Replace("d", stale, "new"),
            _ => new TableWrite.Remove("d", stale),
        };
        await PutAsync(table, "d");

        Assert.False(await table.TransactAsync("p", [
            new TableWrite.Replace("a", replaced, "new"),
            new TableWrite.Remove("b", removed),
            new TableWrite.Insert("c", "c"),
            misfit,
        ], Cancellation));
        Assert.Equal(["a", "b", "d"], await KeysAsync(table, ""));
        Assert.Equal(("old", replaced), ((await table.GetAsync("p", "a", Cancellation))?.Body, (await table.GetAsync("p", "a", Cancellation))?.ETag));
    }

    [Fact]
    public async Task Writes_a_hundred_rows_at_once()
    {
        var table = Open();

        Assert.True(await table.TransactAsync("p", [.. Enumerable.Range(0, 100).Select(i => new TableWrite.Insert($"{i:D3}", "x"))], Cancellation));
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{i:D3}"), await KeysAsync(table, ""));
    }

    [Fact]
    public async Task Is_the_same_table_for_two_instances()
    {
        var (one, other) = (Open(), Open());
        var etag = await PutAsync(one, "row", "one");

        Assert.True(await other.TransactAsync("p", [new TableWrite.Replace("row", etag, "other")], Cancellation));
        Assert.Equal("other", (await one.GetAsync("p", "row", Cancellation))?.Body);
    }

    [Fact]
    public async Task Writes_nothing_for_whoever_has_given_up_already()
    {
        var table = Open();
        await PutAsync(table, "first");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            table.TransactAsync("p", [new TableWrite.Insert("second", "{}")], new CancellationToken(canceled: true)));
        Assert.Equal(["first"], await KeysAsync(table, ""));
    }

    [Fact]
    public async Task Lets_one_of_many_writers_win()
    {
        var etag = await PutAsync(Open(), "row", "old");

        var won = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(
            () => Open().TransactAsync("p", [new TableWrite.Replace("row", etag, $"{i}"), new TableWrite.Insert($"by {i}", "x")], Cancellation),
            Cancellation)));
        Assert.Single(won, true);
        Assert.Single(await KeysAsync(Open(), "by "));
    }

    private protected static async Task<string> PutAsync(ITable table, string key, string body = "{}", DateTimeOffset? due = null)
    {
        Assert.True(await table.TransactAsync("p", [new TableWrite.Insert(key, body, due)], Cancellation));
        return (await table.GetAsync("p", key, Cancellation))?.ETag ?? throw new InvalidOperationException($"{key} was not written.");
    }

    /// <returns>An ETag that no row has any more.</returns>
    private protected static async Task<string> PutAndRemoveAsync(ITable table, string key)
    {
        var etag = await PutAsync(table, key);
        Assert.True(await table.TransactAsync("p", [new TableWrite.Remove(key, etag)], Cancellation));
        return etag;
    }

    private static async Task<IReadOnlyList<string>> KeysAsync(ITable table, string prefix, DateTimeOffset? dueBy = null)
    {
        var keys = new List<string>();
        await foreach (var row in table.QueryAsync(new TableRange("p", prefix, dueBy), Cancellation)) keys.Add(row.Row);
        return keys;
    }
}
