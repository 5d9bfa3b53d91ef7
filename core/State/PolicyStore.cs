using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using ChatOps.Core.Audit;
using ChatOps.Core.People;

namespace ChatOps.Core.State;

/// <summary>
/// What all programs on this state know of the policy file: the last good text, with which one starts should the file be broken, and what was
/// wrong with it that the admins have yet to be told, or told that it is mended. One partition, as a rule with one row.
/// </summary>
public sealed class PolicyStore(ITable table)
{
    private const string Partition = "policy";
    private const string Good = "good";
    private const string Broken = "broken~";

    /// <summary>Null when none was kept yet.</summary>
    public async Task<StoredPolicy?> FindGoodAsync(CancellationToken cancellationToken) =>
        await table.GetAsync(Partition, Good, cancellationToken) is { } row
            ? new StoredPolicy(JsonSerializer.Deserialize(row.Body, StateJson.Default.KeptPolicy) ?? throw NoDocument(row), row.ETag)
            : null;

    /// <summary>Where the audit finds what it has still to take of it.</summary>
    /// <param name="table">The store's.</param>
    public static AuditSource Audit(ITable table) => new(table, [Partition]);

    /// <summary>False when another program has kept one since <paramref name="read"/> was read.</summary>
    /// <param name="news">What the audit is to know of it.</param>
    public Task<bool> KeepAsync(StoredPolicy? read, PolicyText policy, PolicyNews news, CancellationToken cancellationToken)
    {
        var kept = new KeptPolicy(policy.Digest, policy.Since, policy.Text);
        var body = JsonSerializer.Serialize(kept, StateJson.Default.KeptPolicy);
        // Longer than any that people write: only who starts while the file is broken would miss it.
        if (body.Length > TableWrite.LongestBody) body = JsonSerializer.Serialize(kept with { Text = "" }, StateJson.Default.KeptPolicy);
        return table.TransactAsync(
            Partition, [read is null ? new TableWrite.Insert(Good, body) : new TableWrite.Replace(Good, read.ETag, body), Entry(news)], cancellationToken);
    }

    public async Task<ImmutableArray<StoredPolicyTrouble>> TroublesAsync(CancellationToken cancellationToken)
    {
        var broken = ImmutableArray.CreateBuilder<StoredPolicyTrouble>();
        await foreach (var row in table.QueryAsync(new TableRange(Partition, Broken), cancellationToken))
            broken.Add(new StoredPolicyTrouble(JsonSerializer.Deserialize(row.Body, StateJson.Default.PolicyTrouble) ?? throw NoDocument(row), row.ETag));
        return broken.ToImmutable();
    }

    /// <summary>False when it is there already.</summary>
    /// <inheritdoc cref="KeepAsync"/>
    public Task<bool> AddAsync(BrokenText broken, PolicyNews news, CancellationToken cancellationToken)
    {
        var row = new PolicyTrouble(broken.Digest, broken.Since, broken.Problems, IsTold: false);
        return table.TransactAsync(Partition, [new TableWrite.Insert(Key(row), Body(row)), Entry(news)], cancellationToken);
    }

    /// <summary>Unless it changed since it was read.</summary>
    public Task ToldAsync(StoredPolicyTrouble read, CancellationToken cancellationToken) => table.TransactAsync(
        Partition, [new TableWrite.Replace(Key(read.Trouble), read.ETag, Body(read.Trouble with { IsTold = true }))], cancellationToken);

    /// <inheritdoc cref="ToldAsync"/>
    public Task RemoveAsync(StoredPolicyTrouble read, CancellationToken cancellationToken) =>
        table.TransactAsync(Partition, [new TableWrite.Remove(Key(read.Trouble), read.ETag)], cancellationToken);

    private static TableWrite Entry(PolicyNews news)
    {
        var (outcome, why) = news switch
        {
            PolicyNews.Broken broken => ("broken", string.Join('\n', broken.Problems)),
            PolicyNews.InForce inForce => ("in force", inForce.Summary),
            _ => throw new UnreachableException(),
        };
        var id = $"policy-{news.Digest[..16]}-{news.At.UtcTicks}";
        return AuditIntake.Insert(id, new AuditEntry
        {
            Id = id,
            At = news.At,
            Action = "policy Reloaded",
            On = $"policy.yaml {news.Digest[..12]}",
            Outcome = outcome,
            Reason = why,
        });
    }

    private static string Key(PolicyTrouble broken) => Broken + broken.Digest;

    private static string Body(PolicyTrouble broken) => JsonSerializer.Serialize(broken, StateJson.Default.PolicyTrouble);

    private static InvalidOperationException NoDocument(TableRow row) => new($"Row {row.Row} holds no document.");
}

/// <param name="Since">When a program first saw it.</param>
/// <param name="Text">Empty for one that is too long to be kept.</param>
public sealed record KeptPolicy(string Digest, DateTimeOffset Since, string Text);

/// <param name="Since">When a program first saw it.</param>
/// <param name="IsTold">Whether the admins have been.</param>
public sealed record PolicyTrouble(string Digest, DateTimeOffset Since, ImmutableArray<string> Problems, bool IsTold);

/// <param name="ETag">Of the row as it was read.</param>
public sealed record StoredPolicy(KeptPolicy Policy, string ETag);

/// <inheritdoc cref="StoredPolicy"/>
public sealed record StoredPolicyTrouble(PolicyTrouble Trouble, string ETag);
