using System.Collections.Immutable;
using System.Globalization;
using ChatOps.Bot.Cards;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.Words;
using ChatOps.Core.Yaml;
using ChatOps.Sandbox.Chat;
using ChatOps.Sandbox.Play;
using Spectre.Console;

namespace ChatOps.Sandbox.Terminal;

/// <summary>The chat in the terminal: one loop that reads keys, lets time pass and draws. Only people in a Playground touch
/// the same world beside it, by way of the program.</summary>
internal sealed class TerminalApp : IDisposable
{
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    private readonly World _world;
    private readonly IReadOnlyList<string> _chats;
    private readonly Screen _screen;
    private readonly LineEditor _editor;
    private readonly List<ChatMessage> _moving = [];
    private readonly Queue<ChatMessage> _news = new();
    private double _speed;
    private Person _person;
    private string? _channel;
    private FormFilling? _form;
    private IReadOnlyList<Machine> _live = [];

    /// <param name="chats">Where Microsoft Teams and Slack are, or why they are not there.</param>
    public TerminalApp(World world, double speed, IReadOnlyList<string> chats, Screen screen)
    {
        (_world, _speed, _chats, _screen) = (world, speed, chats, screen);
        _person = world.Person("scientist");
        _editor = new LineEditor(Words);
        world.Chat.Changed += _news.Enqueue;
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await WelcomeAsync(cancellationToken);
        var clock = TimeProvider.System.GetTimestamp();
        Draw();
        while (!cancellationToken.IsCancellationRequested)
        {
            while (Console.KeyAvailable)
            {
                var key = Console.ReadKey(intercept: true);
                if (key is { Key: ConsoleKey.D, Modifiers: ConsoleModifiers.Control }) return;
                var line = _editor.Type(key)?.Trim();
                if (line is "exit" or "quit") return;
                if (line is not null) await EnterAsync(line, cancellationToken);
                Draw();
            }
            if (TimeProvider.System.GetElapsedTime(clock) is var passed && passed >= Tick)
            {
                clock = TimeProvider.System.GetTimestamp();
                await _world.AdvanceToAsync(_world.Time.GetUtcNow() + (passed * _speed), cancellationToken);
                _live = await _world.LiveAsync(cancellationToken);
                Draw();
            }
            await Task.Delay(Frame, TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose() => _world.Chat.Changed -= _news.Enqueue;

    private async Task WelcomeAsync(CancellationToken cancellationToken)
    {
        _screen.Print(Welcome.Draw(_person, _speed, _chats));
        _live = await _world.LiveAsync(cancellationToken);
        var live = _live.Select(m => $"{m.Name} ({m.Phase.ToString().ToLowerInvariant()})").ToList();
        if (live.Count == 0) return;
        var names = Markup.Escape(string.Join(", ", live));
        _screen.Print(new Markup($"[grey]From last time there is {names}. `list team` shows more; --reset would have started anew.[/]"));
    }

    private async Task EnterAsync(string line, CancellationToken cancellationToken)
    {
        _screen.Print(new Markup($"[bold]{Markup.Escape(Prompt())}[/]{Markup.Escape(line)}"));
        try
        {
            Player.RequireReadable(line);
            if (IsSomethingElse(line)) _form = null;
            if (_form is { } form) await AnswerAsync(form, line, cancellationToken);
            else await DoAsync(line, cancellationToken);
        }
        catch (Exception e) when (e is UserError or ExpectationException or InvalidFileException)
        {
            _screen.Print(new Markup($"[yellow]{Markup.Escape(e.Message)}[/]"));
        }
    }

    /// <summary>Who says a command while a form is open has left the form.</summary>
    private bool IsSomethingElse(string line) =>
        line.StartsWith('!') || line.StartsWith('@') || line.StartsWith('#') || _world.Product.Commands.Any(c => c.Syntax.Name == line.Split(' ')[0]);

    private async Task DoAsync(string line, CancellationToken cancellationToken)
    {
        switch (line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            case []:
                break;
            case ["!" or "!help"] or ["!", "help"]:
                _screen.Print($"! speed 1                how many seconds pass in one; ! pause stops the clock\n{Player.Help}\n{CloudLines.Help}");
                break;
            case ["!", "speed", var speed]:
                _speed = double.TryParse(speed, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= 3600
                    ? number
                    : throw new UserError("How fast? A number from 0 to 3600.");
                break;
            case ["!", "pause"]:
                _speed = 0;
                break;
            case ["!", "show", ..]:
                await PlayAsync(line, _screen.Print, cancellationToken);
                break;
            case [['!', ..], ..]:
                await PlayAsync(line, cancellationToken);
                break;
            case [['#', .. { Length: > 0 } channel]]:
                _channel = channel;
                break;
            case [['@', .. { Length: > 0 } handle]]:
                (_person, _channel) = (_world.Person(handle), null);
                break;
            case [['@', .. var handle], ['#', .. var channel]]:
                (_person, _channel) = (_world.Person(handle), channel);
                break;
            case [['@', ..], ..]:
                await PlayAsync(line, cancellationToken);
                break;
            case ["press", .. { Length: > 0 } label]:
                await PlayAsync($"@{_person.Handle} presses {string.Join(' ', label)}", cancellationToken);
                break;
            case ["direct"]:
                _channel = null;
                break;
            default:
                await _world.SayAsync(_person, _channel, line, cancellationToken);
                if (FindForm() is { } form) OpenForm(form);
                break;
        }
    }

    /// <summary>As a scenario's line; what is said is drawn as it is said, not printed by the player.</summary>
    private Task PlayAsync(string line, CancellationToken cancellationToken) => PlayAsync(line, _ => { }, cancellationToken);

    private async Task PlayAsync(string line, Action<string> print, CancellationToken cancellationToken)
    {
        using var player = new Player(_world, print);
        await player.PlayAsync(line, cancellationToken);
    }

    /// <summary>The form that has just been shown to whoever is typing.</summary>
    private Form? FindForm() => _news.LastOrDefault(m => m.Card.Form is not null && m.IsSeenBy(_person))?.Card.Form;

    /// <summary>It is filled in line by line.</summary>
    private void OpenForm(Form form)
    {
        _form = new FormFilling(form, 0, ImmutableDictionary<string, string>.Empty);
        Draw();
        _screen.Print(new Markup("[grey]Enter takes what is in brackets, Tab completes, \"cancel\" leaves the form.[/]"));
    }

    private async Task AnswerAsync(FormFilling filling, string answer, CancellationToken cancellationToken)
    {
        if (answer is "cancel")
        {
            _form = null;
            return;
        }
        var field = filling.Field;
        var value = answer.Length == 0 ? field.Value : answer;
        if (!field.Choices.IsEmpty && !field.Choices.Contains(value))
            throw new UserError($"\"{Echo.Of(value)}\" is none of {string.Join(", ", field.Choices)}.{NearMiss.Hint(value, field.Choices)}");
        _form = filling.With(value);
        if (_form.IsDone is false) return;
        var values = _form.Values;
        _form = null;
        await _world.SubmitAsync(_person, values, cancellationToken);
    }

    private void Draw()
    {
        while (_news.TryDequeue(out var message)) Sort(message);
        var clock = new Bot.Clock(_world.Time.GetUtcNow(), _world.Product.Policy.TimeZone);
        // Drawn for this moment, not for the moment it was last sent: its times move.
        var cards = _moving.Select(message => SpectreCards.Draw(
            _live.FirstOrDefault(m => MachineCard.Key(m.Id) == message.Key) is { } machine ? MachineCard.Build(machine, clock) : message.Card, message.Where));
        _screen.Draw([.. cards], Prompt(), _editor.Text, _editor.Cursor);
    }

    /// <summary>A machine's card stays below while it is in motion, and goes up when it has come to rest.</summary>
    private void Sort(ChatMessage message)
    {
        var wasMoving = _moving.Remove(message);
        if (message is { Key: not null, Card.Tone: Tone.Progress }) _moving.Add(message);
        else if (wasMoving || !message.IsEdited || message.Card.Tone == Tone.Bad)
            _screen.Print(SpectreCards.Draw(message.Card, message.Where), unbroken: SpectreCards.HasLongLines(message.Card));
    }

    private string Prompt()
    {
        if (_form is { } form) return $"{form.Field.Label} [{(form.Field.Value.Length > 0 ? form.Field.Value : "none")}]: ";
        var now = TimeZoneInfo.ConvertTime(_world.Time.GetUtcNow(), _world.Product.Policy.TimeZone);
        return $"{now:ddd HH:mm} @{_person.Handle}{(_channel is null ? "" : $" #{_channel}")}> ";
    }

    private IEnumerable<string> Words() =>
    [
        .. _world.Product.Commands.Select(c => c.Syntax.Name),
        .. _world.Product.Blueprints.For(_person).Select(b => b.Name),
        .. _world.Product.Policy.Emails.Select(e => "@" + Person.HandleOf(e)),
        .. _world.Product.Policy.Teams.Select(t => t.Channel).OfType<string>().Select(c => "#" + c),
        .. _live.Select(m => m.Name),
    ];

    private sealed record FormFilling(Form Form, int At, ImmutableDictionary<string, string> Values)
    {
        public FormField Field => Form.Fields[Math.Min(At, Form.Fields.Length - 1)];

        public bool IsDone => At >= Form.Fields.Length;

        public FormFilling With(string value) => new(Form, At + 1, Values.SetItem(Field.Name, value));
    }
}
