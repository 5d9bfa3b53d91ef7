using System.Collections.Immutable;
using System.Text.Json;
using ChatOps.Core.State;

namespace ChatOps.Core.Audit;

/// <summary>Where entries wait to be sealed: rows <c>a~…</c> of these partitions.</summary>
public sealed record AuditSource(ITable Table, ImmutableArray<string> Partitions)
{
    /// <summary>What is written in the place of a row that is sealed; nothing, where the same row cannot come again.</summary>
    internal Func<AuditEntry, TableWrite?> Leave { get; init; } = _ => null;
}

/// <summary>
/// How a store writes down what happens: as a row beside the state that it tells of, in the same transaction. The row goes when the
/// entry is sealed (docs/adr/0010).
/// </summary>
public static class AuditIntake
{
    internal const string Prefix = "a~";

    /// <param name="key">Of the row, behind its prefix: its own within the partition.</param>
    public static TableWrite Insert(string key, AuditEntry entry) => Insert(key, Write(entry));

    internal static TableWrite Insert(string key, string entry) => new TableWrite.Insert($"{Prefix}{key}", entry);

    internal static string Write(AuditEntry entry) => JsonSerializer.Serialize(entry.Fit(), AuditJson.Default.AuditEntry);

    internal static AuditEntry Read(TableRow row) =>
        JsonSerializer.Deserialize(row.Body, AuditJson.Default.AuditEntry) ?? throw new JsonException($"Row {row.Row} holds no document.");
}
