using ChatOps.Core.State;
using ChatOps.Tests.Tools;
using Microsoft.Data.Sqlite;

namespace ChatOps.Tests.Core.State;

/// <summary>Many writes in one commit are still many transactions.</summary>
public sealed class SqliteWriterTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly SqliteTable _table;

    public SqliteWriterTests() => _table = new SqliteTable(_folder.At("state.db"), "machines");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task One_that_does_not_fit_takes_no_other_with_it_and_leaves_nothing_of_itself()
    {
        await _table.TransactAsync("p", [new TableWrite.Insert("taken", "{}")], Cancellation);

        var written = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(
            () => _table.TransactAsync("p", [Insert($"row-{i:D3}"), Insert(i % 2 == 0 ? "taken" : $"too-{i:D3}")], Cancellation), Cancellation)));

        Assert.Equal(Enumerable.Range(0, 200).Select(i => i % 2 != 0), written);
        var rows = await _table.QueryAsync(new TableRange("p", "row-"), Cancellation).Select(row => row.Row).ToListAsync(Cancellation);
        Assert.Equal(Enumerable.Range(0, 200).Where(i => i % 2 != 0).Select(i => $"row-{i:D3}"), rows);
    }

    private static TableWrite.Insert Insert(string row) => new(row, "{}");

    [Fact]
    public async Task Only_one_of_many_replaces_what_all_have_read()
    {
        await _table.TransactAsync("p", [new TableWrite.Insert("row", "{}")], Cancellation);
        var read = await _table.GetAsync("p", "row", Cancellation) ?? throw new InvalidOperationException("It was just written.");

        var written = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(
            () => _table.TransactAsync("p", [new TableWrite.Replace("row", read.ETag, $$"""{"by":{{i}}}""")], Cancellation), Cancellation)));

        Assert.Single(written, isWritten => isWritten);
    }

    [Fact]
    public async Task One_that_fails_takes_no_other_with_it()
    {
        Refuse("bad", "FAIL");

        var written = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(
            () => IsWrittenAsync(Insert($"row-{i:D3}"), Insert(i % 10 == 0 ? $"bad-{i:D3}" : $"too-{i:D3}")), Cancellation)));

        Assert.Equal(Enumerable.Range(0, 200).Select(i => i % 10 != 0), written);
        var rows = await _table.QueryAsync(new TableRange("p", "row-"), Cancellation).Select(row => row.Row).ToListAsync(Cancellation);
        Assert.Equal(Enumerable.Range(0, 200).Where(i => i % 10 != 0).Select(i => $"row-{i:D3}"), rows);
    }

    [Fact]
    public async Task Goes_on_after_one_that_has_ended_the_transaction_of_all()
    {
        Refuse("bad", "ROLLBACK");

        Assert.False(await IsWrittenAsync(Insert("row"), Insert("bad-row")));
        Assert.True(await IsWrittenAsync(Insert("row")));
    }

    /// <summary>Rows whose key begins so fail to be inserted.</summary>
    private void Refuse(string prefix, string raise)
    {
        using var connection = new SqliteConnection($"Data Source={_folder.At("state.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // It is this test's own text.
        command.CommandText =
            $"CREATE TRIGGER refused BEFORE INSERT ON machines WHEN NEW.rk GLOB '{prefix}*' BEGIN SELECT RAISE({raise}, 'Refused.'); END";
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private async Task<bool> IsWrittenAsync(params TableWrite[] writes)
    {
        try
        {
            return await _table.TransactAsync("p", writes, Cancellation);
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    [Fact]
    public async Task Tables_of_one_file_write_at_the_same_time()
    {
        var names = new SqliteTable(_folder.At("state.db"), "names");

        var written = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(
            () => (i % 2 == 0 ? _table : names).TransactAsync("p", [new TableWrite.Insert($"row-{i}", "{}")], Cancellation), Cancellation)));

        Assert.All(written, Assert.True);
    }
}
