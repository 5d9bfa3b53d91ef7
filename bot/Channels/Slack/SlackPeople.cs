using ChatOps.Bot.Channels.Slack.Api;
using ChatOps.Core.People;
using Microsoft.Extensions.Logging;

namespace ChatOps.Bot.Channels.Slack;

/// <summary>
/// From somebody in Slack to a person of the policy: by their id in the workspace, which Slack's signature vouches for, to the e-mail that
/// Slack has had confirmed. What a request says of names is not used.
/// </summary>
internal sealed class SlackPeople(SlackSite site, SlackPeopleStore store, SlackClient slack, LivePolicy policy, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    /// <summary>How long somebody who cannot be written to is left in peace, unless they say something.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromHours(1);

    private const string Guest = "I serve people of the organisation only, and you are a guest here. Ask somebody of the team.";

    private const string NotFound = "I could not find you among the people here. Try again in a minute.";

    private const string Unconfirmed = "Slack does not know yet that your e-mail address is yours. Confirm it in your Slack profile, and ask again.";

    private readonly Lately<SlackPerson> _lately = new(time);

    private string Elsewhere => $"I serve people of {policy.Now.Organisation} only. Ask your own organisation for a bot like me.";

    /// <exception cref="SlackException">The directory cannot be asked.</exception>
    public async Task<Identity<SlackPerson>> IdentifyAsync(string workspace, string user, CancellationToken cancellationToken)
    {
        if (!site.Workspaces.ContainsKey(workspace)) return Refuse(user, "another workspace", Elsewhere);
        var key = Key(workspace, user);
        var person = _lately.Find(key) ?? await store.FindAsync(workspace, user, cancellationToken);
        if (person is null || !IsFresh(person))
        {
            var found = await slack.FindUserAsync(workspace, user, cancellationToken);
            if (found is null || found.Id != user) return Refuse(user, "not in the directory", NotFound);
            if (WhyNot(found, workspace) is var (why, sentence)) return Refuse(user, why, sentence);
            person = await store.KeepAsync(Read(found, workspace, user), cancellationToken);
        }
        if (policy.Now.Find(person.Email) is not { } known) return Refuse(user, "not in policy.yaml", Strangers.Sentence(policy.Now));
        if (person.QuietUntil is not null) person = await ChangeAsync(person, seen => seen with { QuietUntil = null }, cancellationToken);
        _lately.Keep(key, person);
        return new Identity<SlackPerson>.Known(known, person);
    }

    /// <summary>The chat between a person and the bot.</summary>
    /// <returns>The person, with it.</returns>
    public async Task<(SlackPerson Person, string Chat)> ChatAsync(SlackPerson person, CancellationToken cancellationToken)
    {
        if (person.Chat is { } chat) return (person, chat);
        var opened = await slack.OpenChatAsync(person.Workspace, person.User, cancellationToken);
        return (await ChangeAsync(person, known => known with { Chat = opened }, cancellationToken), opened);
    }

    /// <summary>Where the person can be written to. Somebody who has said nothing yet is looked up.</summary>
    /// <exception cref="UnreachableConversationException">They cannot.</exception>
    public async Task<Spot> ChatWithAsync(string email, CancellationToken cancellationToken)
    {
        var person = await store.FindByEmailAsync(email, cancellationToken) ?? await LookUpAsync(email, cancellationToken)
            ?? throw new UnreachableConversationException($"{Person.HandleOf(email)} is not in Slack.");
        if (person.QuietUntil > time.GetUtcNow()) throw new UnreachableConversationException($"{person.Email} cannot be written to at present.");
        try
        {
            return new Spot(person.Workspace, (await ChatAsync(person, cancellationToken)).Chat);
        }
        catch (UnreachableConversationException)
        {
            await LoseAsync(person, cancellationToken);
            throw;
        }
    }

    /// <summary>Those of them that Slack has told of.</summary>
    public async Task<IReadOnlyList<SlackPerson>> KnownAsync(IEnumerable<string> emails, CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(emails.Select(email => store.FindByEmailAsync(email, cancellationToken)));
        return [.. found.OfType<SlackPerson>()];
    }

    /// <summary>The person cannot be written to.</summary>
    public async Task LoseAsync(string email, CancellationToken cancellationToken)
    {
        if (await store.FindByEmailAsync(email, cancellationToken) is { } person) await LoseAsync(person, cancellationToken);
    }

    /// <returns>As it is now.</returns>
    public async Task<SlackPerson> ChangeAsync(SlackPerson person, Func<SlackPerson, SlackPerson> change, CancellationToken cancellationToken)
    {
        _lately.Forget(Key(person.Workspace, person.User));
        return await store.ChangeAsync(person, change, cancellationToken) ?? change(person);
    }

    private Task<SlackPerson> LoseAsync(SlackPerson person, CancellationToken cancellationToken) =>
        ChangeAsync(person, known => known with { Chat = null, QuietUntil = time.GetUtcNow() + Quiet }, cancellationToken);

    /// <summary>Whom the policy names and Slack knows by that address, in whichever workspace.</summary>
    private async Task<SlackPerson?> LookUpAsync(string email, CancellationToken cancellationToken)
    {
        foreach (var workspace in site.Workspaces.Keys.Order(StringComparer.Ordinal))
        {
            if (await slack.FindUserByEmailAsync(workspace, email, cancellationToken) is not { Id: { Length: > 0 } user } found) continue;
            if (WhyNot(found, workspace) is not null || Read(found, workspace, user) is not { } person || person.Email != email) continue;
            return await store.KeepAsync(person, cancellationToken);
        }
        return null;
    }

    private bool IsFresh(SlackPerson person) => (time.GetUtcNow() - person.LookedUpAt).Duration() < Kept;

    /// <returns>Why somebody of the directory is nobody here, and what they are told; null for one of the organisation.</returns>
    private (string Why, string Sentence)? WhyNot(SlackUser user, string workspace) => user switch
    {
        { IsBot: true } or { IsWorkflowBot: true } or { IsAppUser: true } => ("a bot", Guest),
        { Deleted: true } => ("deactivated", NotFound),
        { IsStranger: true } => ("of another organisation", Elsewhere),
        _ when user.TeamId != workspace && user.EnterpriseUser?.Teams?.Contains(workspace) != true => ("of another workspace", Elsewhere),
        { IsRestricted: true } or { IsUltraRestricted: true } => ("a guest", Guest),
        _ when string.IsNullOrWhiteSpace(user.Profile?.Email) => ("without an e-mail address", Unconfirmed),
        { IsEmailConfirmed: not true } => ("an unconfirmed e-mail address", Unconfirmed),
        _ => null,
    };

    private SlackPerson Read(SlackUser user, string workspace, string id) => new()
    {
        Workspace = workspace,
        User = id,
        Email = (user.Profile?.Email ?? "").Trim().ToLowerInvariant(),
        LookedUpAt = time.GetUtcNow(),
    };

    private Identity<SlackPerson>.Nobody Refuse(string user, string why, string sentence)
    {
        Log.Nobody(log, user, why);
        return new Identity<SlackPerson>.Nobody(sentence);
    }

    private static string Key(string workspace, string user) => $"{workspace}/{user}";
}
