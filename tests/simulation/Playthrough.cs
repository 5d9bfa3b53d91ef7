using ChatOps.Bot;
using ChatOps.Bot.Cards;
using ChatOps.Core.Blueprints;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Functions;

namespace ChatOps.Simulation;

/// <summary>What the programs are started on; read once for many simulations.</summary>
public sealed record Ground(string Folder, Policy Policy, BlueprintCatalog Blueprints)
{
    /// <summary>Breaks something of what a program is given, to show that it is noticed.</summary>
    public Func<Surroundings, Surroundings> Flaw { get; init; } = host => host;

    public static Ground In(string folder) => new(folder, PolicyFile.Load(Path.Combine(folder, "policy.yaml")), BlueprintCatalog.Load(folder, drafts: true));
}

/// <param name="Violation">What was found wrong; null for nothing.</param>
public sealed record Outcome(string? Violation, IReadOnlyList<string> Trace);

/// <summary>
/// Plays one schedule: two programs on the same store, a simulated Azure, queue and chat, people. On one thread and in virtual
/// time, so that a schedule is played the same way every time.
/// </summary>
public sealed class Playthrough
{
    /// <summary>More steps than that are a loop without end.</summary>
    private const int MostSteps = 400_000;

    private static readonly TimeSpan LongestRest = TimeSpan.FromHours(40);

    private readonly Schedule _schedule;
    private readonly Random _random;
    private readonly Agenda _agenda = new();
    private readonly Trace _trace;
    private readonly Verdict _verdict;
    private readonly Stage _stage;
    private readonly SimCloud _cloud;
    private readonly RowRules _rows;
    private readonly EndRules _end;
    private readonly Shared _shared;
    private readonly SimProgram[] _programs = new SimProgram[2];
    private bool _isCalm;
    private DateTimeOffset _calmSince;

    private Playthrough(Schedule schedule, Ground ground)
    {
        var weather = schedule.Weather;
        (_schedule, _random) = (schedule, new Random(schedule.Seed));
        (_trace, _verdict) = (new Trace(_agenda), new Verdict(_agenda));
        _stage = new Stage(_agenda, _random, weather, _trace);
        _rows = new RowRules(_agenda, _verdict);
        var hardware = new CloudRules(_agenda, _verdict, _rows);
        var mail = new Mail(_agenda);
        var nudges = new NudgeBox(_agenda, _random, weather, Arrives);
        _cloud = new SimCloud(_agenda, _random, weather, _trace, hardware) { Nudges = nudges };
        _rows.Stepped = new StepRules(_agenda, _verdict, weather, hardware, mail).Stepped;
        string[] names =
        [
            "machines", "names", "requests", "launches", "orphans", "poison", "reserved", "spent", "ledger", "savings", "use", "alerts", "digests",
            "approvals", "audit", "policy", "reaper", "habits",
        ];
        var tables = names.ToDictionary(name => name, _ => new MemoryTable());
        tables["machines"].Written = _rows.Written;
        _end = new EndRules(_agenda, _verdict, _rows, _cloud, hardware, mail, tables["ledger"], weather);
        _rows.Left = _end.Left;
        _shared = new Shared(ground, tables, _cloud, mail, nudges, _stage, weather, _verdict);
    }

    public static Outcome Play(Schedule schedule, Ground ground)
    {
        var play = new Playthrough(schedule, ground);
        // Nothing of the caller's is to run in between.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            play.Play();
        }
        catch (Exception e)
        {
            // FsCheck would swallow it and go on with less.
            play._verdict.Break("The simulation itself", e.ToString());
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
        return new Outcome(play._verdict.Violation, [.. play._trace.Lines]);
    }

    private void Play()
    {
        for (var i = 0; i < _programs.Length; i++)
        {
            Start(i);
            Tick(i, TimeSpan.FromMinutes(1), program => Run(program, program.Product.Sweep, HasSweep(program)));
            Tick(i, TimeSpan.FromMinutes(5), program => Run(program, program.Product.Rounds, _rows.Lives.Count > 0));
            Tick(i, TimeSpan.FromHours(1), program => Run(program, program.Product.Inventory, _rows.Lives.Count > 0));
        }
        foreach (var act in _schedule.Acts) _agenda.At(Agenda.Start + act.At, () => Perform(act));
        var last = _schedule.Acts.IsEmpty ? TimeSpan.Zero : _schedule.Acts.Max(act => act.At);
        _agenda.At(Agenda.Start + last + TimeSpan.FromMinutes(30), CalmDown);

        for (var step = 0; _verdict.Violation is null; step++)
        {
            if (step > MostSteps) _verdict.Break("It ends", $"{MostSteps} steps were not enough; {_end.WhyNot()}");
            if (_stage.IsEmpty && IsOver()) break;
            Step();
            foreach (var program in _programs) program.Settle();
        }
        if (_verdict.Violation is null) _end.RequireEnd();
    }

