using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

namespace ChatOps.Core.State;

/// <summary>The table of a single machine, in a SQLite file. Safe for several processes on the same file.</summary>
public sealed class SqliteTable : ITable
{
    private readonly string _connection;
    private readonly string _name;
    private readonly SqliteWriter _writer;
    private readonly SqliteLog _log;
    private bool _isLogged;

    static SqliteTable() => SQLitePCL.Batteries_V2.Init();

    /// <param name="file">Is made when it is not there.</param>
    /// <param name="name">Letters only; several tables may share a file.</param>
    /// <param name="kept">So many changes are remembered, as the first to ask for them says; whoever has missed more reads everything again.</param>
    public SqliteTable(string file, string name, int kept = 10_000)
    {
        if (name.Length == 0 || !name.All(char.IsAsciiLetter)) throw new ArgumentException("A table's name has letters only.", nameof(name));
        _name = name;
        _connection = new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = 30 }.ToString();
        using var connection = Open();
        Execute(connection, "PRAGMA journal_mode = WAL");
        // WITHOUT ROWID: the key is the table, so that a range of keys is one walk.
        Execute(connection, $"CREATE TABLE IF NOT EXISTS {_name} "
            + "(pk TEXT NOT NULL, rk TEXT NOT NULL, etag TEXT NOT NULL, due INTEGER, body TEXT NOT NULL, PRIMARY KEY (pk, rk)) WITHOUT ROWID");
        Execute(connection, $"CREATE INDEX IF NOT EXISTS {_name}_due ON {_name} (pk, due) WHERE due IS NOT NULL");
        _log = new SqliteLog(name, kept);
        _writer = SqliteWriter.Of(_connection);
    }

    public Task<TableRow?> GetAsync(string partition, string row, CancellationToken cancellationToken)
    {
        using var connection = Open();
        using var command = Command(connection,
            $"SELECT pk, rk, body, due, etag FROM {_name} WHERE pk = $pk AND rk = $rk",
            ("$pk", partition), ("$rk", row));
        using var reader = command.ExecuteReader();
        return Task.FromResult(reader.Read() ? Row(reader) : null);
    }

    public async IAsyncEnumerable<TableRow> QueryAsync(TableRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rows = new List<TableRow>();
        using (var connection = Open())
        {
            // Left to itself, the database walks all rows of the prefix; what is due is few among many.
            var (index, due) = range.DueBy is null ? ("", "") : ($"INDEXED BY {_name}_due ", "AND due <= $due ");
            using var command = Command(connection,
                $"SELECT pk, rk, body, due, etag FROM {_name} {index}WHERE pk = $pk AND rk >= $prefix AND rk < $after {due}ORDER BY rk",
                ("$pk", range.Partition), ("$prefix", range.Prefix), ("$after", range.Prefix + char.MaxValue), ("$due", Ticks(range.DueBy)));
            using var reader = command.ExecuteReader();
            while (reader.Read()) rows.Add(Row(reader));
        }
        // Nothing is held open while the caller works on a row: it may write to this table.
        foreach (var row in rows) yield return row;
        await Task.CompletedTask;
    }

    public Task<bool> TransactAsync(string partition, IReadOnlyList<TableWrite> writes, CancellationToken cancellationToken)
    {
        TableWrite.Check(writes);
        // Once it is asked for it is written.
        cancellationToken.ThrowIfCancellationRequested();
        return _writer.WriteAsync(writer => writes.All(write => Apply(writer, partition, write)));
    }

    public Task<TableChanges?> ChangesAsync(string prefix, long? mark, CancellationToken cancellationToken)
    {
        using var connection = Open();
        if (!_isLogged) BeginLog(connection);
        // Mostly nothing has changed, and one statement needs no transaction.
        var (_, last) = Between(connection);
        if (mark is null || mark == last) return Task.FromResult<TableChanges?>(new TableChanges(last, [], []));
        // Both reads see the same moment: what another process trims in between would be missed.
        using var moment = connection.BeginTransaction(deferred: true);
        (var first, last) = Between(connection);
        // A mark beyond the last is of another file: this one was restored, or made anew.
        if (mark < first - 1 || mark > last) return Task.FromResult<TableChanges?>(null);

        var (written, removed) = (new List<TableRow>(), new List<TableKey>());
        using var command = Command(connection, _log.Since, ("$mark", mark), ("$prefix", prefix), ("$after", prefix + char.MaxValue));
        using var rows = command.ExecuteReader();
        while (rows.Read())
            if (rows.IsDBNull(4)) removed.Add(new TableKey(rows.GetString(0), rows.GetString(1)));
            else written.Add(Row(rows));
        return Task.FromResult<TableChanges?>(new TableChanges(last, written, removed));
    }

    /// <summary>From the first question on: of most tables nobody ever asks, and each row would be written three times. Begun twice is begun once.</summary>
    private void BeginLog(SqliteConnection connection)
    {
        foreach (var sql in _log.Create) Execute(connection, sql);
        _isLogged = true;
    }

    /// <summary>The first and the last change that are remembered; zeros for none.</summary>
    private (long First, long Last) Between(SqliteConnection connection)
    {
        using var command = Command(connection, _log.Between);
        using var reader = command.ExecuteReader();
        return reader.Read() && !reader.IsDBNull(0) ? (reader.GetInt64(0), reader.GetInt64(1)) : (0, 0);
    }

    private bool Apply(SqliteWriter writer, string partition, TableWrite write)
    {
        var etag = Guid.NewGuid().ToString("N");
        switch (write)
        {
            case TableWrite.Insert insert:
                return writer.Execute(
                    $"INSERT INTO {_name} (pk, rk, etag, due, body) VALUES ($pk, $rk, $new, $due, $body) ON CONFLICT DO NOTHING",
                    ("$pk", partition), ("$rk", insert.Row), ("$new", etag), ("$due", Ticks(insert.Due)), ("$body", insert.Body)) == 1;
            case TableWrite.Replace replace:
                return writer.Execute(
                    $"UPDATE {_name} SET etag = $new, due = $due, body = $body WHERE pk = $pk AND rk = $rk AND etag = $etag",
                    ("$pk", partition), ("$rk", replace.Row), ("$new", etag), ("$due", Ticks(replace.Due)),
                    ("$body", replace.Body), ("$etag", replace.ETag)) == 1;
            case TableWrite.Remove remove:
                return writer.Execute($"DELETE FROM {_name} WHERE pk = $pk AND rk = $rk AND etag = $etag",
                    ("$pk", partition), ("$rk", remove.Row), ("$etag", remove.ETag)) == 1;
            default:
                throw new UnreachableException();
        }
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connection);
        connection.Open();
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql, params (string Name, object? Value)[] values)
    {
        using var command = Command(connection, sql, values);
        command.ExecuteNonQuery();
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, params (string Name, object? Value)[] values)
    {
        var command = connection.CreateCommand();
        // The only thing ever put into the text is the table's name, checked in the constructor.
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in values) command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        return command;
    }

    private static TableRow Row(SqliteDataReader reader) => new(
        reader.GetString(0), reader.GetString(1), reader.GetString(2),
        reader.IsDBNull(3) ? null : new DateTimeOffset(reader.GetInt64(3), TimeSpan.Zero), reader.GetString(4));

    private static long? Ticks(DateTimeOffset? at) => at?.UtcTicks;
}
