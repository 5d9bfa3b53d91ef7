using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace ChatOps.Core.State;

/// <summary>
/// The one writer of a SQLite file in this process. What is asked while it writes is written together with the next, so that many
/// share one wait for the disk; each of them is still all or nothing on its own.
/// </summary>
/// <remarks>
/// SQLite's default of synchronous = FULL stays: a write that has returned survives a power cut. A VM is made on the strength of its
/// row (docs/adr/0001); synchronous = NORMAL is faster by one wait, and would lose the last rows, of which Azure has the VMs.
/// And SQLite has one writer at a time anyway: here they queue, where the driver would sleep for 150 ms and try again.
/// </remarks>
internal sealed class SqliteWriter
{
    private const int MostAtOnce = 64;
    private static readonly ConcurrentDictionary<string, SqliteWriter> Writers = [];

    private readonly string _connection;
    private readonly Lock _lock = new();
    private readonly Queue<Asked> _waiting = [];
    private bool _isWriting;

    private SqliteWriter(string connection) => _connection = connection;

    /// <summary>The same for all tables of a file.</summary>
    public static SqliteWriter Of(string connection) => Writers.GetOrAdd(connection, static connection => new SqliteWriter(connection));

    /// <param name="write">Writes by commands in the transaction; false undoes them.</param>
    public Task<bool> WriteAsync(Func<SqliteConnection, SqliteTransaction, bool> write)
    {
        var asked = new Asked(write);
        lock (_lock)
        {
            _waiting.Enqueue(asked);
            if (_isWriting) return asked.Done.Task;
            _isWriting = true;
        }
        WriteSome();
        return asked.Done.Task;
    }

    private void WriteSome()
    {
        var some = new List<Asked>();
        lock (_lock)
            while (some.Count < MostAtOnce && _waiting.TryDequeue(out var asked)) some.Add(asked);
        try
        {
            Write(some);
        }
        finally
        {
            var hasMore = false;
            lock (_lock) hasMore = _isWriting = _waiting.Count > 0;
            // Whoever came first has its answer; the others' writes are not its to wait for.
            if (hasMore) ThreadPool.UnsafeQueueUserWorkItem(static writer => writer.WriteSome(), this, preferLocal: false);
        }
    }

    private void Write(List<Asked> some)
    {
        var written = new List<bool>();
        try
        {
            using var connection = new SqliteConnection(_connection);
            connection.Open();
            Execute(connection, null, "PRAGMA busy_timeout = 30000");
            // Not deferred: the write lock is taken now, so that no other process comes in between.
            using var transaction = connection.BeginTransaction(deferred: false);
            foreach (var asked in some)
            {
                Execute(connection, transaction, "SAVEPOINT asked");
                written.Add(asked.Write(connection, transaction));
                if (!written[^1]) Execute(connection, transaction, "ROLLBACK TO asked");
                Execute(connection, transaction, "RELEASE asked");
            }
            transaction.Commit();
        }
        // Told to everybody whose write was in it: nothing of it is there.
        catch (Exception e)
        {
            foreach (var asked in some) asked.Done.SetException(e);
            return;
        }
        for (var i = 0; i < some.Count; i++) some[i].Done.SetResult(written[i]);
    }

    private static void Execute(SqliteConnection connection, SqliteTransaction? transaction, string sql)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100 // Only constants are ever given.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private sealed record Asked(Func<SqliteConnection, SqliteTransaction, bool> Write)
    {
        public TaskCompletionSource<bool> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
