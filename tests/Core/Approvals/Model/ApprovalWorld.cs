using ChatOps.Core.Approvals;
using ChatOps.Core.Machines;
using ChatOps.Core.Orders;
using ChatOps.Core.People;
using ChatOps.Core.State;
using ChatOps.Core.Words;
using ChatOps.Simulation;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Core.Approvals.Model;

/// <summary>Breaks something, to show that it is noticed.</summary>
internal sealed record Flaw
{
    public Func<string, ITable, ITable> Table { get; init; } = (_, table) => table;
}

/// <summary>
/// Plays one story: two programs on the same tables, people who speak to them, and a chat. Whatever waits is there at once, so that one
/// thing happens after the other, and a story goes the same way each time.
/// </summary>
internal sealed class ApprovalWorld
{
    private static readonly string[] TableNames = ["machines", "names", "requests", "launches", "reserved", "ledger", "savings", "approvals"];

    private static readonly Conversation General = new(ModelChat.Name, "general", IsDirect: false);

    private readonly Dictionary<string, MemoryTable> _tables = TableNames.ToDictionary(name => name, _ => new MemoryTable());
    private readonly SettableTime _time = new();
    private readonly ModelChat _chat = new();
    private readonly Flaw _flaw;
    private readonly ModelProgram[] _programs = new ModelProgram[2];
    private readonly List<(string Who, Func<ModelProgram, Person, Task> Say)> _said = [];

    private ModelProgram? _disturbed;
    private List<Trouble> _troubles = [];
    private int _passed;

    private ApprovalWorld(Flaw flaw)
    {
        _flaw = flaw;
        Witness = new Witness(_time);
        _tables["machines"].Written = Witness.MachinesWritten;
        _tables["approvals"].Written = Witness.RequestsWritten;
        _tables["reserved"].Written = Witness.ReservationsWritten;
        for (var i = 0; i < _programs.Length; i++) _programs[i] = Start();
    }

    public Witness Witness { get; }

    public static Policy PolicyOf(Rules rules) => new()
    {
        Organisation = "Contoso",
        TimeZone = TimeZoneInfo.Utc,
        Admins = ["admin@contoso.example"],
        Auditors = ["auditor@contoso.example"],
        Teams =
        [
            TeamOf("vision", rules.Vision, rules.Each) with
            {
                Managers = ["manager@contoso.example", .. rules.HasManager2 ? ["manager2@contoso.example"] : Array.Empty<string>()],
                Members = [.. rules.HasScientist ? ["scientist@contoso.example"] : Array.Empty<string>(), "scientist2@contoso.example"],
            },
            TeamOf("speech", rules.Speech, rules.Each) with
            {
                Managers = ["lead@contoso.example"],
                Members = ["linguist@contoso.example", "scientist2@contoso.example"],
                AsksInChannel = true,
            },
        ],
        Approvals = new ApprovalRules { TwoAbove = 100 },
    };

    /// <summary>Its witness tells whether anything went wrong.</summary>
    public static Witness Play(Story story, Flaw? flaw = null)
    {
        var world = new ApprovalWorld(flaw ?? new Flaw());
        foreach (var turn in story.Turns)
        {
            world.Play(turn);
            if (world.Witness.Violation is not null) return world.Witness;
        }
        world.End();
        return world.Witness;
    }

    private static Team TeamOf(string name, int gpus, int each) => new()
    {
        Name = name,
        Title = name,
        Managers = [],
        Members = [],
        Channel = name,
        Limits = new Limits { Gpus = [new GpuLimit("A100*", gpus)] },
        EachPerson = new Limits { Gpus = [new GpuLimit("A100*", each)] },
    };

    private static string Email(string who) => $"{who}@contoso.example";

    private ModelProgram Start() => new(
        (program, name) => _flaw.Table(name, new ModelTable(_tables[name], () => Pass(program, name))),
        program => new ModelLine(_chat, () => Pass(program, ModelChat.Name)),
        Witness.Policy, _time);

    private void Play(Turn turn)
    {
        var program = _programs[turn.Program];
        (_disturbed, _troubles, _passed) = (program, [.. turn.Troubles], 0);
        Perform(turn.Act, program);
        _disturbed = null;
        if (program.IsDead) _programs[turn.Program] = Start();
        RequireUsage();
    }

