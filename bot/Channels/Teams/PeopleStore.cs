using ChatOps.Core.State;

namespace ChatOps.Bot.Channels.Teams;

/// <summary>The people of the organisation that Teams has told of.</summary>
internal sealed class PeopleStore(ITable table)
{
    private readonly Rows<TeamsPerson> _people = new(table, TeamsStateJson.Default.TeamsPerson);
    private readonly Rows<PersonOfEmail> _emails = new(table, TeamsStateJson.Default.PersonOfEmail);

    public async Task<TeamsPerson?> FindAsync(string entraId, CancellationToken cancellationToken) =>
        (await _people.FindAsync(Key(entraId), cancellationToken))?.Value;

    public async Task<TeamsPerson?> FindByEmailAsync(string email, CancellationToken cancellationToken) =>
        await _emails.FindAsync(EmailKey(email), cancellationToken) is { } found
        && await FindAsync(found.Value.EntraId, cancellationToken) is { } person
        && person.Email == email ? person : null;

    /// <summary>Keeps what the directory said. What else is known of the person stays.</summary>
    public async Task<TeamsPerson> KeepAsync(TeamsPerson seen, CancellationToken cancellationToken)
    {
        var kept = await _people.ChangeAsync(
            Key(seen.EntraId), known => known is null ? seen : seen with { Chat = seen.Chat ?? known.Chat, QuietUntil = known.QuietUntil }, cancellationToken);
        await _emails.ChangeAsync(EmailKey(seen.Email), _ => new PersonOfEmail(seen.EntraId), cancellationToken);
        return kept ?? seen;
    }

    /// <returns>As it is now; null when there is no such person.</returns>
    public Task<TeamsPerson?> ChangeAsync(string entraId, Func<TeamsPerson, TeamsPerson> change, CancellationToken cancellationToken) =>
        _people.ChangeAsync(Key(entraId), known => known is null ? null : change(known), cancellationToken);

    /// <summary>Entra writes its ids in either case.</summary>
    private static RowKey Key(string entraId) => RowKey.Of("person", entraId.ToLowerInvariant());

    private static RowKey EmailKey(string email) => RowKey.Of("email", email);
}
