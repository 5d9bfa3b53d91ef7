using ChatOps.Core.State;

namespace ChatOps.Tests.Core.State;

/// <summary>What a table must do that can tell what has changed.</summary>
public abstract class LoggedTableContract : TableContract
{
    /// <summary>How many changes it remembers.</summary>
    protected abstract int Kept { get; }

    [Fact]
    public async Task Begins_where_it_is_and_tells_nothing_of_what_was_before()
    {
        var table = Open();
        await PutAsync(table, "m~a");

        var begin = await ChangesAsync(table, null);
        Assert.Empty(begin.Written);
        Assert.Empty(begin.Removed);
        Assert.Equivalent(begin, await ChangesAsync(table, begin.Mark), strict: true);
    }

    [Fact]
    public async Task Tells_what_another_instance_has_inserted_replaced_and_removed()
    {
        var (table, other) = (Open(), Open());
        var (replaced, removed) = (await PutAsync(table, "m~a"), await PutAsync(table, "m~b"));
        var begin = await ChangesAsync(table, null);

        await other.TransactAsync("p", [
            new TableWrite.Replace("m~a", replaced, "new", Noon),
            new TableWrite.Remove("m~b", removed),
            new TableWrite.Insert("m~c", "{}"),
        ], Cancellation);

        var changes = await ChangesAsync(table, begin.Mark);
        Assert.Equal(
            [await table.GetAsync("p", "m~a", Cancellation), await table.GetAsync("p", "m~c", Cancellation)],
            changes.Written.OrderBy(row => row.Row));
        Assert.Equal([new TableKey("p", "m~b")], changes.Removed);
        Assert.Empty((await ChangesAsync(table, changes.Mark)).Written);
    }

    [Fact]
    public async Task Tells_a_row_as_it_is_now_however_often_it_has_changed()
    {
        var table = Open();
        var begin = await ChangesAsync(table, null);
        await PutAndRemoveAsync(table, "m~a");
        var etag = await PutAsync(table, "m~a", "last");

        var changes = await ChangesAsync(table, begin.Mark);
        Assert.All(changes.Written, row => Assert.Equal(("last", etag), (row.Body, row.ETag)));
        Assert.NotEmpty(changes.Written);
        Assert.Empty(changes.Removed);
    }

    [Fact]
    public async Task Tells_changes_of_the_prefix_in_all_partitions()
    {
        var table = Open();
        var begin = await ChangesAsync(table, null);
        await PutAsync(table, "e~a");
        await PutAsync(table, "m~a");
        await table.TransactAsync("q", [new TableWrite.Insert("m~b", "{}")], Cancellation);

        var changes = await ChangesAsync(table, begin.Mark);
        Assert.Equal([("p", "m~a"), ("q", "m~b")], changes.Written.Select(row => (row.Partition, row.Row)).Order());
    }

    [Fact]
    public async Task Tells_nothing_of_what_was_not_written()
    {
        var table = Open();
        await PutAsync(table, "m~a");
        var begin = await ChangesAsync(table, null);

        Assert.False(await table.TransactAsync("p", [new TableWrite.Insert("m~b", "{}"), new TableWrite.Insert("m~a", "{}")], Cancellation));
        Assert.Equal(begin.Mark, (await ChangesAsync(table, begin.Mark)).Mark);
    }

    [Fact]
    public async Task Tells_as_much_as_it_remembers_and_not_a_part_of_more()
    {
        var table = Open();
        var begin = await ChangesAsync(table, null);

        for (var i = 0; i < Kept; i++) await PutAsync(table, $"m~{i}");
        Assert.Equal(Kept, (await ChangesAsync(table, begin.Mark)).Written.Count);

        await PutAsync(table, "e~one too many");
        Assert.Null(await table.ChangesAsync("m~", begin.Mark, Cancellation));
    }

    [Fact]
    public async Task Knows_nothing_of_a_mark_that_it_has_not_reached()
    {
        var table = Open();
        await PutAsync(table, "m~a");
        var begin = await ChangesAsync(table, null);

        Assert.Null(await table.ChangesAsync("m~", begin.Mark + 1, Cancellation));
    }

    private static async Task<TableChanges> ChangesAsync(ITable table, long? mark) =>
        await table.ChangesAsync("m~", mark, Cancellation) ?? throw new InvalidOperationException("It does not know.");
}