    /// <summary>A program is about to call a table or the chat, or has written something: it may be disturbed here.</summary>
    private void Pass(ModelProgram program, string port)
    {
        if (program.IsDead) throw new ProgramEndedException();
        if (program != _disturbed) return;
        var at = _passed++;
        foreach (var trouble in _troubles.FindAll(trouble => trouble.At <= at && !IsTooLongFor(trouble, port)))
        {
            _troubles.Remove(trouble);
            Disturb(trouble, program);
        }
    }

    /// <summary>A program that hangs for long at the very moment of writing a machine cannot know that it did.</summary>
    private static bool IsTooLongFor(Trouble trouble, string port) => trouble is Trouble.Hangs { Minutes: > 4 } && port == "machines";

    private void Disturb(Trouble trouble, ModelProgram program)
    {
        switch (trouble)
        {
            case Trouble.Dies:
                program.IsDead = true;
                throw new ProgramEndedException();
            case Trouble.Fails: throw new InjectedException("Something fails.");
            case Trouble.Hangs hangs: _time.Advance(TimeSpan.FromMinutes(hangs.Minutes)); break;
            case Trouble.Meanwhile meanwhile: Perform(meanwhile.Act, _programs[0] == program ? _programs[1] : _programs[0]); break;
        }
    }

    private void Perform(Act act, ModelProgram program)
    {
        switch (act)
        {
            case Act.Wait wait: _time.Advance(TimeSpan.FromMinutes(wait.Minutes)); break;
            case Act.Reload reload: Reload(reload.Rules); break;
            case Act.Settle: Settle(program); break;
            case Act.Sweep: Run(null, () => program.Governance.Granting.SweepAsync(CancellationToken.None)); break;
            case Act.Deliver: Run(null, () => program.Delivery.SweepAsync(CancellationToken.None)); break;
            case Act.Again again: if (again.Message < _said.Count) Say(program, _said[^(again.Message + 1)]); break;
            case Act.Launch launch: SayNew(program, Email(launch.Who), (p, person, message) => LaunchAsync(p, person, message, launch)); break;
            case Act.Approve or Act.Deny or Act.Cancel: Decide(act, program); break;
            default: Order(act, program); break;
        }
    }

    private void Reload(Rules rules)
    {
        Witness.Policy = PolicyOf(rules);
        for (var i = 0; i < _programs.Length; i++) _programs[i] = Start();
    }

    private void Order(Act act, ModelProgram program)
    {
        var (who, number) = act switch
        {
            Act.Start start => (start.Who, start.Machine),
            Act.Stop stop => (stop.Who, stop.Machine),
            Act.Terminate terminate => (terminate.Who, terminate.Machine),
            Act.GoOn goOn => (Act.Owner, goOn.Machine),
            _ => throw new ArgumentOutOfRangeException(nameof(act)),
        };
        var live = Witness.Launched.FindAll(Witness.Live.ContainsKey);
        // Mostly one with which it makes sense.
        var fit = number == 9 ? live : live.FindAll(id => Fits(act, Witness.Live[id]));
        if (fit.Count == 0) return;
        var machine = Witness.Live[fit[^(number % fit.Count + 1)]];
        if (act is Act.GoOn { IsEvicted: var isEvicted }) Run(null, () => GoOnAsync(program, machine.Id, isEvicted));
        else SayNew(program, who == Act.Owner ? machine.Owner : Email(who), (p, person, message) => act switch
        {
            Act.Start => StartAsync(p, person, message, machine.Id),
            Act.Stop => p.Governance.Orders.StopAsync(person, machine.Id, message, CancellationToken.None),
            _ => p.Governance.Orders.TerminateAsync(person, machine.Id, message, CancellationToken.None),
        });
    }

    private static bool Fits(Act act, Machine machine) => act switch
    {
        Act.Start => machine.Wanted == Wanted.Stopped,
        Act.Stop => machine is { Phase: Phase.Running, Wanted: Wanted.Running },
        _ => true,
    };

