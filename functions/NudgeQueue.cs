using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using ChatOps.Core.Machines;

namespace ChatOps.Functions;

/// <summary>The queue of a host that is a single process. What it loses with the process, the sweep finds.</summary>
public sealed class NudgeQueue : INudges
{
    private readonly Channel<Nudge> _waiting = Channel.CreateUnbounded<Nudge>();

    public ChannelReader<Nudge> Reader => _waiting.Reader;

    public bool Add(Nudge nudge) => _waiting.Writer.TryWrite(nudge);

    public Task<bool> LookAsync(MachineId machine, CancellationToken cancellationToken) => Task.FromResult(Add(new Nudge(NudgeKind.Look, machine)));

    public Task<bool> DeliverAsync(MachineId machine, CancellationToken cancellationToken) => Task.FromResult(Add(new Nudge(NudgeKind.Deliver, machine)));

    public bool TryTake([NotNullWhen(true)] out Nudge? nudge) => _waiting.Reader.TryRead(out nudge);
}
