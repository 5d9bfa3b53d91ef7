using System.Globalization;
using System.Text.RegularExpressions;
using ChatOps.Bot.Rendering;
using ChatOps.Core.Machines;
using ChatOps.Core.Words;
using ChatOps.Sandbox.Chat;
using ChatOps.Sandbox.Cloud;
using ChatOps.Sandbox.History;
using ChatOps.Sandbox.Slack;
using ChatOps.Sandbox.Teams;

namespace ChatOps.Sandbox.Play;

/// <summary>An expectation of a scenario that did not come true.</summary>
public sealed class ExpectationException(string message) : Exception(message);

/// <summary>
/// Plays lines of a scenario in a world: what people say, press and fill in, and <c>! …</c> for time, cloud and expectations
/// (docs/scenarios.md). The terminal plays what is typed in the same way.
/// </summary>
public sealed partial class Player : IDisposable
{
    /// <summary>More than this is a paste gone astray.</summary>
    private const int LongestLine = 2000;

    private readonly World _world;
    private readonly Action<string> _print;
    private readonly Sightings _seen = new();
    private readonly List<ChatMessage> _changed = [];
    private readonly HashSet<ChatMessage> _printed = [];

    /// <summary>Who does it and, where people speak in several chats, in which.</summary>
    private const string Somebody = @"^@(?<person>[a-z0-9._+-]+)(?:\s+in\s+(?<chat>[a-z]+))?";

    [GeneratedRegex(Somebody + @"(?:\s+#(?<channel>[a-z0-9-]+))?>\s*(?<text>.*)$")]
    private static partial Regex Says();

    [GeneratedRegex(Somebody + @"\s+presses\s+(?<button>.+?)(?:\s+on\s+(?<machine>[a-z0-9-]+))?$")]
    private static partial Regex Presses();

    [GeneratedRegex(Somebody + @"\s+submits(?<values>.*)$")]
    private static partial Regex Submits();

    [GeneratedRegex(Somebody + @"\s+cannot press\s+(?<button>.+?)$")]
    private static partial Regex CannotPress();

    [GeneratedRegex(Somebody + @"\s+edits\s+(?<text>.+)$")]
    private static partial Regex Edits();

    /// <summary>Between what several people do at the same time.</summary>
    [GeneratedRegex(@"\s+&\s+(?=@[a-z0-9._+-]+(?:\s|>))")]
    private static partial Regex AtOnce();

    /// <summary>Where something is expected to be shown.</summary>
    [GeneratedRegex(@"^in\s+(?<chat>[a-z]+)>\s*(?<text>.+)$")]
    private static partial Regex ShownIn();

    [GeneratedRegex(@"(?<name>[a-z-]+)=(?:""(?<value>[^""]*)""|(?<value>\S*))")]
    private static partial Regex FieldValue();

    /// <param name="print">Takes what people saw, as text.</param>
    public Player(World world, Action<string> print)
    {
        (_world, _print) = (world, print);
        _world.Chat.Changed += Note;
    }

    /// <summary>The folder with those that <c>! policy NAME</c> puts in force; null for that of the checkout's scenarios.</summary>
    public string? Policies { get; init; }

    public static readonly string Help = $"""
        ! advance 45m            time passes; ! until 09:00 does the same up to a time of day
        ! restart                the program is killed and started again
        ! instances 2            so many of it run from now on, and do what is done by the clock at the same moment
        ! name ember-otter       the next machine gets this name
        ! policy strict          the policy's file is changed to tests/scenarios/policies/strict.yaml; ! policy to what blueprints/policy.yaml says
        {HistoryLine.Help}
        ! show cloud | machine NAME | people
        ! poison reconcile|outbox ember-otter    a message about it failed five times; or any text that names no machine
        @a presses Stop & @b presses Stop      both at the same time; @a cannot press Stop: there is no such button
        @a in slack presses Stop               in that chat, where there are two; ! expect in slack> TEXT, likewise
        ! expect TEXT            (in scenarios) this was said since the last line with @, ! teams or ! slack; ! refute TEXT: it was not
        ! expect once TEXT       likewise, in one message only
        """;

    /// <summary>Does what one line says; blank lines and comments do nothing.</summary>
    /// <exception cref="UserError">The line is not understood.</exception>
    /// <exception cref="ExpectationException">An expectation did not come true.</exception>
    public async Task PlayAsync(string line, CancellationToken cancellationToken)
    {
        line = line.Trim();
        if (line.Length == 0 || line.StartsWith('#')) return;
        RequireReadable(line);
        if (line.StartsWith('!')) await ControlAsync(line[1..].Trim(), cancellationToken);
        else await PersonAsync(line, cancellationToken);
        Flush();
    }