    /// <summary>The engine has time for all that it has to do.</summary>
    private void Settle(ModelProgram program)
    {
        for (var i = 0; i < 3; i++)
            foreach (var id in Witness.Live.Keys.ToList()) Run(null, () => GoOnAsync(program, id, isEvicted: false));
    }

    private void Decide(Act act, ModelProgram program)
    {
        var (who, number) = act switch
        {
            Act.Approve approve => (approve.Who, approve.Request),
            Act.Deny deny => (deny.Who, deny.Request),
            Act.Cancel cancel => (cancel.Who, cancel.Request),
            _ => throw new ArgumentOutOfRangeException(nameof(act)),
        };
        // Mostly one that is open; now and then somebody comes late.
        var open = Witness.Requests.Where(request => request.IsOpen).Select(request => request.Id).ToList();
        var asked = open.Count > 0 && number != 9 ? open : Witness.Asked;
        if (asked.Count == 0) return;
        var request = Witness.Request(asked[^(number % asked.Count + 1)]);
        var speaker = who switch
        {
            Act.Owner => request.Requester,
            Act.Asked => request.Asked[_said.Count % request.Asked.Length],
            _ => Email(who),
        };
        SayNew(program, speaker, (p, person, message) =>
        {
            var (by, approving) = (new Decider(person, message, General, "so"), p.Governance.Approving);
            return act switch
            {
                Act.Approve approve => approving.ApproveAsync(by, request.Id, TermsOf(approve), CancellationToken.None),
                Act.Deny => approving.DenyAsync(by, request.Id, CancellationToken.None),
                _ => approving.CancelAsync(by, request.Id, CancellationToken.None),
            };
        });
    }

    private static Terms? TermsOf(Act.Approve approve) => approve is { Gpus: null, Hours: null }
        ? null
        : new Terms(approve.Hours is { } hours ? TimeSpan.FromHours(hours) : null, approve.Gpus, Spot: false);

    private void SayNew(ModelProgram program, string who, Func<ModelProgram, Person, string, Task> say)
    {
        var message = $"said-{_said.Count}";
        _said.Add((who, (p, person) => say(p, person, message)));
        Say(program, _said[^1]);
    }

    private void Say(ModelProgram program, (string Who, Func<ModelProgram, Person, Task> Say) said) =>
        Run(said.Who, () => said.Say(program, Witness.Policy.Find(said.Who) ?? new Person(said.Who, IsAdmin: false, [])));

    /// <param name="speaker">E-mail; null for what happens by itself.</param>
    private void Run(string? speaker, Func<Task> act)
    {
        Witness.Speakers.Push(speaker);
        try
        {
            var done = act();
            Witness.Require(done.IsCompleted, "The world itself", "something waits");
            done.GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is UserError or ProgramEndedException or InjectedException or TimeoutException)
        {
            Witness.Seen.Add(e.GetType().Name);
        }
        catch (Exception e)
        {
            Witness.Require(false, "No bug", $"{e}");
        }
        finally
        {
            Witness.Speakers.Pop();
        }
    }

    private async Task LaunchAsync(ModelProgram program, Person person, string message, Act.Launch launch)
    {
        var isInChannel = launch.InChannel || _chat.Strangers.Contains(person.Email);
        var order = new LaunchOrder
        {
            RequestId = message,
            Blueprint = "pytorch-a100",
            Lease = TimeSpan.FromHours(launch.Hours),
            Gpus = launch.Gpus,
            Team = launch.Team,
            Another = true,
            Reason = "for the paper",
            Home = isInChannel ? General : Conversation.Direct(ModelChat.Name, person.Email),
        };
        if (await program.Governance.Launching.LaunchAsync(person, order, CancellationToken.None) is LaunchOutcome.NeedsApproval needs)
            await program.Governance.Asking.AskAsync(person, order, needs, "for the paper", CancellationToken.None);
    }

    private static async Task StartAsync(ModelProgram program, Person person, string message, MachineId id)
    {
        if (await program.Governance.Governed.StartAsync(person, id, message, CancellationToken.None) is not OrderOutcome.NeedsApproval needs) return;
        await program.Governance.Asking.AskAsync(person, needs, General, "for the paper", CancellationToken.None);
    }

