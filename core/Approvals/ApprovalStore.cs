using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ChatOps.Core.Audit;
using ChatOps.Core.Machines;
using ChatOps.Core.Metering;
using ChatOps.Core.State;

namespace ChatOps.Core.Approvals;

/// <summary>
/// The requests, in one partition, since few are made: <c>q~id</c> while one is open, <c>c~id</c> once it has ended, <c>t~team~month~id</c> what
/// became of it, <c>o~id~seq</c> its outbox, <c>a~id~seq</c> what the audit has still to take. All that belongs to one step is written in one
/// transaction.
/// </summary>
public sealed class ApprovalStore(ITable table, INudges nudges)
{
    private const string Partition = "requests";

    /// <summary>Where the audit finds what it has still to take of them.</summary>
    /// <param name="table">The store's.</param>
    public static AuditSource Audit(ITable table) => new(table, [Partition]);

    /// <summary>False when there is one of this id already.</summary>
    public async Task<bool> CreateAsync(RequestStep first, CancellationToken cancellationToken)
    {
        if (await FindAsync(first.Request.Id, cancellationToken) is not null) return false;
        var (request, rows) = Number(first);
        ImmutableArray<TableWrite> writes = [new TableWrite.Insert(OpenKey(request.Id), Body(request), request.DueAt), .. rows];
        if (!await table.TransactAsync(Partition, writes, cancellationToken)) return false;
        await nudges.DeliverAsync(request.Id.Nudged, cancellationToken);
        return true;
    }

    /// <summary>False when the row changed since it was read: then nothing is written.</summary>
    public async Task<bool> SaveAsync(StoredRequest read, RequestStep step, CancellationToken cancellationToken)
    {
        var (request, rows) = Number(step);
        ImmutableArray<TableWrite> own = request.IsOpen
            ? [new TableWrite.Replace(OpenKey(request.Id), read.ETag, Body(request), request.DueAt)]
            : [new TableWrite.Remove(OpenKey(request.Id), read.ETag), new TableWrite.Insert(ClosedKey(request.Id), Body(request)), .. Ended(request)];
        if (!await table.TransactAsync(Partition, [.. own, .. rows], cancellationToken)) return false;
        if (!step.Messages.IsEmpty) await nudges.DeliverAsync(request.Id.Nudged, cancellationToken);
        return true;
    }

    /// <summary>An open one, or null.</summary>
    public async Task<StoredRequest?> GetAsync(RequestId id, CancellationToken cancellationToken) =>
        await table.GetAsync(Partition, OpenKey(id), cancellationToken) is { } row ? Read(row) : null;

    /// <summary>Open or ended.</summary>
    public async Task<ApprovalRequest?> FindAsync(RequestId id, CancellationToken cancellationToken) =>
        (await GetAsync(id, cancellationToken))?.Request
        ?? (await table.GetAsync(Partition, ClosedKey(id), cancellationToken) is { } row ? Read(row).Request : null);

