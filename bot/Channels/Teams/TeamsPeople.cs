using ChatOps.Bot.Channels.Teams.Connector;
using ChatOps.Core.People;
using Microsoft.Extensions.Logging;

namespace ChatOps.Bot.Channels.Teams;

/// <summary>
/// From somebody in Teams to a person of the policy: by their id in Entra, which the connector vouches for, to the e-mail that the
/// organisation's directory has. What an activity says of names and addresses is not used.
/// </summary>
internal sealed class TeamsPeople(TeamsSite site, PeopleStore store, ConnectorClient connector, LivePolicy policy, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    /// <summary>How long somebody who cannot be written to is left in peace, unless they say something.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromHours(1);

    /// <summary>Of one conversation.</summary>
    private const int MostMembers = 5000;

    private const string Guest = "I serve people of the organisation only, and you are a guest here. Ask somebody of the team.";

    private const string NotFound = "I could not find you among the people here. Try again in a minute.";

    /// <summary>By their ids in Entra.</summary>
    private readonly Lately<TeamsPerson> _lately = new(time);

    private string OtherTenant => $"I serve people of {policy.Now.Organisation} only. Ask your own organisation for a bot like me.";

    /// <exception cref="ConnectorException">The directory cannot be asked.</exception>
    public async Task<Identity<TeamsPerson>> IdentifyAsync(Incoming incoming, CancellationToken cancellationToken)
    {
        if (!incoming.IsOfTenant(site.TenantId)) return Refuse(incoming, "another tenant", OtherTenant);
        if (incoming.EntraId is not { } entraId) return Refuse(incoming, "no account in Entra", Guest);
        var person = (incoming.IsSaid ? _lately.Find(entraId) : null) ?? await store.FindAsync(entraId, cancellationToken);
        if (person is null || person.TeamsId != incoming.From || !IsFresh(person))
        {
            var member = await connector.FindMemberAsync(incoming.Spot.Whole, incoming.From, cancellationToken);
            if (member is null) return Refuse(incoming, "not in the roster", NotFound);
            if (!string.Equals(member.EntraId, entraId, StringComparison.OrdinalIgnoreCase)) return Refuse(incoming, "not a member", Guest);
            if (Read(member, incoming.Spot.Server) is not { } seen) return Refuse(incoming, "a guest", Guest);
            person = await store.KeepAsync(seen, cancellationToken);
        }
        if (policy.Now.Find(person.Email) is not { } known) return Refuse(incoming, "not in policy.yaml", Strangers.Sentence(policy.Now));
        person = await SeenAsync(person, incoming, cancellationToken);
        _lately.Keep(entraId, person);
        return new Identity<TeamsPerson>.Known(known, person);
    }

    /// <summary>Where the person can be written to.</summary>
    /// <exception cref="UnreachableConversationException">They cannot.</exception>
    public async Task<Spot> ChatWithAsync(string email, CancellationToken cancellationToken)
    {
        var person = await store.FindByEmailAsync(email, cancellationToken)
            ?? throw new UnreachableConversationException($"{Person.HandleOf(email)} has not met the bot in Teams yet.");
        if (person.QuietUntil > time.GetUtcNow()) throw new UnreachableConversationException($"{person.Email} cannot be written to at present.");
        if (person.Chat is { } chat) return new Spot(person.ServiceUrl, chat);
        try
        {
            var made = await connector.OpenPersonalChatAsync(person.ServiceUrl, person.TeamsId, cancellationToken);
            await store.ChangeAsync(person.EntraId, known => known with { Chat = made }, cancellationToken);
            return new Spot(person.ServiceUrl, made);
        }
        catch (UnreachableConversationException)
        {
            await LoseAsync(email, cancellationToken);
            throw;
        }
    }

    /// <summary>The person has removed or blocked the bot, or never had it.</summary>
    public async Task LoseAsync(string email, CancellationToken cancellationToken)
    {
        if (await store.FindByEmailAsync(email, cancellationToken) is { } person)
            await ForgetChatAsync(person.EntraId, cancellationToken);
    }

    /// <summary>The same, by who they are in Entra.</summary>
    public async Task ForgetChatAsync(string entraId, CancellationToken cancellationToken)
    {
        await store.ChangeAsync(entraId, known => known with { Chat = null, QuietUntil = time.GetUtcNow() + Quiet }, cancellationToken);
        _lately.Forget(entraId.ToLowerInvariant());
    }

    /// <summary>By which the chat knows those of them that it has met.</summary>
    public async Task<IReadOnlyList<string>> TeamsIdsAsync(IEnumerable<string> emails, CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(emails.Select(email => store.FindByEmailAsync(email, cancellationToken)));
        return [.. found.OfType<TeamsPerson>().Select(person => person.TeamsId)];
    }

    /// <summary>Gets to know those in a conversation whom the policy knows, so that they can be written to before they say anything.</summary>
    public async Task MeetAsync(Spot spot, CancellationToken cancellationToken)
    {
        try
        {
            var emails = policy.Now.Emails.ToHashSet();
            var members = connector.MembersAsync(spot.Whole, cancellationToken).Take(MostMembers);
            var people = members.Select(member => Read(member, spot.Server)).OfType<TeamsPerson>();
            await Parallel.ForEachAsync(
                people.Where(person => emails.Contains(person.Email)),
                new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancellationToken },
                async (person, token) => await store.KeepAsync(person, token));
        }
        catch (Exception e) when (e is ConnectorException or UnreachableConversationException)
        {
            Log.NoRoster(log, spot.Conversation, e);
        }
    }

    /// <summary>Somebody who says something can be written to again, and a chat of their own may be new.</summary>
    private async Task<TeamsPerson> SeenAsync(TeamsPerson person, Incoming incoming, CancellationToken cancellationToken)
    {
        var seen = person with { ServiceUrl = incoming.Spot.Server, QuietUntil = incoming.IsPersonal ? null : person.QuietUntil };
        if (incoming.IsPersonal) seen = seen with { Chat = incoming.Spot.Conversation };
        if (seen == person) return person;
        return await store.ChangeAsync(
            person.EntraId, known => known with { ServiceUrl = seen.ServiceUrl, QuietUntil = seen.QuietUntil, Chat = seen.Chat }, cancellationToken) ?? seen;
    }

    private bool IsFresh(TeamsPerson person) => (time.GetUtcNow() - person.LookedUpAt).Duration() < Kept;

    /// <returns>Null for a guest, and for whoever else is not of the organisation.</returns>
    private TeamsPerson? Read(TeamsMember member, string serviceUrl)
    {
        var isOfUs = member is { EntraId.Length: > 0, Id.Length: > 0, UserRole: null or "user" or "User" }
            && (member.TenantId is null || string.Equals(member.TenantId, site.TenantId, StringComparison.OrdinalIgnoreCase))
            && !IsExternal(member.UserPrincipalName) && !IsExternal(member.Email);
        if (!isOfUs || member is not { EntraId: { } entraId, Id: { } id, Address: { } email }) return null;
        return new TeamsPerson
        {
            EntraId = entraId,
            TeamsId = id,
            Email = email.Trim().ToLowerInvariant(),
            ServiceUrl = serviceUrl,
            LookedUpAt = time.GetUtcNow(),
        };
    }

    /// <summary>How Entra marks those who are at home in another directory.</summary>
    private static bool IsExternal(string? address) => address?.Contains("#EXT#", StringComparison.OrdinalIgnoreCase) ?? false;

    private Identity<TeamsPerson>.Nobody Refuse(Incoming incoming, string why, string sentence)
    {
        Log.Nobody(log, incoming.EntraId ?? "Somebody", why);
        return new Identity<TeamsPerson>.Nobody(sentence);
    }
}
