using System.Collections.Immutable;
using System.Text.Json;

namespace ChatOps.Azure.Monitor;

/// <summary>Takes a query's result while it is still coming, so that nobody holds all of it.</summary>
public interface ILogsRows
{
    /// <summary>Before the first row.</summary>
    /// <exception cref="JsonException">These are not the columns that were asked for.</exception>
    void Begin(ImmutableArray<LogsColumn> columns);

    /// <summary>A row's next value.</summary>
    /// <param name="column">Index of its column.</param>
    /// <param name="value">Stands on it; see <see cref="LogsCells"/>.</param>
    /// <exception cref="JsonException">It is not what its column holds.</exception>
    void Cell(int column, ref Utf8JsonReader value);

    /// <summary>The row was all.</summary>
    void End();
}

/// <param name="Type">bool, datetime, dynamic, int, long, real, string, guid, decimal or timespan.</param>
public readonly record struct LogsColumn(string Name, string Type);