    /// <summary>Those whose id begins so, open ones first.</summary>
    /// <param name="beginning">Must be one (<see cref="RequestId.IsBeginning"/>): it is part of a key.</param>
    public async IAsyncEnumerable<ApprovalRequest> BeginningAsync(string beginning, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var key in (string[])[$"q~{beginning}", $"c~{beginning}"])
            await foreach (var row in table.QueryAsync(new TableRange(Partition, key), cancellationToken)) yield return Read(row).Request;
    }

    /// <summary>All that are open.</summary>
    public async IAsyncEnumerable<ApprovalRequest> OpenAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in table.QueryAsync(new TableRange(Partition, "q~"), cancellationToken)) yield return Read(row).Request;
    }

    /// <summary>What became of a team's requests that ended between two moments.</summary>
    public async IAsyncEnumerable<EndedRequest> EndedAsync(
        string team, DateTimeOffset begin, DateTimeOffset end, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var month = Month.Of(begin, TimeZoneInfo.Utc); month.Begin < end; month = Month.Of(month.End, TimeZoneInfo.Utc))
        {
            await foreach (var row in table.QueryAsync(new TableRange(Partition, $"t~{team}~{month.Name}~"), cancellationToken))
                if (ReadEnded(row) is var ended && ended.EndedAt >= begin && ended.EndedAt < end) yield return ended;
        }
    }

    /// <summary>When a team's first request ended, to the month; null where none has.</summary>
    public async Task<DateTimeOffset?> FirstEndedAsync(string team, CancellationToken cancellationToken) =>
        await table.QueryAsync(new TableRange(Partition, $"t~{team}~"), cancellationToken).FirstOrDefaultAsync(cancellationToken) is { } row
            ? ReadEnded(row).EndedAt
            : null;

    /// <summary>Open ones that somebody must look at by <paramref name="now"/>; their ids only, so that one broken row does not hide the others.</summary>
    public async IAsyncEnumerable<RequestId> DueAsync(DateTimeOffset now, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in table.QueryAsync(new TableRange(Partition, "q~", now), cancellationToken)) yield return IdOf(row);
    }

    /// <summary>A request's messages that wait to be delivered, in order.</summary>
    public async IAsyncEnumerable<StoredRequestMessage> OutboxAsync(RequestId id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in table.QueryAsync(new TableRange(Partition, $"o~{id}~"), cancellationToken))
        {
            var message = JsonSerializer.Deserialize(row.Body, StateJson.Default.RequestMessage) ?? throw Broken(row);
            yield return new StoredRequestMessage(row.Row, id, message, row.ETag);
        }
    }

    /// <summary>Requests that have messages waiting to be delivered.</summary>
    public async IAsyncEnumerable<RequestId> UndeliveredAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        RequestId? last = null;
        await foreach (var row in table.QueryAsync(new TableRange(Partition, "o~"), cancellationToken))
        {
            var id = IdOf(row);
            if (id == last) continue;
            last = id;
            yield return id;
        }
    }

    /// <summary>Takes a delivered message out of the outbox; harmless when it is out already.</summary>
    public Task DeliveredAsync(StoredRequestMessage message, CancellationToken cancellationToken) =>
        table.TransactAsync(Partition, [new TableWrite.Remove(message.Key, message.ETag)], cancellationToken);

    private static (ApprovalRequest Request, IEnumerable<TableWrite> Rows) Number(RequestStep step)
    {
        var (id, seq) = (step.Request.Id, step.Request.Seq);
        var rows = new List<TableWrite>();
        foreach (var entry in step.Entries)
            rows.Add(AuditIntake.Insert($"{id}~{++seq:D8}", entry));
        foreach (var message in step.Messages)
            rows.Add(new TableWrite.Insert($"o~{id}~{++seq:D8}", JsonSerializer.Serialize(message, StateJson.Default.RequestMessage)));
        return (step.Request with { Seq = seq }, rows);
    }

    /// <summary>No team has a '~' in its name.</summary>
    private static IEnumerable<TableWrite> Ended(ApprovalRequest request) => EndedRequest.Of(request) is { } ended
        ? [new TableWrite.Insert(
            $"t~{ended.Team}~{Month.Of(ended.EndedAt, TimeZoneInfo.Utc).Name}~{ended.Id}", JsonSerializer.Serialize(ended, StateJson.Default.EndedRequest))]
        : [];

    private static EndedRequest ReadEnded(TableRow row) => JsonSerializer.Deserialize(row.Body, StateJson.Default.EndedRequest) ?? throw Broken(row);

    private static StoredRequest Read(TableRow row) =>
        new(JsonSerializer.Deserialize(row.Body, StateJson.Default.ApprovalRequest) ?? throw Broken(row), row.ETag);

    private static string Body(ApprovalRequest request) => JsonSerializer.Serialize(request, StateJson.Default.ApprovalRequest);

    private static RequestId IdOf(TableRow row) => new(row.Row.Split('~')[1]);

    private static string OpenKey(RequestId id) => $"q~{id}";

    private static string ClosedKey(RequestId id) => $"c~{id}";

    private static InvalidOperationException Broken(TableRow row) => new($"Row {row.Partition}/{row.Row} holds no document.");
}

/// <param name="ETag">Of the row as it was read.</param>
public sealed record StoredRequest(ApprovalRequest Request, string ETag);

/// <param name="Key">Also the message's identity: a channel that has shown it under this key shows it no second time.</param>
public sealed record StoredRequestMessage(string Key, RequestId Request, RequestMessage Message, string ETag);
