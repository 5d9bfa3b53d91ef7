using ChatOps.Core.Blueprints;
using ChatOps.Core.Metering;
using ChatOps.Core.Prices;
using ChatOps.Core.State;
using Microsoft.Extensions.Logging;

namespace ChatOps.Core.Machines;

/// <summary>
/// Takes machines one step further: read, observe, decide, write, carry out. The row is written before anything is done to
/// Azure (docs/adr/0001), so whoever loses the ETag race has done nothing, and a crash after the write is made good by the
/// next look, which sees that Azure is not yet as the row says.
/// </summary>
public sealed class Engine(
    MachineStore store, Ledger ledger, IMachineCloud cloud, BlueprintCatalog blueprints, LivePrices prices, EnginePace pace, TimeProvider time,
    ILogger<Engine> log)
{
    /// <summary>How often a look is repeated that others were faster than; then they have surely seen the same.</summary>
    private const int Tries = 3;

    /// <summary>Looks at every machine that is due.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        var due = new List<MachineId>();
        await foreach (var id in store.DueAsync(time.GetUtcNow(), cancellationToken)) due.Add(id);
        await EachAsync(due, LookIfDueAsync, cancellationToken);
    }

    /// <summary>Looks at these machines now, due or not.</summary>
    public Task LookAsync(IEnumerable<MachineId> machines, CancellationToken cancellationToken) => EachAsync(machines, LookAsync, cancellationToken);

    /// <summary>
    /// One step of one machine; nothing when it is gone. Whoever was faster may have asked Azure sooner, or only redrawn the card:
    /// what was to be seen now is not lost with the race, but looked at again.
    /// </summary>
    public async Task LookAsync(MachineId id, CancellationToken cancellationToken)
    {
        for (var i = 0; i < Tries; i++)
            if (await store.GetAsync(id, cancellationToken) is not { } read || await StepAsync(read, time.GetUtcNow(), cancellationToken)) return;
    }

    private async Task LookIfDueAsync(MachineId id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (await store.GetAsync(id, cancellationToken) is not { } read || read.Machine.DueAt > now) return;
        if (read.Machine.AskAt > now) await store.SaveAsync(read, Lifecycle.Redraw(read.Machine, now), cancellationToken);
        else await StepAsync(read, now, cancellationToken);
    }

    private async Task EachAsync(IEnumerable<MachineId> machines, Func<MachineId, CancellationToken, Task> look, CancellationToken cancellationToken)
    {
        if (pace.AtOnce > 1)
        {
            var atOnce = new ParallelOptions { MaxDegreeOfParallelism = pace.AtOnce, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(machines, atOnce, async (id, token) => await OneAsync(id, look, token));
            return;
        }
        // One after the other means on no other thread either: then a simulation is the same every time.
        foreach (var id in machines)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await OneAsync(id, look, cancellationToken);
        }
    }

    /// <summary>One machine's bug is logged and does not hold up the others.</summary>
    private async Task OneAsync(MachineId id, Func<MachineId, CancellationToken, Task> look, CancellationToken cancellationToken)
    {
        try
        {
            await look(id, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Log.Broken(log, id, e);
            await PostponeAsync(id, cancellationToken);
        }
    }

    /// <summary>False when the row changed meanwhile: then nothing is done.</summary>
    private async Task<bool> StepAsync(StoredMachine read, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var id = read.Machine.Id;
        using var scope = Log.Look(log, id);
        var situation = new Situation(
            read.Machine,
            await ObserveAsync(read.Machine, cancellationToken),
            blueprints.Find(read.Machine.Blueprint),
            (read.Machine.WarnedAt is not null || read.Machine.LeaseEndsAt <= now) && await store.IsUnsentAsync(id, Notice.LeaseEnding, cancellationToken),
            now)
        {
            Watch = pace.Watch,
            Prices = await prices.NowAsync(cancellationToken),
        };
        var step = Lifecycle.Decide(situation);
        // A crash after this leaves a row that tells the same: where both tell of a stretch of time, the row counts.
        if (Ledger.IsDue(step.Machine)) step = step with { Machine = await ledger.RecordAsync(step.Machine, cancellationToken) };
        if (!await store.SaveAsync(read, step, cancellationToken)) return false;
        var machine = step.Machine;
        Log.Stepped(log, id, machine.Phase, machine.Wanted, step.Events.Length, step.Messages.Length, step.Effects.Length);

        foreach (var effect in step.Effects)
        {
            if (await CarryOutAsync(machine, effect, cancellationToken) is not { } fault) continue;
            if (await store.GetAsync(id, cancellationToken) is not { } written) return true;
            var answer = Lifecycle.Decide(situation with { Machine = written.Machine, Seen = situation.Seen with { Fault = fault, FaultOf = effect } });
            // What the answer does to Azure is begun by the next look, which is now.
            if (!answer.Effects.IsEmpty) answer = answer.LookAt(situation.Now);
            await store.SaveAsync(written, answer, cancellationToken);
            return true;
        }
        return true;
    }

    private async Task<Observation> ObserveAsync(Machine machine, CancellationToken cancellationToken)
    {
        // Its first request to Azure is still to be decided on.
        if (machine.Phase == Phase.Queued) return new Observation();
        try
        {
            return await cloud.ObserveAsync(machine, Lifecycle.RunFor(machine), cancellationToken);
        }
        catch (CloudFaultException e)
        {
            Log.Refused(log, machine.Id, "Observe", e.Fault);
            return new Observation { Fault = e.Fault };
        }
    }

    private async Task<CloudFault?> CarryOutAsync(Machine machine, Effect effect, CancellationToken cancellationToken)
    {
        try
        {
            await cloud.CarryOutAsync(machine, effect, cancellationToken);
            return null;
        }
        catch (CloudFaultException e)
        {
            Log.Refused(log, machine.Id, effect.GetType().Name, e.Fault);
            return e.Fault;
        }
    }

    /// <summary>A machine that breaks the program is looked at again later, not in every sweep.</summary>
    private async Task PostponeAsync(MachineId id, CancellationToken cancellationToken)
    {
        try
        {
            if (await store.GetAsync(id, cancellationToken) is { } read)
                await store.SaveAsync(read, new Step(read.Machine, time.GetUtcNow()).LookIn(Waits.Mending), cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // Its row cannot even be read: all that can be done for it is to say so, in each sweep.
            Log.Broken(log, id, e);
        }
    }
}

/// <param name="AtOnce">How many machines are looked at at the same time.</param>
/// <param name="Watch">How long until Azure is asked how far it is: <see cref="Waits.Soon"/>, or <see cref="Waits.Told"/> where it tells.</param>
public sealed record EnginePace(int AtOnce, TimeSpan Watch);