    private async Task GoOnAsync(ModelProgram program, MachineId id, bool isEvicted)
    {
        if (await program.Machines.GetAsync(id, CancellationToken.None) is not { } read) return;
        if (Next(read.Machine, isEvicted, _time.Now) is { } next)
            await program.Machines.SaveAsync(read, new Step(next, _time.Now), CancellationToken.None);
    }

    /// <summary>As the engine would have it, where all goes well.</summary>
    private static Machine? Next(Machine machine, bool isEvicted, DateTimeOffset now) => machine switch
    {
        { Wanted: Wanted.Deleted } => machine.StopBilling(now) with { Phase = Phase.Deleted, GoneAt = now },
        { Phase: Phase.Running, Wanted: Wanted.Running, LeaseEndsAt: { } end } when end <= now =>
            machine with { Phase = Phase.Stopping, Wanted = Wanted.Stopped, LeaseEndsAt = null },
        { Phase: Phase.Running } when isEvicted => machine.StopBilling(now) with
        {
            Phase = Phase.Evicted,
            Wanted = Wanted.Stopped,
            RunningSince = null,
            LeaseEndsAt = null,
        },
        { Phase: Phase.Queued or Phase.Starting, Wanted: Wanted.Running } =>
            (machine.StartBilling(now) with { Phase = Phase.Running, RunningSince = now }).LeaseUntil(now + machine.LeaseLength, now),
        { Phase: Phase.Running or Phase.Starting, Wanted: Wanted.Stopped } => machine with { Phase = Phase.Stopping, LeaseEndsAt = null },
        { Phase: Phase.Stopping } => machine.StopBilling(now) with { Phase = Phase.Stopped, RunningSince = null },
        { Phase: Phase.Stopped or Phase.Evicted, Wanted: Wanted.Running } => machine with { Phase = Phase.Starting, Start = machine.Start + 1 },
        _ => null,
    };

    /// <summary>What is told as used is what is held; more only for as long as something may be reserved.</summary>
    private void RequireUsage()
    {
        foreach (var team in Witness.Policy.Teams)
        {
            var usage = _programs[0].Governance.Reservations.UsageAsync(team, CancellationToken.None).GetAwaiter().GetResult();
            foreach (var person in new string?[] { null }.Concat(team.Members).Concat(team.Managers))
            {
                var (told, held) = (usage.Gpus(new GpuLimit("*", 0), person), Witness.Held(team.Name, person));
                var isFine = _time.Now - Witness.ReservedAt < Reservations.Kept ? told >= held : told == held;
                Witness.Require(isFine, "2 No leak", $"{person ?? team.Name} holds {held} of {team.Name}, and is told to use {told}");
            }
        }
    }

    /// <summary>From here on nothing goes wrong, everybody can be told, and nobody says anything.</summary>
    private void End()
    {
        _chat.Strangers.IntersectWith(["scientist2@contoso.example"]);
        for (var hour = 0; hour < 6; hour++)
        {
            _time.Advance(TimeSpan.FromHours(1));
            foreach (var program in _programs)
            {
                Perform(new Act.Sweep(), program);
                Perform(new Act.Deliver(), program);
            }
        }
        RequireUsage();
        new Verdict(Witness, _chat).Require();
        Witness.Require(_tables["approvals"].All("o~").Count == 0, "4 Told once", "something waits to be told");
        foreach (var team in Witness.Policy.Teams)
            foreach (var person in team.Members) RequireLaunchable(team, person);
    }

    /// <summary>What is free can be had, and nothing else without asking.</summary>
    private void RequireLaunchable(Team team, string person)
    {
        var (isFree, before) = (Witness.Free(team, person) >= 1, Witness.Launched.Count);
        Perform(new Act.Launch(Person.HandleOf(person), team.Name, 1, 2, InChannel: true), _programs[0]);
        Witness.Require(Witness.Launched.Count - before == (isFree ? 1 : 0), "2 No leak",
            $"{person} {(isFree ? "cannot have" : "is given")} a GPU of {team.Name}, which has {Witness.Free(team, person)} free");
    }
}
