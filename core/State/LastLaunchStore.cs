using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ChatOps.Core.State;

/// <summary>What each person asked for the last time, so that a form begins with it. Losing one loses nothing.</summary>
public sealed class LastLaunchStore(ITable table)
{
    /// <summary>Null for who has launched nothing yet.</summary>
    public async Task<LastLaunch?> FindAsync(string email, CancellationToken cancellationToken) =>
        await table.GetAsync(Partition(email), Key(email), cancellationToken) is { } row ? Read(row) : null;

    public async Task KeepAsync(string email, LastLaunch launch, CancellationToken cancellationToken)
    {
        var (partition, key) = (Partition(email), Key(email));
        var row = await table.GetAsync(partition, key, cancellationToken);
        if (row is not null && Read(row) == launch) return;
        var body = JsonSerializer.Serialize(launch, StateJson.Default.LastLaunch);
        // Whoever launches twice at the same moment: either is the last one.
        await table.TransactAsync(partition, [row is null ? new TableWrite.Insert(key, body) : new TableWrite.Replace(key, row.ETag, body)], cancellationToken);
    }

    private static string Key(string email) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(email)))[..32];

    private static string Partition(string email) => Key(email)[..2];

    private static LastLaunch Read(TableRow row) =>
        JsonSerializer.Deserialize(row.Body, StateJson.Default.LastLaunch) ?? throw new InvalidOperationException($"Row {row.Row} holds no document.");
}

/// <summary>As it was asked for: what is null was left to the blueprint.</summary>
public sealed record LastLaunch(string Blueprint, TimeSpan? Lease, int? Gpus, bool Spot);