    /// <exception cref="UserError">The line is too long to be meant.</exception>
    public static void RequireReadable(string line)
    {
        if (line.Length > LongestLine) throw new UserError($"That line has {line.Length} characters; I read {LongestLine}. Write a shorter one.");
    }

    public void Dispose() => _world.Chat.Changed -= Note;

    private async Task PersonAsync(string line, CancellationToken cancellationToken)
    {
        _seen.Clear();
        var acts = AtOnce().Split(line);
        if (acts is [var only] && CannotPress().Match(only) is { Success: true } cannot)
        {
            await RefuteButtonAsync(cannot, cancellationToken);
            return;
        }
        if (acts.Any(act => CannotPress().IsMatch(act))) throw new UserError("That somebody cannot press something stands on a line of its own.");
        var deliveries = new List<Delivery>();
        foreach (var act in acts) deliveries.Add(await ActAsync(act, cancellationToken));
        await _world.DeliverAsync(deliveries, cancellationToken);
    }

    private async Task<Delivery> ActAsync(string line, CancellationToken cancellationToken)
    {
        if (Says().Match(line) is { Success: true } says)
            return Chat(says).Say(Who(says), Given(says, "channel"), says.Groups["text"].Value);
        if (Presses().Match(line) is { Success: true } presses)
            return await Chat(presses).PressAsync(Who(presses), presses.Groups["button"].Value, Given(presses, "machine"), cancellationToken);
        if (Submits().Match(line) is { Success: true } submits)
            return Chat(submits).Submit(Who(submits), Values(submits.Groups["values"].Value));
        if (Edits().Match(line) is { Success: true } edits)
            return Chat(edits).Edit(Who(edits), edits.Groups["text"].Value);
        throw new UserError($"I do not understand \"{Echo.Of(line)}\". Write `@person> text`, `@person presses Button` or `@person submits field=value`.");
    }

    private async Task RefuteButtonAsync(Match cannot, CancellationToken cancellationToken)
    {
        var (chat, person, label) = (Chat(cannot), Who(cannot), cannot.Groups["button"].Value);
        try
        {
            await chat.PressAsync(person, label, machine: null, cancellationToken);
        }
        catch (UserError)
        {
            return;
        }
        throw new ExpectationException($"{person.Handle} sees a button \"{label}\".");
    }

    private IChatClient Chat(Match match) => _world.ClientOf(Given(match, "chat"));

    private Core.People.Person Who(Match match) => _world.Person(match.Groups["person"].Value, Chat(match));

    private TeamsClient Teams() => _world.Teams ?? throw new UserError("That happens in Teams only: play it with --channel teams.");

    private SlackClient Slack() => _world.SlackPeople ?? throw new UserError("That happens in Slack only: play it with --channel slack.");

    private static string? Given(Match match, string group) => match.Groups[group] is { Success: true } given ? given.Value : null;

    private static Dictionary<string, string> Values(string submitted)
    {
        if (FieldValue().Replace(submitted, "").Trim() is { Length: > 0 } rest)
            throw new UserError($"\"{Echo.Of(rest)}\" is no field=value. Write `@person submits field=value other=\"two words\"`.");
        var values = new Dictionary<string, string>();
        foreach (Match given in FieldValue().Matches(submitted))
            if (!values.TryAdd(given.Groups["name"].Value, given.Groups["value"].Value))
                throw new UserError($"{Echo.Name(given.Groups["name"].Value)} is given twice. Give it once.");
        return values;
    }

