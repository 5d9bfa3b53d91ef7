using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Azure;
using ChatOps.Core.State;

namespace ChatOps.Azure.Storage;

/// <summary>A table in Azure Table storage; it is made when it is first used.</summary>
/// <remarks>
/// <para>A document lies in the properties <c>Body</c>, <c>Body1</c>, …, because one property holds 64 KiB. <c>Due</c> holds UTC ticks.</para>
/// <para>
/// A try that is not answered, or with a server's error, may have been carried out, and is then refused when it is repeated, by
/// the pipeline or, where the error lies within the answer to a batch, here: that refusal is ours, not another writer's. So each
/// row carries the id of the call that wrote it (<c>Op</c>), and a refusal after such a try is believed only when none of the
/// rows carries this call's id. One row with it proves them all, since they are written together. What only removes leaves no
/// id: there, after such a try, rows that are all gone are taken as removed by this call.
/// Rows that were written and at once overwritten by somebody else read as refused; who is refused reads and decides anew.
/// </para>
/// </remarks>
public sealed class AzureTable(TableClient client) : ITable
{
    private const string Body = "Body";
    private const string Due = "Due";
    private const string Operation = "Op";

    /// <summary>UTF-16 code units that fit into one property.</summary>
    private const int LongestProperty = 32 * 1024;

    /// <summary>After every character that a key has: the last one that is neither unassigned nor a control character.</summary>
    private const char AfterAll = '\uFFFD';

    /// <summary>As the pipeline's; see <see cref="TransactAsync"/>.</summary>
    private const int MostRepeats = 3;

    private bool _exists;

    /// <summary>Before a transaction that failed within its answer is sent again; twice as long each time.</summary>
    public TimeSpan RepeatAfter { get; init; } = TimeSpan.FromMilliseconds(200);

    public async Task<TableRow?> GetAsync(string partition, string row, CancellationToken cancellationToken)
    {
        await MakeAsync(cancellationToken);
        return await client.GetEntityIfExistsAsync(partition, row, cancellationToken) is { } entity ? Read(entity) : null;
    }

    public async IAsyncEnumerable<TableRow> QueryAsync(TableRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await MakeAsync(cancellationToken);
        await foreach (var entity in client.QueryAsync(Filter(range), cancellationToken)) yield return Read(entity);
    }

    public async Task<bool> TransactAsync(string partition, IReadOnlyList<TableWrite> writes, CancellationToken cancellationToken)
    {
        TableWrite.Check(writes);
        // The service refuses a transaction of nothing.
        if (writes.Count == 0) return true;
        await MakeAsync(cancellationToken);
        var operation = Guid.NewGuid().ToString("N");
        for (var repeats = 0; ; repeats++)
        {
            try
            {
                await client.SubmitTransactionAsync(writes.Select(write => Action(partition, write, operation)), cancellationToken);
                return true;
            }
            catch (TableTransactionFailedException e) when (IsRefused(e))
            {
                return (e.WasRepeated || repeats > 0) && await WasWrittenAsync(partition, writes, operation, cancellationToken);
            }
            // The answer came with status 202, so that the pipeline takes it for a success.
            catch (TableTransactionFailedException e) when (repeats < MostRepeats && e.Status is (408 or 429 or 500 or 502 or 503 or 504))
            {
                await Task.Delay(RepeatAfter * (1 << repeats), TimeProvider.System, cancellationToken);
            }
        }
    }

    /// <summary>The service keeps no log of a table.</summary>
    public Task<TableChanges?> ChangesAsync(string prefix, long? mark, CancellationToken cancellationToken) => Task.FromResult<TableChanges?>(null);

    private static bool IsRefused(TableTransactionFailedException e) =>
        e.ErrorCode is "EntityAlreadyExists" or "UpdateConditionNotSatisfied" or "ConditionNotMet" or "ResourceNotFound" or "EntityNotFound";

    /// <summary>Whether an earlier try of this call was carried out; see the remarks.</summary>
    private async Task<bool> WasWrittenAsync(string partition, IReadOnlyList<TableWrite> writes, string operation, CancellationToken cancellationToken)
    {
        var onlyRemoves = writes.All(write => write is TableWrite.Remove);
        foreach (var write in writes.Where(write => onlyRemoves || write is not TableWrite.Remove))
        {
            var entity = await client.GetEntityIfExistsAsync(partition, write.Row, cancellationToken);
            if (onlyRemoves && entity is not null) return false;
            if (entity?.GetString(Operation) == operation) return true;
        }
        return onlyRemoves;
    }

    /// <summary>Made twice is made once, so nobody waits for anybody here.</summary>
    private async Task MakeAsync(CancellationToken cancellationToken)
    {
        if (_exists) return;
        await client.CreateIfNotExistsAsync(cancellationToken);
        _exists = true;
    }

    private static string Filter(TableRange range)
    {
        var filter = new StringBuilder($"PartitionKey eq {Quoted(range.Partition)}");
        if (range.Prefix.Length > 0) filter.Append($" and RowKey ge {Quoted(range.Prefix)} and RowKey lt {Quoted(range.Prefix + AfterAll)}");
        // A row without the property is not found by it.
        if (range.DueBy is { } by) filter.Append(CultureInfo.InvariantCulture, $" and {Due} le {by.UtcTicks}L");
        return filter.ToString();
    }

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static TableTransactionAction Action(string partition, TableWrite write, string operation) => write switch
    {
        TableWrite.Insert insert =>
            new(TableTransactionActionType.Add, Entity(partition, insert.Row, insert.Body, insert.Due, operation)),
        TableWrite.Replace replace =>
            new(TableTransactionActionType.UpdateReplace, Entity(partition, replace.Row, replace.Body, replace.Due, operation), new ETag(replace.ETag)),
        TableWrite.Remove remove =>
            new(TableTransactionActionType.Delete, new TableEntity(partition, remove.Row), new ETag(remove.ETag)),
        _ => throw new UnreachableException(),
    };

    private static TableEntity Entity(string partition, string row, string body, DateTimeOffset? due, string operation)
    {
        var entity = new TableEntity(partition, row) { [Operation] = operation };
        if (due is { } at) entity[Due] = at.UtcTicks;
        var (rest, piece) = (body, 0);
        do
        {
            var length = Math.Min(rest.Length, LongestProperty);
            // A character of two code units stays in one piece.
            if (length < rest.Length && char.IsHighSurrogate(rest[length - 1])) length--;
            entity[Piece(piece++)] = rest[..length];
            rest = rest[length..];
        }
        while (rest.Length > 0);
        return entity;
    }

    private static TableRow Read(TableEntity entity)
    {
        var body = new StringBuilder();
        for (var i = 0; entity.GetString(Piece(i)) is { } piece; i++) body.Append(piece);
        var due = entity.GetInt64(Due) is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : (DateTimeOffset?)null;
        return new TableRow(entity.PartitionKey, entity.RowKey, body.ToString(), due, entity.ETag.ToString());
    }

    private static string Piece(int index) => index == 0 ? Body : Body + index.ToString(CultureInfo.InvariantCulture);
}
