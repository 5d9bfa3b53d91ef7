using ChatOps.Core.State;

namespace ChatOps.Tests.Core.State;

/// <summary>What a query must find.</summary>
public abstract partial class TableContract
{
    [Fact]
    public async Task Finds_rows_by_prefix_in_ordinal_order()
    {
        var table = Open();
        foreach (var key in new[] { "m~b", "m~B", "m~10", "m~2", "m~a", "m~ä", "m~_" }) await PutAsync(table, key);

        Assert.Equal(["m~10", "m~2", "m~B", "m~_", "m~a", "m~b", "m~ä"], await KeysAsync(table, "m~"));
    }

    [Fact]
    public async Task Finds_no_neighbour_of_a_prefix()
    {
        var table = Open();
        foreach (var key in new[] { "e~1~1", "e~1", "e~10~1", "e~1}", "e~2~1", "E~1~1", "d~1~1", "f" }) await PutAsync(table, key);

        Assert.Equal(["e~1~1"], await KeysAsync(table, "e~1~"));
    }

    [Fact]
    public async Task Finds_the_row_whose_key_is_the_prefix()
    {
        var table = Open();
        await PutAsync(table, "m~");

        Assert.Equal(["m~"], await KeysAsync(table, "m~"));
    }

    [Fact]
    public async Task Finds_no_row_of_another_partition()
    {
        var table = Open();
        await table.TransactAsync("q", [new TableWrite.Insert("row", "x")], Cancellation);

        Assert.Empty(await KeysAsync(table, ""));
    }

    [Fact]
    public async Task Finds_rows_that_are_due_by_then()
    {
        var table = Open();
        await PutAsync(table, "before", due: Noon.AddTicks(-1));
        await PutAsync(table, "just", due: Noon);
        await PutAsync(table, "after", due: Noon.AddTicks(1));
        await PutAsync(table, "never");

        Assert.Equal(["before", "just"], await KeysAsync(table, "", Noon));
    }

    [Fact]
    public async Task Finds_no_row_that_is_no_longer_due()
    {
        var table = Open();
        var etag = await PutAsync(table, "row", due: Noon);
        await table.TransactAsync("p", [new TableWrite.Replace("row", etag, "x", Noon.AddHours(1))], Cancellation);

        Assert.Empty(await KeysAsync(table, "", Noon));
    }

    [Fact]
    public async Task Lets_the_reader_of_a_query_write()
    {
        var table = Open();
        foreach (var key in new[] { "a", "b", "c" }) await PutAsync(table, key);

        await foreach (var row in table.QueryAsync(new TableRange("p", ""), Cancellation))
            Assert.True(await table.TransactAsync("p", [new TableWrite.Remove(row.Row, row.ETag)], Cancellation));
        Assert.Empty(await KeysAsync(table, ""));
    }

    [Fact]
    public async Task Tells_due_times_apart_to_the_tick()
    {
        var table = Open();
        var noon = Noon.AddTicks(1234567);
        await PutAsync(table, "now", due: noon);
        await PutAsync(table, "next", due: noon.AddTicks(1));

        Assert.Equal(["now"], await KeysAsync(table, "", noon));
        Assert.Equal(noon.AddTicks(1), (await table.GetAsync("p", "next", Cancellation))?.Due);
    }

    [Fact]
    public async Task Knows_the_first_and_the_last_moment_there_is()
    {
        var table = Open();
        await PutAsync(table, "first", due: DateTimeOffset.MinValue);
        await PutAsync(table, "last", due: DateTimeOffset.MaxValue);

        Assert.Equal(["first"], await KeysAsync(table, "", DateTimeOffset.MaxValue.AddTicks(-1)));
        Assert.Equal(["first", "last"], await KeysAsync(table, "", DateTimeOffset.MaxValue));
        Assert.Equal(DateTimeOffset.MinValue, (await table.GetAsync("p", "first", Cancellation))?.Due);
    }

    [Fact]
    public async Task Finds_more_rows_than_fit_on_a_page()
    {
        var (table, keys) = (Open(), Enumerable.Range(0, 2500).Select(i => $"m~{i:D4}").ToList());
        foreach (var some in keys.Chunk(100))
            await table.TransactAsync("p", [.. some.Select(key => new TableWrite.Insert(key, "{}", Noon.AddMinutes(key[^1] - '0')))], Cancellation);

        Assert.Equal(keys, await KeysAsync(table, "m~"));
        Assert.Equal(keys.Where(key => key[^1] <= '5'), await KeysAsync(table, "m~", Noon.AddMinutes(5)));
    }

    [Fact]
    public async Task Need_not_be_read_to_its_end()
    {
        var table = Open();
        foreach (var key in new[] { "a", "b", "c" }) await PutAsync(table, key);

        await foreach (var row in table.QueryAsync(new TableRange("p", ""), Cancellation))
            if (row.Row == "b") break;
        Assert.Equal(["a", "b", "c"], await KeysAsync(table, ""));
    }
}