    private async Task ControlAsync(string control, CancellationToken cancellationToken)
    {
        var words = control.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        switch (words)
        {
            case ["advance", .. var time]:
                if (!Durations.TryParse(string.Join(' ', time), out var by)) throw new UserError("Advance by how much? For example: ! advance 45m");
                await _world.AdvanceToAsync(_world.Time.GetUtcNow() + by, cancellationToken);
                break;
            case ["until", var time]:
                await _world.AdvanceToAsync(Next(time), cancellationToken);
                break;
            case ["restart"]:
                await _world.RestartAsync(cancellationToken);
                break;
            case ["instances", [>= '2' and <= '9'] many]:
                await _world.ScaleOutAsync(many[0] - '0', cancellationToken);
                break;
            case ["policy", .. var which]:
                await _world.ChangePolicyAsync(which.Length == 0 ? null : PolicyCalled(string.Join(' ', which)), cancellationToken);
                break;
            case ["name", var name]:
                _world.FixName(MachineName.IsValid(name)
                    ? name
                    : throw new UserError($"\"{Echo.Of(name)}\" cannot be a machine's name. {MachineName.Rule}"));
                break;
            case ["cloud", ..] or ["workload", _, ..]:
                await CloudLines.RunAsync(_world, words, cancellationToken);
                break;
            case ["teams", .. var rest]:
                _seen.Clear();
                if (TeamsControls.Run(Teams(), rest) is { } delivery) await _world.DeliverAsync([delivery], cancellationToken);
                break;
            case ["slack", .. var rest]:
                _seen.Clear();
                if (SlackControls.Run(Slack(), rest) is { } brought) await _world.DeliverAsync([brought], cancellationToken);
                break;
            case ["poison", "reconcile" or "outbox", _, ..]:
                await PoisonAsync(words[1], control[(control.IndexOf(words[1], StringComparison.Ordinal) + words[1].Length)..].Trim(), cancellationToken);
                break;
            case ["history", .. var days]:
                Show(await HistoryLine.RunAsync(_world, days, cancellationToken));
                break;
            case ["show", .. var what]:
                Show(await ShowAsync(what, cancellationToken));
                break;
            case ["expect" or "refute"] or ["expect", "once"]:
                throw new UserError($"What is to be said? For example: ! {words[0]} Running");
            case ["expect", "once", ..]:
                Expect(control[(control.IndexOf(words[1], StringComparison.Ordinal) + words[1].Length)..], _seen.ExpectOnce);
                break;
            case ["expect" or "refute", ..]:
                Expect(control[words[0].Length..], (text, chat) => _seen.Expect(text, chat, wanted: words[0] == "expect"));
                break;
            default:
                throw new UserError($"I do not understand \"! {Echo.Of(control)}\". You can say:\n{Help}\n{CloudLines.Help}");
        }
    }

    private string PolicyCalled(string name)
    {
        var folder = Policies ?? Path.Combine(Checkout.Root, "tests", "scenarios", "policies");
        var names = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.yaml").Select(Path.GetFileNameWithoutExtension).OfType<string>().ToList() : [];
        return names.Contains(name)
            ? Path.Combine(folder, $"{name}.yaml")
            : throw new UserError($"There is no policy called {Echo.Name(name)} in {folder}.{NearMiss.Hint(name, names)}");
    }

    /// <param name="about">A machine, or the message as it is.</param>
    private async Task PoisonAsync(string queue, string about, CancellationToken cancellationToken)
    {
        var machine = (await _world.LiveAsync(cancellationToken)).FirstOrDefault(m => m.Name == about);
        await _world.GiveUpAsync(queue == "reconcile" ? NudgeKind.Look : NudgeKind.Deliver, machine?.Id.Value ?? about, cancellationToken);
    }

    private async Task<string> ShowAsync(string[] what, CancellationToken cancellationToken) => what switch
    {
        ["cloud"] => CloudControls.Show(_world.Cloud, _world.Time),
        ["people"] => string.Join('\n', _world.Product.Policy.Emails
            .Select(email => _world.Product.Policy.Find(email))
            .OfType<Core.People.Person>()
            .Select(Shown.Text)),
        ["machine", var name] => Shown.Text(CloudLines.Named(await _world.LiveAsync(cancellationToken), name)),
        _ => throw new UserError("Show what? Write: ! show cloud, ! show machine NAME or ! show people"),
    };

    private DateTimeOffset Next(string time)
    {
        if (!TimeOnly.TryParseExact(time, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var wanted))
            throw new UserError("Until when? For example: ! until 09:00");
        var zone = _world.Product.Policy.TimeZone;
        var now = TimeZoneInfo.ConvertTime(_world.Time.GetUtcNow(), zone);
        var day = TimeOnly.FromDateTime(now.DateTime) < wanted ? now.Date : now.Date.AddDays(1);
        var local = day + wanted.ToTimeSpan();
        return new DateTimeOffset(local, zone.GetUtcOffset(local));
    }

    private void Expect(string expected, Action<string, string?> expect)
    {
        if (ShownIn().Match(expected.Trim()) is { Success: true } shownIn) expect(shownIn.Groups["text"].Value, Chat(shownIn).Chat);
        else expect(expected.Trim(), null);
    }

    private void Show(string text)
    {
        _seen.Add(text);
        _print(text);
    }

    private void Note(ChatMessage message)
    {
        _seen.Add(message);
        // A card that changes several times during one line is printed once, as it is at the end.
        _changed.Remove(message);
        _changed.Add(message);
    }

    private void Flush()
    {
        foreach (var message in _changed.Where(message => !message.IsGone))
        {
            var (chat, edited) = (_world.HasSeveralChats ? $"{message.Conversation.Channel}, " : "", _printed.Add(message) ? "" : ", edited");
            _print($"  ({chat}{message.Where}{edited})\n{Indented(TextRenderer.Render(message.Card))}");
        }
        _changed.Clear();
    }

    private static string Indented(string text) => string.Join('\n', text.TrimEnd().Split('\n').Select(line => $"  {line}"));
}
