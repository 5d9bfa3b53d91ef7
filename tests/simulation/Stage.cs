using ChatOps.Core.Machines;

namespace ChatOps.Simulation;

internal enum CallKind { Read, Write, Look, Effect, List, Channel, Nudge }

/// <summary>A call of a port that waits for its turn.</summary>
internal abstract class Call(SimProgram by, CallKind kind, string what, DateTimeOffset since)
{
    public SimProgram By => by;

    public CallKind Kind => kind;

    public string What => what;

    public DateTimeOffset Since => since;

    /// <summary>Does its work and answers.</summary>
    public abstract void Proceed();

    /// <summary>Does its work, without answering.</summary>
    public abstract void Do();

    /// <summary>Answers that it failed.</summary>
    public abstract void Fail(Exception e);

    /// <summary>Does its work and says that it did not.</summary>
    public abstract void Deny();
}

internal sealed class Call<T>(SimProgram by, CallKind kind, string what, DateTimeOffset since, Func<T> act, T no) : Call(by, kind, what, since)
{
    /// <summary>Continuations run at once, on the simulation's thread.</summary>
    private readonly TaskCompletionSource<T> _answer = new();

    public Task<T> Answer => _answer.Task;

    public override void Proceed()
    {
        T result;
        try
        {
            result = act();
        }
        catch (CloudFaultException e)
        {
            _answer.SetException(e);
            return;
        }
        _answer.SetResult(result);
    }

    public override void Do()
    {
        try
        {
            act();
        }
        catch (CloudFaultException)
        {
            // Nobody hears it.
        }
    }

    public override void Fail(Exception e) => _answer.SetException(e);

    public override void Deny()
    {
        Do();
        _answer.SetResult(no);
    }
}

/// <summary>
/// Where programs meet: each call of a port waits here until chance picks it, and chance says what becomes of it. One call at
/// a time, on one thread, so that all that happens between two calls of a program happens at once.
/// </summary>
internal sealed class Stage(Agenda agenda, Random random, Weather weather, Trace trace)
{
    /// <summary>No call takes longer: its sender gives up, and Azure has taken it or not.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(100);

    private readonly List<Call> _calls = [];

    /// <summary>False once the weather is over.</summary>
    public bool IsRough { get; set; } = true;

    public int LateRequests { get; private set; }

    public bool IsEmpty => _calls.Count == 0;

    /// <summary>Until when the oldest call must have been answered.</summary>
    public DateTimeOffset Deadline => _calls.Count == 0 ? DateTimeOffset.MaxValue : _calls.Min(call => call.Since) + Longest;

    /// <param name="no">What a write says that is told that the row had changed.</param>
    public Task<T> CallAsync<T>(SimProgram by, CallKind kind, string what, Func<T> act, T no)
    {
        var call = new Call<T>(by, kind, what, agenda.Now, act, no);
        _calls.Add(call);
        return call.Answer;
    }

    /// <summary>What a dead program still waited for. It never hears of it: nothing of it runs any more, not even a <c>finally</c>.</summary>
    public void Forget(SimProgram program) => _calls.RemoveAll(call => call.By == program);

    /// <summary>The calls of a program that is told to end are called off, and some of them were carried out all the same.</summary>
    public void CallOff(SimProgram program)
    {
        foreach (var call in _calls.Where(call => call.By == program).ToList())
        {
            _calls.Remove(call);
            if (random.Next(2) == 0) call.Do();
            call.Fail(new OperationCanceledException(program.Cancellation));
        }
    }

    /// <summary>One call, picked by chance; when time is short, the oldest.</summary>
    public void Step(bool oldest)
    {
        var at = oldest ? 0 : random.Next(_calls.Count);
        var call = _calls[at];
        _calls.RemoveAt(at);
        var fate = IsRough ? Fate(call) : "";
        trace.Add(call.By.Name, fate.Length == 0 ? call.What : $"{call.What}  <- {fate}");
        switch (fate)
        {
            case "": call.Proceed(); break;
            case "fails": call.Fail(Fault(call.Kind)); break;
            case "times out": call.Do(); call.Fail(TimeOut(call.Kind)); break;
            case "is told no": call.Deny(); break;
            case "arrives late": Delay(call); call.Fail(TimeOut(call.Kind)); break;
            case "dies before": call.By.Die(); break;
            case "dies after": call.Do(); call.By.Die(); break;
        }
    }

    private string Fate(Call call)
    {
        // One throw of the dice a call: the fates are slices of a thousand.
        var at = random.Next(1000) + 1;
        if ((at -= weather.Dying) <= 0) return random.Next(2) == 0 ? "dies before" : "dies after";
        // The queue's port never throws.
        if (call.Kind == CallKind.Nudge) return "";
        if ((at -= weather.Failing) <= 0) return "fails";
        if ((at -= weather.TimingOut) <= 0) return "times out";
        if (call.Kind == CallKind.Write && (at -= weather.SayingNo) <= 0) return "is told no";
        if (call.Kind == CallKind.Effect && at <= (IsCreation(call) ? weather.Late : weather.Late / 10)) return "arrives late";
        return "";
    }

    /// <summary>A creation may be long under way; for anything else Azure does not take older requests than a sender waits.</summary>
    private void Delay(Call call)
    {
        var longest = IsCreation(call) ? 1800 : (int)Longest.TotalSeconds;
        LateRequests++;
        agenda.In(TimeSpan.FromSeconds(random.Next(1, longest)), () =>
        {
            LateRequests--;
            trace.Add(call.By.Name, $"{call.What}  <- late");
            call.Do();
        });
    }

    private static bool IsCreation(Call call) => call.What.Contains(nameof(Effect.CreateVm), StringComparison.Ordinal);

    private Exception Fault(CallKind kind) => kind switch
    {
        CallKind.Look or CallKind.Effect or CallKind.List => new CloudFaultException(random.Next(3) switch
        {
            0 => new CloudFault(FaultKind.Throttled, "TooManyRequests", "simulated", TimeSpan.FromSeconds(random.Next(1, 120))),
            1 => new CloudFault(FaultKind.Conflict, "AnotherOperationInProgress", "simulated"),
            _ => new CloudFault(FaultKind.Transient, "InternalServerError", "simulated"),
        }),
        _ => new InjectedException("500"),
    };

    private static Exception TimeOut(CallKind kind) => kind is CallKind.Look or CallKind.Effect or CallKind.List
        ? new CloudFaultException(new CloudFault(FaultKind.Transient, "NoAnswer", "simulated"))
        : new InjectedException("no answer");
}

/// <summary>All that happened, in order.</summary>
internal sealed class Trace(Agenda agenda)
{
    private readonly List<(DateTimeOffset At, string Who, string What)> _lines = [];

    public int Length => _lines.Count;

    public void Add(string who, string what) => _lines.Add((agenda.Now, who, what));

    public IEnumerable<string> Lines => _lines.Select(line => $"{line.At:dd HH:mm:ss} {line.Who,-6} {line.What}");
}
