using ChatOps.Core.Machines;

namespace ChatOps.Simulation;

/// <summary>Virtual time and all that happens at a time of its own.</summary>
internal sealed class Agenda
{
    private readonly PriorityQueue<Action, (DateTimeOffset At, long Order)> _entries = new();
    private long _order;

    /// <summary>A working day, far from midnight and from the change to summer time.</summary>
    public static readonly DateTimeOffset Start = new(2026, 11, 18, 8, 0, 0, TimeSpan.Zero);

    public DateTimeOffset Now { get; private set; } = Start;

    public DateTimeOffset Next => _entries.TryPeek(out _, out var first) ? first.At : DateTimeOffset.MaxValue;

    public void At(DateTimeOffset at, Action happens) => _entries.Enqueue(happens, (at < Now ? Now : at, ++_order));

    public void In(TimeSpan wait, Action happens) => At(Now + wait, happens);

    /// <summary>On to the next entry, which happens.</summary>
    public void Step()
    {
        var at = Next;
        var happens = _entries.Dequeue();
        if (at > Now) Now = at;
        happens();
    }

    public void Skip(TimeSpan by) => Now += by;
}

/// <summary>A program's own clock, which is a little off.</summary>
internal sealed class OwnClock(Agenda agenda, TimeSpan off) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => agenda.Now + off;
}

/// <summary>A fault that the simulation made; any other exception is a bug.</summary>
public sealed class InjectedException(string message) : Exception(message)
{
    public static bool IsIn(Exception? e) => e is InjectedException or CloudFaultException || (e?.InnerException is { } inner && IsIn(inner));
}

/// <summary>What was found wrong first. It is kept, not thrown: the product would catch it.</summary>
internal sealed class Verdict(Agenda agenda)
{
    public string? Violation { get; private set; }

    public void Break(string rule, string what) => Violation ??= $"{agenda.Now:HH:mm:ss} {rule}: {what}";

    public void Require(bool holds, string rule, Func<string> what)
    {
        if (!holds) Break(rule, what());
    }
}
