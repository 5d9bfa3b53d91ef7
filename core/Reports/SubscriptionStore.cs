using System.Text.Json;
using System.Text.Json.Serialization;
using ChatOps.Core.State;

namespace ChatOps.Core.Reports;

/// <summary>
/// Who gets cards by the clock and how far they were told, a row each in one partition: a team by its name, an admin, who is told of all teams, by
/// e-mail.
/// </summary>
/// <param name="table">The one called "digests".</param>
public sealed class SubscriptionStore(ITable table)
{
    private const string Partition = "digests";

    /// <summary>By whose it is.</summary>
    public async Task<IReadOnlyDictionary<string, StoredSubscription>> AllAsync(CancellationToken cancellationToken) =>
        await table.QueryAsync(new TableRange(Partition, ""), cancellationToken).ToDictionaryAsync(row => row.Row, Read, cancellationToken: cancellationToken);

    /// <summary>Null where there is none yet.</summary>
    public async Task<StoredSubscription?> FindAsync(string whose, CancellationToken cancellationToken) =>
        await table.GetAsync(Partition, whose, cancellationToken) is { } row ? Read(row) : null;

    /// <summary>False when another program, or a person, has written since it was read.</summary>
    public Task<bool> KeepAsync(string whose, StoredSubscription? read, Subscription next, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.Serialize(next, SubscriptionJson.Default.Subscription);
        return table.TransactAsync(
            Partition, [read is null ? new TableWrite.Insert(whose, body) : new TableWrite.Replace(whose, read.ETag, body)], cancellationToken);
    }

    private static StoredSubscription Read(TableRow row) => new(
        JsonSerializer.Deserialize(row.Body, SubscriptionJson.Default.Subscription)
            ?? throw new InvalidOperationException($"Row {row.Partition}/{row.Row} holds no document."),
        row.ETag);
}

/// <param name="Told">Everything up to this day was told, or need not be.</param>
public sealed record Subscription(DigestPace Pace, DateOnly Told);

public sealed record StoredSubscription(Subscription Subscription, string ETag);

/// <summary>How often somebody is told. A week and a month are told of at any pace but none.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DigestPace>))]
public enum DigestPace { Daily, Weekly, Off }

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Subscription))]
internal sealed partial class SubscriptionJson : JsonSerializerContext;
