using ChatOps.Bot.Cards;
using ChatOps.Core.People;
using ChatOps.Core.State;
using ChatOps.Core.Yaml;
using Microsoft.Extensions.Logging;

namespace ChatOps.Bot;

/// <summary>
/// Tells what has become of the policy's file. While it is broken the admins have one card that says why; it is edited once the file is
/// mended. What is known of it is kept for all programs and for those to come.
/// </summary>
public sealed class PolicyReports(LivePolicy policy, PolicyStore store, IChannel channel, TimeProvider time, ILogger<PolicyReports> log)
{
    /// <param name="note">Told of what is new, once it is kept: by one of all programs.</param>
    public async Task DeliverAsync(Action<PolicyNews> note, CancellationToken cancellationToken)
    {
        if (!policy.HasFile) return;
        policy.Look();
        var (inForce, broken) = (policy.InForce, policy.Broken);
        var since = await KeepAsync(inForce, note, cancellationToken);
        var troubles = await store.TroublesAsync(cancellationToken);
        if (broken is not null && troubles.All(stored => stored.Trouble.Digest != broken.Digest))
        {
            var news = new PolicyNews.Broken(broken.Digest, broken.Since, broken.Problems);
            if (await store.AddAsync(broken, news, cancellationToken)) note(news);
            troubles = await store.TroublesAsync(cancellationToken);
        }
        foreach (var stored in troubles)
            if (broken is null || !stored.Trouble.IsTold) await ShowAsync(stored, isMended: broken is null, since, cancellationToken);
    }

    /// <returns>When any program first saw what is in force.</returns>
    private async Task<DateTimeOffset> KeepAsync(PolicyText inForce, Action<PolicyNews> note, CancellationToken cancellationToken)
    {
        var stored = await store.FindGoodAsync(cancellationToken);
        if (stored?.Policy.Digest == inForce.Digest) return stored.Policy.Since;
        var news = new PolicyNews.InForce(inForce.Digest, inForce.Since, PolicyNews.Describe(Before(stored), inForce.Policy));
        if (await store.KeepAsync(stored, inForce, news, cancellationToken)) note(news);
        return inForce.Since;
    }

    private static Policy? Before(StoredPolicy? stored)
    {
        try
        {
            return stored is { Policy.Text: { Length: > 0 } text } ? PolicyFile.Parse("policy.yaml", text) : null;
        }
        // An older version of the program took it.
        catch (InvalidFileException)
        {
            return null;
        }
    }

    private async Task ShowAsync(StoredPolicyTrouble stored, bool isMended, DateTimeOffset inForceSince, CancellationToken cancellationToken)
    {
        var (trouble, clock) = (stored.Trouble, new Clock(time.GetUtcNow(), policy.Now.TimeZone));
        // The same mistake made again another day is another card.
        var key = $"policy-{trouble.Digest[..12]}-{trouble.Since.UtcDateTime:yyyyMMddHHmmss}";
        var card = isMended ? PolicyCard.Mended(trouble, clock) : PolicyCard.Broken(trouble, inForceSince, clock);
        if (!await channel.ShowAsync(policy.Now.Admins, key, card, log, cancellationToken)) return;
        await (isMended ? store.RemoveAsync(stored, cancellationToken) : store.ToldAsync(stored, cancellationToken));
    }
}