    private bool IsOver()
    {
        if (!_isCalm) return false;
        if (_agenda.Now - _calmSince > TimeSpan.FromMinutes(20)) _end.RequirePromptness();
        if (_stage.LateRequests > 0 || _cloud.Locked.Count > 0) return false;
        if (_end.IsAtRest) return true;
        if (_agenda.Now - _calmSince > LongestRest) _verdict.Break("4 No lost nudge", $"it never comes to rest: {_end.WhyNot()}");
        return false;
    }

    /// <summary>Either a call goes on, or time does.</summary>
    private void Step()
    {
        if (_stage.IsEmpty) _agenda.Step();
        else if (_agenda.Now >= _stage.Deadline) _stage.Step(oldest: true);
        else if (!_isCalm && _agenda.Next <= _stage.Deadline && _random.Next(1000) < _schedule.Weather.Slow) _agenda.Step();
        else _stage.Step(oldest: false);
    }

    private void CalmDown()
    {
        (_isCalm, _calmSince, _stage.IsRough, _cloud.IsRough) = (true, _agenda.Now, false, false);
        _trace.Add("", "From here on nothing goes wrong.");
    }

    private void Start(int i)
    {
        var off = TimeSpan.FromSeconds(_schedule.Weather.Skew == 0 ? 0 : _random.Next(-_schedule.Weather.Skew, _schedule.Weather.Skew + 1));
        _programs[i] = new SimProgram($"{(char)('A' + i)}", _shared, new OwnClock(_agenda, off));
    }

    private SimProgram? Alive(int i) => _programs[i].IsAlive ? _programs[i] : null;

    /// <summary>What a program does by the clock. One that has died is started again by then.</summary>
    private void Tick(int i, TimeSpan every, Action<SimProgram> run)
    {
        _agenda.In(every, () =>
        {
            if (!_programs[i].IsAlive) Start(i);
            run(_programs[i]);
            Tick(i, every, run);
        });
    }

    private static void Run(SimProgram program, Chore chore, bool hasWork)
    {
        if (hasWork && !program.IsAt(chore.Name)) program.Begin(chore.Name, chore.RunAsync);
    }

    /// <summary>A sweep that would find nothing is left out.</summary>
    private bool HasSweep(SimProgram program) =>
        _rows.Lives.Values.Any(life => life.Waiting.Count > 0 || (!life.Now.IsGone && life.Now.DueAt <= program.Clock.GetUtcNow()));

    private void Arrives(Nudge nudge)
    {
        var first = _random.Next(_programs.Length);
        if ((Alive(first) ?? Alive(1 - first)) is not { } program) return;
        _trace.Add(program.Name, $"nudged: {nudge.Kind} {nudge.Machine}");
        program.Begin("nudge", cancellationToken => program.Product.HandleAsync(nudge, cancellationToken));
    }

    private void Perform(Act act)
    {
        _trace.Add("", $"{act}");
        switch (act)
        {
            case Act.Say say:
                Say(say, deliveries: 1);
                if (say.Again is { } again) _agenda.In(again, () => Say(say, deliveries: 1));
                break;
            case Act.Outside outside: _cloud.Act(IdOf(outside.Machine), outside.What); break;
            case Act.Kill { Gracefully: true } kill: _programs[kill.Program].End(); break;
            case Act.Kill kill: _programs[kill.Program].Die(); break;
            case Act.Jump jump: _agenda.Skip(jump.By); break;
        }
    }

    /// <summary>A person says something to one of the programs; without an answer the chat delivers it again.</summary>
    private void Say(Act.Say say, int deliveries)
    {
        var first = _random.Next(_programs.Length);
        if ((Alive(first) ?? Alive(1 - first)) is not { } program)
        {
            _agenda.In(TimeSpan.FromMinutes(1), () => Say(say, deliveries));
            return;
        }
        var email = $"{say.Who}@contoso.example";
        var person = _shared.Ground.Policy.Find(email) ?? new Person(email, IsAdmin: false, []);
        var text = string.Format(System.Globalization.CultureInfo.InvariantCulture, say.Text, $"id:{IdOf(say.Machine)}");
        var request = new ChatRequest(RequestId(say.Request), person, new Conversation(Mail.ChannelName, "vision", IsDirect: false), text);
        Reply? reply = null;
        program.Begin("request", async cancellationToken =>
        {
            reply = await program.Product.Bot.AnswerAsync(request, cancellationToken);
            _trace.Add(program.Name, $"answers {say.Who}: {reply.Card.Title}");
        });
        if (deliveries < 3) _agenda.In(TimeSpan.FromMinutes(2), () =>
        {
            if (reply is null || reply.Card.Title == ErrorCard.Bug("").Title) Say(say, deliveries + 1);
        });
    }

    private static string RequestId(int number) => $"request-{number}";

    private static MachineId IdOf(int launch) => MachineId.FromRequest(RequestId(launch));
}
