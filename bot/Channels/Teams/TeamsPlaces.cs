using ChatOps.Core.People;
using ChatOps.Core.State;

namespace ChatOps.Bot.Channels.Teams;

/// <summary>The conversations that the bot is in, and what each is called in the product.</summary>
internal sealed class TeamsPlaces(ITable table, TeamsPeople people, LivePolicy policy, TimeProvider time)
{
    /// <summary>How long a conversation that refuses the bot is left in peace, unless somebody says something there.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromHours(1);

    /// <summary>Of any conversation that several people see: where one that is new to the bot is likely to be reached.</summary>
    private static readonly RowKey Anywhere = RowKey.Of("anywhere");

    /// <summary>By which connector a place was reached, by its row.</summary>
    private readonly Lately<string> _lately = new(time);

    private readonly Rows<TeamsPlace> _places = new(table, TeamsStateJson.Default.TeamsPlace);

    /// <summary>A personal chat is known by its person, a team's channel by its name in the policy, any other by its id.</summary>
    public Conversation Name(Incoming incoming, Person person)
    {
        if (incoming.IsPersonal) return Conversation.Direct(TeamsChat.ChannelName, person.Email);
        var id = Spot.WithoutThread(incoming.Spot.Conversation);
        var team = policy.Now.Teams.FirstOrDefault(team => team.TeamsChannel == id);
        return new Conversation(TeamsChat.ChannelName, team?.Channel ?? id, IsDirect: false);
    }

    /// <summary>Where a conversation is reached.</summary>
    /// <exception cref="UnreachableConversationException">The bot is not in it.</exception>
    public async Task<Spot> FindAsync(Conversation conversation, CancellationToken cancellationToken)
    {
        if (conversation.IsDirect) return await people.ChatWithAsync(conversation.Id, cancellationToken);
        var id = IdOf(conversation);
        var place = await _places.FindAsync(Key(id), cancellationToken) ?? await _places.FindAsync(Anywhere, cancellationToken);
        if (place is null) throw new UnreachableConversationException($"The bot has not met {conversation.Id} in Teams yet.");
        if (place.Value.QuietUntil > time.GetUtcNow()) throw new UnreachableConversationException($"Nothing can be said in {conversation.Id} at present.");
        return new Spot(place.Value.ServiceUrl, id);
    }

    /// <summary>Somebody has said something here, or the bot was added: it can be reached, and how.</summary>
    public async Task RememberAsync(Incoming incoming, CancellationToken cancellationToken)
    {
        var (key, url) = (KeyOf(incoming), incoming.Spot.Server);
        if (incoming.IsSaid && _lately.Find(key.Row) == url) return;
        await _places.ChangeAsync(key, known => Reached(known, url), cancellationToken);
        if (!incoming.IsPersonal) await _places.ChangeAsync(Anywhere, known => Reached(known, url), cancellationToken);
        _lately.Keep(key.Row, url);
    }

    /// <summary>True for one of all who ask, until the bot is removed: that one welcomes.</summary>
    public async Task<bool> TryWelcomeAsync(Incoming incoming, CancellationToken cancellationToken) =>
        await _places.FindAsync(KeyOf(incoming), cancellationToken) is { Value.IsWelcomed: false } place
        && await _places.WriteAsync(KeyOf(incoming), place, place.Value with { IsWelcomed = true }, cancellationToken);

    /// <summary>The welcome could not be said; whoever comes next may.</summary>
    public Task UnwelcomeAsync(Incoming incoming, CancellationToken cancellationToken) =>
        _places.ChangeAsync(KeyOf(incoming), known => known is null ? null : known with { IsWelcomed = false }, cancellationToken);

    /// <summary>The bot was removed: nothing is said here until it is added again.</summary>
    public Task ForgetAsync(Incoming incoming, CancellationToken cancellationToken) => QuietenAsync(
        KeyOf(incoming), _ => new TeamsPlace { ServiceUrl = incoming.Spot.Server, QuietUntil = DateTimeOffset.MaxValue }, cancellationToken);

    /// <summary>The connector let nothing be said there.</summary>
    public Task LoseAsync(Conversation conversation, Spot spot, CancellationToken cancellationToken) => conversation.IsDirect
        ? people.LoseAsync(conversation.Id, cancellationToken)
        : QuietenAsync(
            Key(IdOf(conversation)),
            known => (known ?? new TeamsPlace { ServiceUrl = spot.Server }) with { QuietUntil = time.GetUtcNow() + Quiet },
            cancellationToken);

    private async Task QuietenAsync(RowKey key, Func<TeamsPlace?, TeamsPlace> change, CancellationToken cancellationToken)
    {
        await _places.ChangeAsync(key, change, cancellationToken);
        _lately.Forget(key.Row);
    }

    private static TeamsPlace Reached(TeamsPlace? known, string serviceUrl) =>
        (known ?? new TeamsPlace { ServiceUrl = serviceUrl }) with { ServiceUrl = serviceUrl, QuietUntil = null };

    private string IdOf(Conversation conversation) =>
        policy.Now.Teams.FirstOrDefault(team => team.Channel == conversation.Id)?.TeamsChannel ?? conversation.Id;

    private static RowKey KeyOf(Incoming incoming) => Key(Spot.WithoutThread(incoming.Spot.Conversation));

    private static RowKey Key(string id) => RowKey.Of("place", id);
}
