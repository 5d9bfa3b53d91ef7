using ChatOps.Core.State;

namespace ChatOps.Bot.Channels.Slack;

/// <summary>The people of the organisation that Slack has told of.</summary>
internal sealed class SlackPeopleStore(ITable table)
{
    private readonly Rows<SlackPerson> _people = new(table, SlackStateJson.Default.SlackPerson);
    private readonly Rows<SlackPersonOfEmail> _emails = new(table, SlackStateJson.Default.SlackPersonOfEmail);

    public async Task<SlackPerson?> FindAsync(string workspace, string user, CancellationToken cancellationToken) =>
        (await _people.FindAsync(Key(workspace, user), cancellationToken))?.Value;

    public async Task<SlackPerson?> FindByEmailAsync(string email, CancellationToken cancellationToken) =>
        await _emails.FindAsync(EmailKey(email), cancellationToken) is { } found
        && await FindAsync(found.Value.Workspace, found.Value.User, cancellationToken) is { } person
        && person.Email == email ? person : null;

    /// <summary>Keeps what the directory said. What else is known of the person stays.</summary>
    public async Task<SlackPerson> KeepAsync(SlackPerson seen, CancellationToken cancellationToken)
    {
        var kept = await _people.ChangeAsync(
            Key(seen.Workspace, seen.User),
            known => known is null ? seen : known with { Email = seen.Email, LookedUpAt = seen.LookedUpAt },
            cancellationToken);
        await _emails.ChangeAsync(EmailKey(seen.Email), _ => new SlackPersonOfEmail(seen.Workspace, seen.User), cancellationToken);
        return kept ?? seen;
    }

    /// <returns>As it is now; null when there is no such person.</returns>
    public Task<SlackPerson?> ChangeAsync(SlackPerson person, Func<SlackPerson, SlackPerson> change, CancellationToken cancellationToken) =>
        _people.ChangeAsync(Key(person.Workspace, person.User), known => known is null ? null : change(known), cancellationToken);

    private static RowKey Key(string workspace, string user) => RowKey.Of("person", workspace, user);

    private static RowKey EmailKey(string email) => RowKey.Of("email", email);
}
