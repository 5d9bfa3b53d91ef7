using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace ChatOps.Core.State;

/// <summary>
/// The one writer of a SQLite file in this process. What is asked while it writes is written together with the next, so that many
/// share one wait for the disk; each of them is still all or nothing on its own.
/// </summary>
/// <remarks>
/// Every commit waits for the disk (synchronous = FULL): a write that has returned survives a power cut. A VM is made on the strength of its
/// row (docs/adr/0001); synchronous = NORMAL is faster by one wait, and would lose the last rows, of which Azure has the VMs.
/// And SQLite has one writer at a time anyway: here they queue, where the driver would sleep for 150 ms and try again.
/// </remarks>
#pragma warning disable CA1001 // It is open as long as the process lives, as pooled connections are.
internal sealed class SqliteWriter
#pragma warning restore CA1001
{
    private const int MostAtOnce = 64;
    private static readonly ConcurrentDictionary<string, SqliteWriter> Writers = [];

    private readonly string _connection;
    private readonly Lock _lock = new();
    private readonly Queue<Asked> _waiting = [];
    private readonly Dictionary<string, SqliteCommand> _commands = [];
    private SqliteConnection? _open;
    private bool _isWriting;

    private SqliteWriter(string connection) => _connection = connection;

    /// <summary>The same for all tables of a file.</summary>
    public static SqliteWriter Of(string connection) => Writers.GetOrAdd(connection, static connection => new SqliteWriter(connection));

    /// <param name="write">Writes by <see cref="Execute"/>; false undoes it.</param>
    public Task<bool> WriteAsync(Func<SqliteWriter, bool> write)
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

    /// <summary>Only within a write. A command is kept, because the database takes longer to understand it than to do it.</summary>
    /// <returns>How many rows were written.</returns>
    public int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            _commands[sql] = command = (_open ?? throw new InvalidOperationException("Nothing is being written.")).CreateCommand();
#pragma warning disable CA2100 // Nothing is ever put into the text but the table's name, which has letters only.
            command.CommandText = sql;
#pragma warning restore CA2100
        }
        command.Parameters.Clear();
        foreach (var (name, value) in values) command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        return command.ExecuteNonQuery();
    }

    private void Write(List<Asked> some)
    {
        try
        {
            if (_open is null) Open();
            // The write lock is taken now, so that no other process comes in between.
            Execute("BEGIN IMMEDIATE");
            foreach (var asked in some)
            {
                Execute("SAVEPOINT asked");
                if (!IsWritten(asked)) Execute("ROLLBACK TO asked");
                Execute("RELEASE asked");
            }
            Execute("COMMIT");
        }
        // Told to everybody whose write was in it. Nothing of it is there, unless it was the commit that failed: that leaves open.
        catch (Exception e)
        {
            foreach (var asked in some) asked.Done.SetException(asked.Failure ?? e);
            Close();
            return;
        }
        foreach (var asked in some) asked.Answer();
    }

    /// <summary>What one write throws is its own, as long as the transaction has outlived it; a full disk, say, ends that for all.</summary>
    private bool IsWritten(Asked asked)
    {
        try
        {
            return asked.Written = asked.Write(this);
        }
        catch (Exception e) when (_open is not null && SQLitePCL.raw.sqlite3_get_autocommit(_open.Handle) == 0)
        {
            asked.Failure = e;
            return false;
        }
    }

    private void Open()
    {
        _open = new SqliteConnection(_connection + ";Pooling=False");
        _open.Open();
        // SQLite's own waiting for other processes is finer than the driver's.
        Execute("PRAGMA busy_timeout = 30000");
        Execute("PRAGMA synchronous = FULL");
    }

    /// <summary>Whatever state an exception has left it in goes with it.</summary>
    private void Close()
    {
        // Forgotten first: should it not let itself be closed, the next write opens another all the same.
        var (open, commands) = (_open, _commands.Values.ToList());
        _open = null;
        _commands.Clear();
        try
        {
            foreach (var command in commands) command.Dispose();
            open?.Dispose();
        }
        catch (SqliteException)
        {
            // Everybody has been told of what came before it.
        }
    }

    private sealed class Asked(Func<SqliteWriter, bool> write)
    {
        public Func<SqliteWriter, bool> Write { get; } = write;

        public TaskCompletionSource<bool> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool Written { get; set; }

        public Exception? Failure { get; set; }

        public void Answer()
        {
            if (Failure is null) Done.SetResult(Written);
            else Done.SetException(Failure);
        }
    }
}
