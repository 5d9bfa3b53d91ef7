using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;

namespace ChatOps.Azure.Monitor;

/// <summary>
/// Reads an answer of the query API piece by piece, and keeps none of it but one buffer: <c>{"tables":[{"name","columns","rows"}],"error"}</c>.
/// Only the first table is the result; what was asked for has no other.
/// </summary>
internal sealed class LogsAnswerReader(ILogsRows rows)
{
    private const int FirstBuffer = 64 * 1024;
    private const int LongestToken = 4 * 1024 * 1024;

    private readonly ImmutableArray<LogsColumn>.Builder _columns = ImmutableArray.CreateBuilder<LogsColumn>();
    private string? _part;
    private string? _partOfTable;
    private string? _partOfColumn;
    private LogsColumn _column;
    private int _tables;
    private int _cells;
    private bool _hasRows;
    private string? _errorCode;
    private string? _errorMessage;

    /// <returns>The error that came with the rows, which then are not all there are; null for none.</returns>
    /// <exception cref="JsonException">It is no such answer, or ends too early.</exception>
    public async Task<LogsError?> ReadAsync(Stream answer, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        try
        {
            var (state, filled) = (new JsonReaderState(), 0);
            while (true)
            {
                var read = await answer.ReadAsync(buffer.AsMemory(filled), cancellationToken);
                filled += read;
                var taken = Take(buffer.AsSpan(0, filled), isAll: read == 0, ref state);
                if (read == 0) break;
                buffer.AsSpan(taken, filled - taken).CopyTo(buffer);
                filled -= taken;
                if (filled == buffer.Length) buffer = Grown(buffer);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        if (_errorCode is { } code) return new LogsError(code, _errorMessage ?? "");
        return _hasRows ? null : throw new JsonException("The answer has no table.");
    }

    private static byte[] Grown(byte[] buffer)
    {
        if (buffer.Length >= LongestToken) throw new JsonException("A value in the answer is too long.");
        var grown = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(grown, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return grown;
    }

    /// <returns>How many bytes were taken; the rest is the beginning of something.</returns>
    private int Take(ReadOnlySpan<byte> json, bool isAll, ref JsonReaderState state)
    {
        var reader = new Utf8JsonReader(json, isAll, state);
        while (reader.Read()) Take(ref reader);
        state = reader.CurrentState;
        return (int)reader.BytesConsumed;
    }

    /// <summary>By how deep a token lies in what. Most are cells.</summary>
    private void Take(ref Utf8JsonReader reader)
    {
        if (reader.CurrentDepth == 0 && reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.EndObject))
            throw new JsonException("The answer is no object.");
        if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName) _part = reader.GetString();
        else if (_part == "tables") TakeOfTables(ref reader);
        else if (_part == "error") TakeOfError(ref reader);
    }

    private void TakeOfTables(ref Utf8JsonReader reader)
    {
        var (depth, token) = (reader.CurrentDepth, reader.TokenType);
        if (depth == 2 && token == JsonTokenType.StartObject) _tables++;
        if (_tables > 1) return;
        if (depth == 3 && token == JsonTokenType.PropertyName) _partOfTable = reader.GetString();
        else if (depth >= 3 && _partOfTable == "columns") TakeOfColumns(ref reader);
        else if (depth >= 3 && _partOfTable == "rows") TakeOfRows(ref reader);
    }

    private void TakeOfColumns(ref Utf8JsonReader reader)
    {
        var (depth, token) = (reader.CurrentDepth, reader.TokenType);
        if (depth == 4 && token == JsonTokenType.StartObject) _column = default;
        else if (depth == 4 && token == JsonTokenType.EndObject) _columns.Add(_column);
        else if (depth == 5 && token == JsonTokenType.PropertyName) _partOfColumn = reader.GetString();
        else if (depth == 5 && _partOfColumn == "name") _column = _column with { Name = LogsCells.Text(ref reader) ?? "" };
        else if (depth == 5 && _partOfColumn == "type") _column = _column with { Type = LogsCells.Text(ref reader) ?? "" };
    }

    private void TakeOfRows(ref Utf8JsonReader reader)
    {
        var (depth, token) = (reader.CurrentDepth, reader.TokenType);
        if (depth == 3 && token == JsonTokenType.StartArray)
        {
            rows.Begin(_columns.ToImmutable());
            _hasRows = true;
        }
        else if (depth == 4 && token == JsonTokenType.StartArray) _cells = 0;
        else if (depth == 4 && token == JsonTokenType.EndArray)
        {
            if (_cells != _columns.Count) throw new JsonException($"A row has {_cells} values, and there are {_columns.Count} columns.");
            rows.End();
        }
        else if (depth >= 5)
        {
            if (depth > 5 || _cells == _columns.Count) throw new JsonException("A row has something that belongs to no column.");
            rows.Cell(_cells++, ref reader);
        }
        else if (depth == 4) throw new JsonException("A row is no array.");
    }

    private void TakeOfError(ref Utf8JsonReader reader)
    {
        if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.StartObject) _errorCode = LogsError.Partial;
        if (reader.TokenType == JsonTokenType.PropertyName) _partOfTable = reader.GetString();
        else if (reader.TokenType == JsonTokenType.String && _partOfTable == "code" && reader.CurrentDepth == 2) _errorCode = reader.GetString();
        // The innermost says the most.
        else if (reader.TokenType == JsonTokenType.String && _partOfTable == "message") _errorMessage = reader.GetString();
    }
}
