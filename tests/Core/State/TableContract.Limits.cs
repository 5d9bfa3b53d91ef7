using System.Globalization;
using ChatOps.Core.State;

namespace ChatOps.Tests.Core.State;

/// <summary>What a table takes, what it refuses, and what it does when many come at once.</summary>
public abstract partial class TableContract
{
    [Theory]
    [InlineData("")]
    [InlineData("no JSON at all: }{")]
    [InlineData("two\r\nlines\tand \u0001 \u2028 \u2029 \u007f \u0085 \ufeff")]
    [InlineData("\\ \" ' & < > % + ; --changeset_ HTTP/1.1 409 Conflict")]
    [InlineData("ü ñ 漢字 עברית 🦦 👩‍🔬 e\u0301")]
    public async Task Takes_a_body_as_it_is(string body)
    {
        var table = Open();
        await PutAsync(table, "row", body);

        Assert.Equal(body, (await table.GetAsync("p", "row", Cancellation))?.Body);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("漢")]
    [InlineData("\"")]
    [InlineData("🦦")]
    [InlineData(" 🦦")]
    public async Task Takes_a_long_body_whatever_it_is_made_of(string unit)
    {
        var (table, body) = (Open(), string.Concat(Enumerable.Repeat(unit, 200_000 / unit.Length)));
        await PutAsync(table, "row", body);

        Assert.True(body == (await table.GetAsync("p", "row", Cancellation))?.Body, "It came back as another.");
    }

    [Fact]
    public async Task Takes_the_longest_body_and_no_longer_one()
    {
        var (table, body) = (Open(), new string('x', TableWrite.LongestBody));
        await PutAsync(table, "row", body);

        Assert.Equal(body.Length, (await table.GetAsync("p", "row", Cancellation))?.Body.Length);
        await Assert.ThrowsAsync<ArgumentException>(() => table.TransactAsync("p", [new TableWrite.Insert("other", body + "x")], Cancellation));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("漢")]
    [InlineData("\u0001")]
    [InlineData("🦦")]
    public async Task Takes_the_longest_bodies_together_and_no_longer_ones(string unit)
    {
        var (table, length) = (Open(), TableWrite.LongestBodies / TableWrite.Most);
        var body = string.Concat(Enumerable.Repeat(unit, length / unit.Length));
        TableWrite[] writes = [.. Enumerable.Range(0, TableWrite.Most).Select(i => new TableWrite.Insert($"{i:D3}", body))];

        await Assert.ThrowsAsync<ArgumentException>(
            () => table.TransactAsync("p", [.. writes[1..], new TableWrite.Insert("000", body + "x")], Cancellation));
        Assert.Empty(await KeysAsync(table, ""));
        Assert.True(await table.TransactAsync("p", writes, Cancellation));
        Assert.True(body == (await table.GetAsync("p", "099", Cancellation))?.Body, "It came back as another.");
    }

    [Fact]
    public async Task Keeps_nothing_of_a_longer_body()
    {
        var table = Open();
        var etag = await PutAsync(table, "row", new string('x', 200_000));
        await table.TransactAsync("p", [new TableWrite.Replace("row", etag, "short")], Cancellation);

        Assert.Equal("short", (await table.GetAsync("p", "row", Cancellation))?.Body);
    }

    [Fact]
    public async Task Writes_nothing_of_a_hundred_and_one_rows()
    {
        var table = Open();

        await Assert.ThrowsAsync<ArgumentException>(() => table.TransactAsync(
            "p", [.. Enumerable.Range(0, 101).Select(i => new TableWrite.Insert($"{i:D3}", "x"))], Cancellation));
        Assert.Empty(await KeysAsync(table, ""));
    }

    [Fact]
    public async Task Writes_nothing_of_two_writes_to_one_row()
    {
        var table = Open();
        var etag = await PutAsync(table, "row", "old");

        await Assert.ThrowsAsync<ArgumentException>(() => table.TransactAsync(
            "p", [new TableWrite.Insert("other", "x"), new TableWrite.Remove("row", etag), new TableWrite.Insert("row", "new")], Cancellation));
        Assert.Equal(["row"], await KeysAsync(table, ""));
    }

    [Fact]
    public async Task Has_nothing_against_a_transaction_of_nothing() => Assert.True(await Open().TransactAsync("p", [], Cancellation));

    [Fact]
    public async Task Loses_no_write_of_many_writers()
    {
        await PutAsync(Open(), "count", "0");

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            async () =>
            {
                var table = Open();
                for (var i = 0; i < 5; i++)
                    while (!await CountUpAsync(table)) { }
            },
            Cancellation)));
        Assert.Equal("20", (await Open().GetAsync("p", "count", Cancellation))?.Body);
    }

    private static async Task<bool> CountUpAsync(ITable table)
    {
        var row = await table.GetAsync("p", "count", Cancellation) ?? throw new InvalidOperationException("The count is gone.");
        var next = int.Parse(row.Body, CultureInfo.InvariantCulture) + 1;
        return await table.TransactAsync("p", [new TableWrite.Replace("count", row.ETag, $"{next}")], Cancellation);
    }
}
