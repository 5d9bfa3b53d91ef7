using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ChatOps.Bot.Channels.Teams;
using ChatOps.Core.People;

namespace ChatOps.Sandbox.Teams;

/// <summary>
/// Who and what there is in Teams: the people and channels of the policy, a group chat of all those people, and three whom it does not
/// know. @guest is a guest of the
/// organisation, @newcomer belongs to it, @stranger to another one.
/// </summary>
internal sealed class TeamsTenant
{
    /// <summary>What the group chat of everybody in the policy is called in scenarios.</summary>
    private const string Group = "group";

    private const string ElsewhereId = "00000000-0000-4000-8000-00000000face";

    private readonly TimeProvider _time;
    private readonly List<TeamsConversation> _conversations = [];
    private long _last;

    public TeamsTenant(Policy policy, TimeProvider time)
    {
        _time = time;
        var guest = new TeamsPerson("guest@partner.example", SandboxTeams.TenantId, isGuest: true);
        People =
        [
            .. policy.Emails.Select(email => new TeamsPerson(email, SandboxTeams.TenantId, isGuest: false)),
            guest,
            new TeamsPerson("newcomer@contoso.example", SandboxTeams.TenantId, isGuest: false),
            new TeamsPerson("stranger@fabrikam.example", ElsewhereId, isGuest: false),
        ];
        foreach (var person in People) _conversations.Add(PersonalOf(person));
        foreach (var team in policy.Teams) if (team.Channel is { } channel) _conversations.Add(ChannelOf(policy, team, channel, guest));
        _conversations.Add(GroupChatOf(policy));
    }

    public IReadOnlyList<TeamsPerson> People { get; }

    public IReadOnlyList<TeamsConversation> Conversations => _conversations;

    public TeamsPerson? Person(string handle) => People.FirstOrDefault(person => person.Handle == handle);

    public TeamsConversation Personal(TeamsPerson person) => _conversations.First(c => c.IsPersonal && c.Members.Contains(person));

    /// <summary>A channel, or the group chat; null when there is none of this name.</summary>
    public TeamsConversation? Channel(string name) => _conversations.FirstOrDefault(c => !c.IsPersonal && c.Place.Id == name);

    /// <summary>Whether the bot may begin a personal chat: it is there, or in a team with the person, and was not removed.</summary>
    public bool IsReached(TeamsPerson person) => Personal(person).Bot switch
    {
        BotPresence.Here => true,
        BotPresence.Removed => false,
        _ => _conversations.Any(c => c.IsChannel && c.Bot == BotPresence.Here && c.Members.Contains(person)),
    };

    /// <summary>As Teams numbers messages: by the milliseconds at which they were sent, no two the same.</summary>
    public string NextId()
    {
        _last = Math.Max(_last + 1, _time.GetUtcNow().ToUnixTimeMilliseconds());
        return _last.ToString(CultureInfo.InvariantCulture);
    }

    private static TeamsConversation PersonalOf(TeamsPerson person)
    {
        var made = Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($"chat with {person.Email}")));
        return new TeamsConversation(
            $"a:1{made}", "personal", Conversation.Direct(TeamsChat.ChannelName, person.Email), person.TenantId, [person]);
    }

    private TeamsConversation GroupChatOf(Policy policy) => new(
        SandboxTeams.GroupChat,
        "groupChat",
        new Conversation(TeamsChat.ChannelName, Group, IsDirect: false),
        SandboxTeams.TenantId,
        [.. People.Where(person => policy.Emails.Contains(person.Email))]);

    private TeamsConversation ChannelOf(Policy policy, Team team, string name, TeamsPerson guest) => new(
        team.TeamsChannel ?? $"19:{name}@thread.tacv2",
        "channel",
        new Conversation(TeamsChat.ChannelName, name, IsDirect: false),
        SandboxTeams.TenantId,
        [.. People.Where(person => team.Has(person.Email) || policy.Admins.Contains(person.Email)), guest]);
}
