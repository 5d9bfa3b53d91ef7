using System.Globalization;
using System.Text.Json.Nodes;
using ChatOps.Core.People;

namespace ChatOps.Sandbox.Slack;

/// <summary>
/// Who and what there is in Slack: the people and channels of the policy, and four whom it does not know. @guest is a guest of the
/// workspace, @newcomer belongs to it, @unconfirmed has not shown yet that the e-mail is theirs, and @stranger belongs to another
/// workspace.
/// </summary>
internal sealed class SlackWorkspace
{
    private const string General = "C0GENERAL0";

    private readonly TimeProvider _time;
    private readonly List<SlackView> _views = [];
    private readonly string _opening;
    private int _said;
    private int _named;

    /// <param name="opening">Makes its ids others than those of any before it, which the program may remember; empty for the same in each play.</param>
    public SlackWorkspace(Policy policy, TimeProvider time, string opening)
    {
        (_time, _opening) = (time, opening);
        var guest = new SlackPerson("guest@partner.example") { IsRestricted = true };
        People =
        [
            .. policy.Emails.Select(email => new SlackPerson(email)),
            guest,
            new SlackPerson("newcomer@contoso.example"),
            new SlackPerson("unconfirmed@contoso.example") { IsEmailConfirmed = false },
            new SlackPerson("stranger@fabrikam.example") { TeamId = SandboxSlack.ElsewhereId },
        ];
        Channels =
        [
            .. from team in policy.Teams
               where team.Channel is not null || team.SlackChannel is not null
               let name = team.Channel ?? team.Name
               let members = People.Where(person => person == guest || team.Has(person.Email) || policy.Admins.Contains(person.Email))
               select new SlackChannel(team.SlackChannel ?? SlackId.Of("C", name), name, [.. members]),
            new SlackChannel(General, "general", People) { HasBot = false },
            .. People.Select(SlackChannel.Direct),
        ];
    }

    /// <summary>Raised after something changed, one at a time, with the lock held.</summary>
    public event Action<SlackChange>? Changed;

    /// <summary>For who looks at several things that belong together, or at the messages of a channel.</summary>
    public Lock Lock { get; } = new();

    public IReadOnlyList<SlackPerson> People { get; }

    public IReadOnlyList<SlackChannel> Channels { get; }

    public SlackPerson? Person(string handle) => People.FirstOrDefault(person => person.Handle == handle);

    public SlackPerson? PersonOf(string? id) => People.FirstOrDefault(person => person.Id == id);

    /// <summary>Null when there is none of this name.</summary>
    public SlackChannel? Channel(string name) => Channels.FirstOrDefault(channel => !channel.IsDirect && channel.Name == name);

    public SlackChannel? ChannelOf(string? id) => Channels.FirstOrDefault(channel => channel.Id == id);

    public SlackChannel Direct(SlackPerson person) => Channels.First(channel => channel.IsDirect && channel.Members.Contains(person));

    /// <summary>As Slack numbers messages and events: by the second, no two the same.</summary>
    public string NextTs() =>
        string.Create(CultureInfo.InvariantCulture, $"{_time.GetUtcNow().ToUnixTimeSeconds()}.{Interlocked.Increment(ref _said) % 1_000_000:000000}");

    /// <summary>Of something that is new: "V0123456789".</summary>
    public string NextId(string kind) => SlackId.Of(kind, $"{Interlocked.Increment(ref _named)} {_opening}");

    /// <summary>A new message.</summary>
    public void Post(SlackMessage message)
    {
        lock (Lock)
        {
            message.Channel.Messages.Add(message);
            Changed?.Invoke(new SlackChange.Message(message, SlackChangeKind.Begun));
        }
    }

    public void Edit(SlackMessage message, string text, JsonArray? blocks)
    {
        lock (Lock)
        {
            (message.Text, message.Blocks, message.EditedTs) = (text, blocks, NextTs());
            Changed?.Invoke(new SlackChange.Message(message, SlackChangeKind.Changed));
        }
    }

    public void Remove(SlackMessage message)
    {
        lock (Lock)
        {
            message.IsGone = message.Channel.Messages.Remove(message);
            if (message.IsGone) Changed?.Invoke(new SlackChange.Message(message, SlackChangeKind.Gone));
        }
    }

    /// <summary>What one person sees in a channel, the oldest first.</summary>
    public IReadOnlyList<SlackMessage> Seen(SlackPerson person, SlackChannel channel)
    {
        lock (Lock) return [.. channel.Messages.Where(message => message.IsSeenBy(person))];
    }

    public SlackView? View(string? id)
    {
        lock (Lock) return _views.Find(view => view.Id == id);
    }

    /// <summary>The modal that is open before them; null for none.</summary>
    public SlackView? Modal(SlackPerson person)
    {
        lock (Lock) return _views.Find(view => view.Owner == person && !view.IsHome);
    }

    /// <summary>Their Home tab of the app; null when nothing was published to it.</summary>
    public SlackView? Home(SlackPerson person)
    {
        lock (Lock) return _views.Find(view => view.Owner == person && view.IsHome);
    }

    /// <summary>A modal in the place of the one that was open, or the first Home tab.</summary>
    public SlackView Open(SlackPerson owner, JsonObject content, bool isHome)
    {
        lock (Lock)
        {
            if (!isHome && Modal(owner) is { } open) Close(open);
            var view = new SlackView { Id = NextId("V"), Owner = owner, IsHome = isHome, Content = content, Hash = NewHash() };
            _views.Add(view);
            Changed?.Invoke(new SlackChange.View(view, SlackChangeKind.Begun));
            return view;
        }
    }

    public void Change(SlackView view, JsonObject content)
    {
        lock (Lock)
        {
            (view.Content, view.Hash, view.Errors) = (content, NewHash(), new Dictionary<string, string>());
            Changed?.Invoke(new SlackChange.View(view, SlackChangeKind.Changed));
        }
    }

    /// <summary>What is wrong with what was filled in.</summary>
    public void Refuse(SlackView view, IReadOnlyDictionary<string, string> errors)
    {
        lock (Lock)
        {
            view.Errors = errors;
            Changed?.Invoke(new SlackChange.View(view, SlackChangeKind.Changed));
        }
    }

    public void Close(SlackView view)
    {
        lock (Lock)
        {
            view.IsGone = _views.Remove(view);
            if (view.IsGone) Changed?.Invoke(new SlackChange.View(view, SlackChangeKind.Gone));
        }
    }

    private string NewHash() => $"{NextTs().Split('.')[0]}.{NextId("h")}";
}
