using System.Text.Json;
using ChatOps.Core.State;

namespace ChatOps.Core.Audit;

/// <summary>Computes the chain again from its rows, as they are; once.</summary>
internal sealed class AuditVerification(AuditMonths months)
{
    private long _seq;
    private string _hash = AuditChain.Genesis;
    private DateTimeOffset? _from;
    private DateTimeOffset? _to;
    private string? _next = AuditMonths.Beginning;
    private IReadOnlyList<string> _all = [];

    public async Task<AuditVerdict> RunAsync(CancellationToken cancellationToken)
    {
        _all = await months.AllAsync(cancellationToken);
        foreach (var month in _all)
            if (await ProblemOfAsync(month, cancellationToken) is { } problem) return new AuditVerdict.Broken(problem);
        return _next is null || _all is [_]
            ? new AuditVerdict.Unbroken(_seq, _from, _to, _hash)
            : new AuditVerdict.Broken(Missing(_next));
    }

    /// <returns>Null when all is well.</returns>
    private async Task<string?> ProblemOfAsync(string month, CancellationToken cancellationToken)
    {
        // Read before its rows: what is added meanwhile comes behind it.
        var end = await months.FindAsync(month, cancellationToken);
        if (end is not null && month != _next) return Stray(month);
        await foreach (var row in months.RowsAsync(month, cancellationToken))
        {
            if (end is null) return $"The head of {month} is missing, though it has entries.";
            if (ProblemOf(row) is { } problem) return problem;
        }
        // It was about to begin.
        if (end is null) return null;
        if (end.Head.Seq < _seq) end = await months.FindAsync(month, cancellationToken) ?? end;
        _next = end.Head.Next;
        if (_seq < end.Head.Seq) return $"Entry {_seq + 1} is missing: {month} ends with entry {end.Head.Seq}.";
        return (end.Head.Seq, end.Head.Hash) == (_seq, _hash) || end.Head.Seq > _seq
            ? null
            : $"The head of {month} was changed: it does not fit to entry {_seq}.";
    }

    private string? ProblemOf(TableRow row)
    {
        try
        {
            using var document = JsonDocument.Parse(row.Body);
            var root = document.RootElement;
            var (seq, hash, entry) = (root.GetProperty("seq").GetInt64(), root.GetProperty("hash").GetString(), root.GetProperty("entry"));
            var previous = root.GetProperty("previous").GetString() ?? "";
            if (AuditMonths.Key(seq) != row.Row) return $"Row {row.Partition}/{row.Row} was changed: it says that it is entry {seq}.";
            if (seq > _seq + 1) return $"Entry {_seq + 1} is missing: entry {seq} follows entry {_seq}.";
            if (seq <= _seq) return $"Entry {seq} in {row.Partition} is out of order: it follows entry {_seq}.";
            if (hash is null || hash != AuditChain.Hash(seq, previous, entry)) return $"Entry {seq} was changed: its hash is another.";
            if (previous != _hash) return $"Entry {seq} does not follow entry {_seq}: one of them was written anew.";
            (_seq, _hash, _to) = (seq, hash, entry.GetProperty("at").GetDateTimeOffset());
            _from ??= _to;
            return null;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
        {
            return $"Row {row.Partition}/{row.Row} was changed: it cannot be read.";
        }
    }

    private string Stray(string month) => _next switch
    {
        null => $"The month {month} is out of order: the one before it has not ended.",
        { } next when _all.Contains(next) => $"The month {month} is out of order: entry {_seq + 1} should be in {next}.",
        { } next => Missing(next),
    };

    private string Missing(string month) => $"The month {month}, in which entry {_seq + 1} should be, is missing.";
}
