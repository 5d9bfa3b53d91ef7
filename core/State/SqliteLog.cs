using System.Collections.Immutable;

namespace ChatOps.Core.State;

/// <summary>
/// Which rows of a table were written lately, kept by triggers in the same transaction, whichever process writes. Numbers have no
/// gaps and are in the order of the commits, because SQLite has one writer at a time.
/// </summary>
internal sealed class SqliteLog(string table, int kept)
{
    public ImmutableArray<string> Create { get; } =
    [
        $"CREATE TABLE IF NOT EXISTS {table}_log (seq INTEGER PRIMARY KEY, pk TEXT NOT NULL, rk TEXT NOT NULL)",
        Trigger(table, "INSERT", "NEW", kept),
        Trigger(table, "UPDATE", "NEW", kept),
        Trigger(table, "DELETE", "OLD", kept),
    ];

    /// <summary>The first number and the last.</summary>
    public string Between { get; } = $"SELECT (SELECT min(seq) FROM {table}_log), (SELECT max(seq) FROM {table}_log)";

    /// <summary>The rows themselves, in a row's columns; without an ETag when they are gone.</summary>
    public string Since { get; } = $"SELECT l.pk, l.rk, t.body, t.due, t.etag FROM {table}_log l LEFT JOIN {table} t ON t.pk = l.pk AND t.rk = l.rk "
        + "WHERE l.seq > $mark AND l.rk >= $prefix AND l.rk < $after";

    private static string Trigger(string table, string on, string row, int kept) =>
        $"CREATE TRIGGER IF NOT EXISTS {table}_{on} AFTER {on} ON {table} BEGIN "
        + $"INSERT INTO {table}_log (pk, rk) VALUES ({row}.pk, {row}.rk); "
        + $"DELETE FROM {table}_log WHERE seq <= last_insert_rowid() - {kept}; END";
}
