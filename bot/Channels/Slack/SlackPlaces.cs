using ChatOps.Bot.Channels.Slack.Api;
using ChatOps.Core.People;
using ChatOps.Core.State;

namespace ChatOps.Bot.Channels.Slack;

/// <summary>Where somebody has said something, as the product calls it.</summary>
/// <param name="Spot">There, with the thread.</param>
/// <param name="Conversation">What is for all is shown here: the place itself, or else the chat between the person and the bot.</param>
/// <param name="IsHere">Whether that is where it was said.</param>
internal sealed record SlackWhere(Spot Spot, Conversation Conversation, bool IsHere);

/// <summary>
/// The channels in which something was said. A command can be given in each, also where the bot is not: what is for all goes to the chat
/// with the person then, as where people of other organisations read along.
/// </summary>
internal sealed class SlackPlaces(SlackSite site, ITable table, SlackPeople people, SlackClient slack, LivePolicy policy, TimeProvider time)
{
    /// <summary>Slack tells when the bot comes into a channel, but not always when it goes.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    private readonly Lately<SlackPlace> _lately = new(time);
    private readonly Rows<SlackPlace> _places = new(table, SlackStateJson.Default.SlackPlace);

    /// <param name="channel">As Slack calls it.</param>
    /// <param name="thread">Null outside one.</param>
    public async Task<SlackWhere> WhereAsync(
        SlackPerson member, Person person, string channel, string? thread, CancellationToken cancellationToken)
    {
        var (spot, alone) = (new Spot(member.Workspace, channel).In(thread), Conversation.Direct(SlackChat.ChannelName, person.Email));
        if (IsChat(channel)) return new SlackWhere(spot, alone, (await people.ChatAsync(member, cancellationToken)).Chat == channel);
        var place = await FindAsync(member.Workspace, channel, cancellationToken);
        return place.IsOpen
            ? new SlackWhere(spot, new Conversation(SlackChat.ChannelName, NameOf(channel), IsDirect: false), IsHere: true)
            : new SlackWhere(spot, alone, IsHere: false);
    }

    /// <summary>In the chat with the person: where there is no other place.</summary>
    public async Task<SlackWhere> AloneAsync(SlackPerson member, Person person, CancellationToken cancellationToken)
    {
        var (_, chat) = await people.ChatAsync(member, cancellationToken);
        return new SlackWhere(new Spot(member.Workspace, chat), Conversation.Direct(SlackChat.ChannelName, person.Email), IsHere: true);
    }

    /// <summary>Where a conversation is reached.</summary>
    /// <exception cref="UnreachableConversationException">The bot is not in it.</exception>
    public async Task<Spot> FindAsync(Conversation conversation, CancellationToken cancellationToken)
    {
        if (conversation.IsDirect) return await people.ChatWithAsync(conversation.Id, cancellationToken);
        var channel = IdOf(conversation);
        foreach (var workspace in site.Workspaces.Keys.Order(StringComparer.Ordinal))
            if ((await FindAsync(workspace, channel, cancellationToken)).IsOpen) return new Spot(workspace, channel);
        throw new UnreachableConversationException($"The bot is not in {conversation.Id} in Slack.");
    }

    /// <summary>The bot is in the channel: Slack says so, or tells it what was said there.</summary>
    /// <param name="isShared">Whether people of another organisation are in it.</param>
    public async Task RememberAsync(string workspace, string channel, bool isShared, CancellationToken cancellationToken)
    {
        if (_lately.Find(Key(workspace, channel).Row) is not { IsOpen: true }) await KeepAsync(workspace, channel, isMember: true, isShared, cancellationToken);
    }

    /// <summary>True for one of all who ask: that one welcomes.</summary>
    public async Task<bool> TryWelcomeAsync(string workspace, string channel, CancellationToken cancellationToken) =>
        await _places.FindAsync(Key(workspace, channel), cancellationToken) is { Value.IsWelcomed: false } place
        && await _places.WriteAsync(Key(workspace, channel), place, place.Value with { IsWelcomed = true }, cancellationToken);

    /// <summary>Slack let nothing be said there.</summary>
    public Task LoseAsync(Conversation conversation, Spot spot, CancellationToken cancellationToken) => conversation.IsDirect
        ? people.LoseAsync(conversation.Id, cancellationToken)
        : KeepAsync(spot.Server, Spot.WithoutThread(spot.Conversation), isMember: false, isShared: false, cancellationToken);

    /// <summary>Of two people, or of one and the bot.</summary>
    private static bool IsChat(string channel) => channel.StartsWith('D');

    private async Task<SlackPlace> FindAsync(string workspace, string channel, CancellationToken cancellationToken)
    {
        var key = Key(workspace, channel);
        if (_lately.Find(key.Row) is { } lately) return lately;
        if (await _places.FindAsync(key, cancellationToken) is { Value: var known } && (time.GetUtcNow() - known.LookedUpAt).Duration() < Kept)
        {
            _lately.Keep(key.Row, known);
            return known;
        }
        var found = await slack.FindConversationAsync(workspace, channel, cancellationToken);
        return await KeepAsync(workspace, channel, found is { IsMember: true }, found is { IsExtShared: true }, cancellationToken);
    }

    private async Task<SlackPlace> KeepAsync(string workspace, string channel, bool isMember, bool isShared, CancellationToken cancellationToken)
    {
        var key = Key(workspace, channel);
        // A team's channel is as its platform team wants it.
        var seen = new SlackPlace { Workspace = workspace, IsOpen = isMember && (!isShared || TeamOf(channel) is not null), LookedUpAt = time.GetUtcNow() };
        var kept = await _places.ChangeAsync(key, known => seen with { IsWelcomed = isMember && known?.IsWelcomed == true }, cancellationToken) ?? seen;
        _lately.Keep(key.Row, kept);
        return kept;
    }

    private Team? TeamOf(string channel) => policy.Now.Teams.FirstOrDefault(team => team.SlackChannel == channel);

    private string NameOf(string channel) => TeamOf(channel)?.Channel ?? channel;

    private string IdOf(Conversation conversation) =>
        policy.Now.Teams.FirstOrDefault(team => team.Channel == conversation.Id)?.SlackChannel ?? conversation.Id;

    private static RowKey Key(string workspace, string channel) => RowKey.Of("place", workspace, channel);
}
