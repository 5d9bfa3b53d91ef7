using System.Globalization;
using System.Text.RegularExpressions;
using ChatOps.Bot.Rendering;
using ChatOps.Core.Machines;
using ChatOps.Core.Words;
using ChatOps.Sandbox.Chat;
using ChatOps.Sandbox.Cloud;
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
    private readonly List<string> _shown = [];
    private readonly List<ChatMessage> _changed = [];
    private readonly HashSet<ChatMessage> _printed = [];

    [GeneratedRegex(@"^@(?<person>[a-z0-9._+-]+)(?:\s+#(?<channel>[a-z0-9-]+))?>\s*(?<text>.*)$")]
    private static partial Regex Says();

    [GeneratedRegex(@"^@(?<person>[a-z0-9._+-]+)\s+presses\s+(?<button>.+?)(?:\s+on\s+(?<machine>[a-z0-9-]+))?$")]
    private static partial Regex Presses();

    [GeneratedRegex(@"^@(?<person>[a-z0-9._+-]+)\s+submits(?<values>.*)$")]
    private static partial Regex Submits();

    [GeneratedRegex(@"^@(?<person>[a-z0-9._+-]+)\s+cannot press\s+(?<button>.+?)$")]
    private static partial Regex CannotPress();

    [GeneratedRegex(@"^@(?<person>[a-z0-9._+-]+)\s+edits\s+(?<text>.+)$")]
    private static partial Regex Edits();

    /// <summary>Between what several people do at the same time.</summary>
    [GeneratedRegex(@"\s+&\s+(?=@[a-z0-9._+-]+(?:\s|>))")]
    private static partial Regex AtOnce();

    [GeneratedRegex(@"(?<name>[a-z-]+)=(?:""(?<value>[^""]*)""|(?<value>\S*))")]
    private static partial Regex FieldValue();

    /// <param name="print">Takes what people saw, as text.</param>
    public Player(World world, Action<string> print)
    {
        (_world, _print) = (world, print);
        _world.Chat.Changed += Note;
    }

    public static readonly string Help = """
        ! advance 45m            time passes; ! until 09:00 does the same up to a time of day
        ! restart                the program is killed and started again
        ! name ember-otter       the next machine gets this name
        ! show cloud | machine NAME | people
        ! poison reconcile|outbox ember-otter    a message about it failed five times; or any text that names no machine
        @a presses Stop & @b presses Stop      both at the same time; @a cannot press Stop: there is no such button
        ! expect TEXT            (in scenarios) this was said since the last line with @, ! teams or ! slack; ! refute TEXT: it was not
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
        _shown.Clear();
        var acts = AtOnce().Split(line);
        if (acts is [var only] && CannotPress().Match(only) is { Success: true } cannot)
        {
            await RefuteButtonAsync(Who(cannot), cannot.Groups["button"].Value, cancellationToken);
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
            return _world.Client.Say(Who(says), Given(says, "channel"), says.Groups["text"].Value);
        if (Presses().Match(line) is { Success: true } presses)
            return await _world.Client.PressAsync(Who(presses), presses.Groups["button"].Value, Given(presses, "machine"), cancellationToken);
        if (Submits().Match(line) is { Success: true } submits)
            return _world.Client.Submit(Who(submits), Values(submits.Groups["values"].Value));
        if (Edits().Match(line) is { Success: true } edits)
            return _world.Client.Edit(Who(edits), edits.Groups["text"].Value);
        throw new UserError($"I do not understand \"{Echo.Of(line)}\". Write `@person> text`, `@person presses Button` or `@person submits field=value`.");
    }

    private async Task RefuteButtonAsync(Core.People.Person person, string label, CancellationToken cancellationToken)
    {
        try
        {
            await _world.Client.PressAsync(person, label, machine: null, cancellationToken);
        }
        catch (UserError)
        {
            return;
        }
        throw new ExpectationException($"{person.Handle} sees a button \"{label}\".");
    }

    private Core.People.Person Who(Match match) => _world.Person(match.Groups["person"].Value);

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
            case ["name", var name]:
                _world.FixName(MachineName.IsValid(name)
                    ? name
                    : throw new UserError($"\"{Echo.Of(name)}\" cannot be a machine's name. {MachineName.Rule}"));
                break;
            case ["cloud", .. var rest]:
                var live = await _world.LiveAsync(cancellationToken);
                CloudControls.Run(_world.Cloud, rest, _world.Time, name => Named(live, name).ResourceName);
                break;
            case ["teams", .. var rest]:
                _shown.Clear();
                if (TeamsControls.Run(Teams(), rest) is { } delivery) await _world.DeliverAsync([delivery], cancellationToken);
                break;
            case ["slack", .. var rest]:
                _shown.Clear();
                if (SlackControls.Run(Slack(), rest) is { } brought) await _world.DeliverAsync([brought], cancellationToken);
                break;
            case ["poison", "reconcile" or "outbox", _, ..]:
                await PoisonAsync(words[1], control[(control.IndexOf(words[1], StringComparison.Ordinal) + words[1].Length)..].Trim(), cancellationToken);
                break;
            case ["show", .. var what]:
                Show(await ShowAsync(what, cancellationToken));
                break;
            case ["expect" or "refute"]:
                throw new UserError($"What is to be said? For example: ! {words[0]} Running");
            case ["expect", ..]:
                Expect(control["expect".Length..].Trim(), wanted: true);
                break;
            case ["refute", ..]:
                Expect(control["refute".Length..].Trim(), wanted: false);
                break;
            default:
                throw new UserError($"I do not understand \"! {Echo.Of(control)}\". You can say:\n{Help}\n{CloudControls.Help}");
        }
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
            .Select(PersonText)),
        ["machine", var name] => MachineText(Named(await _world.LiveAsync(cancellationToken), name)),
        _ => throw new UserError("Show what? Write: ! show cloud, ! show machine NAME or ! show people"),
    };

    private static Machine Named(IReadOnlyList<Machine> live, string name) =>
        live.FirstOrDefault(m => m.Name == name)
        ?? throw new UserError($"There is no machine called {Echo.Name(name)}.{NearMiss.Hint(name, live.Select(m => m.Name))}");

    private static string PersonText(Core.People.Person person)
    {
        var teams = person.Teams.Select(t => $"{(t.Managers.Contains(person.Email) ? "manages" : "is in")} {t.Name} (#{t.Channel})");
        return $"@{person.Handle}  {string.Join(", ", teams)}{(person.IsAdmin ? "admin" : "")}";
    }

    private static string MachineText(Machine m) =>
        $"{m.Name}  {m.Phase}, wanted {m.Wanted}  id {m.Id}  {m.Placement.Size} in {m.Placement.Region} "
        + $"(attempt {m.Attempt + 1} of {m.Placements.Length})  start {m.Start}  due {m.DueAt:HH:mm:ss} UTC";

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

    private void Expect(string text, bool wanted)
    {
        if (_shown.Any(shown => shown.Contains(text, StringComparison.Ordinal)) == wanted) return;
        var said = _shown.Count == 0 ? "nothing" : $"\n{string.Join('\n', _shown)}";
        throw new ExpectationException(
            $"{(wanted ? "Nobody was shown" : "Somebody was shown")} \"{text}\". Since the last line with @, ! teams or ! slack there was: {said}");
    }

    private void Show(string text)
    {
        _shown.Add(text);
        _print(text);
    }

    private void Note(ChatMessage message)
    {
        _shown.Add(TextRenderer.Render(message.Card));
        // A card that changes several times during one line is printed once, as it is at the end.
        _changed.Remove(message);
        _changed.Add(message);
    }

    private void Flush()
    {
        foreach (var message in _changed.Where(message => !message.IsGone))
        {
            var edited = _printed.Add(message) ? "" : ", edited";
            _print($"  ({message.Where}{edited})\n{Indented(TextRenderer.Render(message.Card))}");
        }
        _changed.Clear();
    }

    private static string Indented(string text) => string.Join('\n', text.TrimEnd().Split('\n').Select(line => $"  {line}"));
}
