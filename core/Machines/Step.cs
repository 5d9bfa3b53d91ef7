using System.Collections.Immutable;

namespace ChatOps.Core.Machines;

/// <summary>
/// What a phase decided: the new row, what to do to Azure once that row is written, what to record, whom to tell.
/// Built up from <see cref="Situation.Stay"/> or <see cref="Situation.Go"/>.
/// </summary>
public sealed record Step(Machine Machine, DateTimeOffset Now)
{
    public ImmutableArray<Effect> Effects { get; init; } = [];
    public ImmutableArray<MachineEvent> Events { get; init; } = [];
    public ImmutableArray<OutboxMessage> Messages { get; init; } = [];

    public Step Do(Effect effect) => this with { Effects = Effects.Add(effect) };

    public Step Record(EventKind kind, string text, string? by = null) => this with { Events = Events.Add(new MachineEvent(Now, kind, text, by)) };

    /// <summary>The last thing that is recorded ends so: ", approved by manager".</summary>
    public Step Explain(string text) =>
        Events is [.., var last] ? this with { Events = Events.SetItem(Events.Length - 1, last with { Text = last.Text + text }) } : this;

    /// <summary>Recorded before what the step records already: the cause of it.</summary>
    public Step RecordCause(EventKind kind, string text) => this with { Events = Events.Insert(0, new MachineEvent(Now, kind, text)) };

    public Step Tell(Notice notice, DateTimeOffset? kept = null) => this with { Messages = Messages.Add(new OutboxMessage(notice, Now, kept)) };

    /// <summary>Something keeps it from being stopped or deleted, and its owner is told what.</summary>
    public Step Trouble(string advice) =>
        With(m => m with { Trouble = advice }).Record(EventKind.Refused, $"Azure refuses: {advice}").Tell(Notice.Refused);

    public Step LookIn(TimeSpan wait) => LookAt(Now + wait);

    public Step LookAt(DateTimeOffset at) => this with { Machine = Machine.LookAt(at) };

    public Step With(Func<Machine, Machine> change) => this with { Machine = change(Machine) };
}
