using System.Collections.Immutable;
using ChatOps.Core.Blueprints;
using ChatOps.Core.Machines;
using ChatOps.Core.Metrics;
using ChatOps.Core.People;
using ChatOps.Core.State;
using Microsoft.Extensions.Logging;

namespace ChatOps.Core.Reaping;

/// <summary>
/// Finds machines that nobody uses, has their owners warned, and only then stops them, and later deletes them. One question to the metrics is
/// asked for all machines, and a second for those that are to be stopped, just before. Rows are written by their ETags, so that two passes at the
/// same time do one thing.
/// </summary>
/// <param name="metrics">Null where nothing is measured: then only what stands still is looked at.</param>
public sealed class Reaper(
    MachineStore machines, IMachineMetrics? metrics, HabitBook habits, BlueprintCatalog blueprints, LivePolicy policy, TimeProvider time, ILogger<Reaper> log)
{
    /// <summary>Beyond the longest window, for the bin that it begins in and for samples that come late.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(10);

    /// <summary>Further back, for who wants to know how long it has been so.</summary>
    private static readonly TimeSpan Longer = TimeSpan.FromHours(3);

    /// <summary>A chat does not wait for long, nor does what else is done each minute.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>One pass over all machines.</summary>
    public async Task<ReapReport> PassAsync(CancellationToken cancellationToken)
    {
        var (now, rules) = (time.GetUtcNow(), policy.Now);
        var live = await machines.LiveAsync(cancellationToken).ToListAsync(cancellationToken);
        var running = live.Where(IsRunning).ToList();
        var known = await ReadAsync(running, now, only: null, rules, cancellationToken);
        await habits.LoadAsync(cancellationToken);
        var ends = new List<Machine>();
        var silent = ImmutableArray.CreateBuilder<Silent>();
        foreach (var machine in live)
        {
            await OneAsync(machine, async () =>
            {
                if (IsRunning(machine) && known?.GetValueOrDefault(machine.Id) is { } use) habits.See(machine, use, SettingsOf(machine, rules, now));
                if (CaseOf(machine, known, rules, now) is not { } c) return;
                if (SilentSince(c) is { } since) silent.Add(new Silent(machine, since));
                if (await TakeAsync(c, cancellationToken)) ends.Add(machine);
            }, cancellationToken);
        }
        var stopped = await EndAsync(ends, rules, cancellationToken);
        if (known is not null) await habits.SaveAsync(live.Select(machine => machine.Id).ToHashSet(), now, cancellationToken);
        var isKnown = known is not null || metrics is null || running.Count == 0;
        return new ReapReport(now, isKnown, stopped, silent.ToImmutable());
    }

    /// <summary>Looks, between two passes, whether Azure has told a spot machine that it takes it back.</summary>
    public async Task HearSpotAsync(CancellationToken cancellationToken)
    {
        var (now, rules) = (time.GetUtcNow(), policy.Now);
        var spot = await machines.LiveAsync(cancellationToken).Where(machine => machine.Spot && IsRunning(machine)).ToListAsync(cancellationToken);
        if (spot.Count == 0 || metrics is null) return;
        try
        {
            var known = await ReadSoonAsync(metrics, now - Margin, now, spot, cancellationToken);
            foreach (var machine in spot)
                if (CaseOf(machine, known, rules, now) is { Use.EvictionAt: not null } c && ReapStep.Heard(c) is { } heard)
                    await WriteAsync(machine, heard, cancellationToken);
        }
        catch (CloudFaultException e)
        {
            Log.NoMetrics(log, spot.Count, e.Fault);
        }
    }

    /// <summary>What the rules say of one machine, at this moment and at others before it, newest first.</summary>
    /// <exception cref="CloudFaultException">Its metrics cannot be read, or not soon.</exception>
    public async Task<IReadOnlyList<(Case Case, Judgement Judgement)>> WhyAsync(
        Machine machine, IReadOnlyList<TimeSpan> ago, CancellationToken cancellationToken)
    {
        var (now, rules) = (time.GetUtcNow(), policy.Now);
        var from = now - ago[^1] - SettingsOf(machine, rules, now).Window - Margin;
        await habits.LoadAsync(cancellationToken);
        var use = IsRunning(machine) && metrics is not null
            ? (await ReadSoonAsync(metrics, from, now, [machine], cancellationToken)).GetValueOrDefault(machine.Id)
            : null;
        return
        [
            .. ago.Select(back => now - back)
                .Where(at => at == now || at >= (machine.RunningSince ?? machine.PhaseSince))
                .Select(at => CaseOf(machine, Before(use, at), rules, at))
                .Select(c => (c, ReaperRules.Judge(c))),
        ];
    }

    /// <summary>What the rules say of these machines at this moment; of those that run.</summary>
    /// <exception cref="CloudFaultException">Their metrics cannot be read, or not soon.</exception>
    public async Task<IReadOnlyList<(Case Case, Judgement Judgement)>> LookAsync(
        IReadOnlyCollection<Machine> asked, CancellationToken cancellationToken)
    {
        var (now, rules) = (time.GetUtcNow(), policy.Now);
        var running = asked.Where(IsRunning).ToList();
        if (running.Count == 0 || metrics is null) return [];
        await habits.LoadAsync(cancellationToken);
        var known = await ReadSoonAsync(metrics, From(running, rules, now) - Longer, now, running, cancellationToken);
        return [.. running.Select(machine => CaseOf(machine, known, rules, now)).OfType<Case>().Select(c => (c, ReaperRules.Judge(c)))];
    }

    /// <summary>Whether anything is measured at all.</summary>
    public bool IsMeasuring => metrics is not null;

    private static bool IsRunning(Machine machine) => machine is { Phase: Phase.Running, Wanted: Wanted.Running };

    /// <summary>Null where the metrics cannot be read: then nothing is known of any machine.</summary>
    private async Task<IReadOnlyDictionary<MachineId, MachineUse>?> ReadAsync(
        List<Machine> running, DateTimeOffset now, IReadOnlyCollection<MachineId>? only, Policy rules, CancellationToken cancellationToken)
    {
        if (running.Count == 0) return ImmutableDictionary<MachineId, MachineUse>.Empty;
        if (metrics is null) return null;
        try
        {
            return await metrics.ReadAsync(From(running, rules, now), now, only, running.Count, cancellationToken);
        }
        catch (CloudFaultException e)
        {
            Log.NoMetrics(log, running.Count, e.Fault);
            return null;
        }
    }

    private static async Task<IReadOnlyDictionary<MachineId, MachineUse>> ReadSoonAsync(
        IMachineMetrics metrics, DateTimeOffset from, DateTimeOffset to, List<Machine> asked, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            return await metrics.ReadAsync(from, to, [.. asked.Select(machine => machine.Id)], asked.Count, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CloudFaultException(new CloudFault(FaultKind.Transient, "Timeout", $"No answer within {Patience.TotalSeconds} s."));
        }
    }

    private IdleSettings SettingsOf(Machine machine, Policy rules, DateTimeOffset at) =>
        IdleSettings.For(machine, blueprints.Find(machine.Blueprint), rules, at);

    private DateTimeOffset From(IEnumerable<Machine> running, Policy rules, DateTimeOffset now) =>
        now - running.Max(machine => SettingsOf(machine, rules, now).Window) - Margin;

    /// <summary>Null where nothing may be concluded, or there is nothing to look at.</summary>
    private Case? CaseOf(Machine machine, IReadOnlyDictionary<MachineId, MachineUse>? known, Policy rules, DateTimeOffset now)
    {
        if (machine is { Phase: Phase.Stopped or Phase.Evicted, Wanted: Wanted.Stopped }) return new Case(machine, null, SettingsOf(machine, rules, now), now);
        return IsRunning(machine) && known is not null ? CaseOf(machine, known.GetValueOrDefault(machine.Id), rules, now) : null;
    }

    private Case CaseOf(Machine machine, MachineUse? use, Policy rules, DateTimeOffset at)
    {
        var settings = SettingsOf(machine, rules, at);
        return new Case(machine, use, settings, at)
        {
            Risk = use is null ? null : habits.RiskOf(machine, settings, at),
            IdleSince = habits.IdleSince(machine),
        };
    }

    private static DateTimeOffset? SilentSince(Case c) =>
        IsRunning(c.Machine) && Rules.NoMetrics.SilentSince(c) is { } since && c.Now - since >= c.Settings.SilentAfter ? since : null;

    /// <summary>One machine's bug is logged and does not hold up the others.</summary>
    private async Task OneAsync(Machine machine, Func<Task> judge, CancellationToken cancellationToken)
    {
        try
        {
            await judge();
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Log.Broken(log, machine.Id, e);
        }
    }

    /// <summary>Does what is no end of the machine. True where it is to be stopped or deleted.</summary>
    private async Task<bool> TakeAsync(Case c, CancellationToken cancellationToken)
    {
        if (ReapStep.Heard(c) is { } heard)
        {
            await WriteAsync(c.Machine, heard, cancellationToken);
            return false;
        }
        var next = ReapStep.Of(c, ReaperRules.Judge(c));
        if (next.Step is null || next.Ends) return next.Ends;
        await WriteAsync(c.Machine, next.Step, cancellationToken);
        return false;
    }

    /// <summary>The dearest first, and only so many in one pass; what is stopped by mistake, many would miss at the same time.</summary>
    private async Task<int> EndAsync(List<Machine> ends, Policy rules, CancellationToken cancellationToken)
    {
        var most = IdleSettings.StopsPerPass(rules);
        var dearest = ends.OrderByDescending(machine => machine.PerHour?.Amount ?? 0).ThenBy(machine => machine.Id.Value, StringComparer.Ordinal);
        var chosen = dearest.Take(most).ToList();
        if (ends.Count > most) Log.TooManyStops(log, ends.Count, most);
        if (chosen.Count == 0) return 0;
        var (now, running) = (time.GetUtcNow(), chosen.Where(IsRunning).ToList());
        var known = await ReadAsync(running, now, [.. running.Select(machine => machine.Id)], rules, cancellationToken);
        var stopped = 0;
        foreach (var machine in chosen)
        {
            await OneAsync(machine, async () =>
            {
                if (CaseOf(machine, known, rules, now) is not { } c) return;
                var last = ReapStep.Of(c, ReaperRules.Judge(c));
                if (last.Step is { } step && await WriteAsync(machine, step, cancellationToken) && last.Ends) stopped++;
            }, cancellationToken);
        }
        return stopped;
    }

    /// <summary>False where the row has changed since it was read: the next pass sees what has become of it.</summary>
    private async Task<bool> WriteAsync(Machine judged, Step step, CancellationToken cancellationToken)
    {
        if (await machines.GetAsync(judged.Id, cancellationToken) is not { } read || read.Machine.Seq != judged.Seq || read.Machine.Idle != judged.Idle)
            return false;
        return read.Machine.Phase == judged.Phase && read.Machine.Wanted == judged.Wanted && read.Machine.LeaseEndsAt == judged.LeaseEndsAt
            && await machines.SaveAsync(read, step with { Machine = Onto(read.Machine, judged, step.Machine) }, cancellationToken);
    }

    /// <summary>The engine may have looked meanwhile: only what the reaper changes is changed.</summary>
    private static Machine Onto(Machine read, Machine judged, Machine next) => next.Wanted == judged.Wanted
        ? next.DueAt < judged.DueAt
            ? read with { Idle = next.Idle, DueAt = next.DueAt, AskAt = next.AskAt }
            : read with { Idle = next.Idle }
        : read with
        {
            Idle = next.Idle,
            Wanted = next.Wanted,
            Reason = next.Reason,
            ReapedUntil = next.ReapedUntil,
            Snapshots = next.Snapshots,
            DueAt = next.DueAt,
            AskAt = next.AskAt,
        };

    /// <summary>What was known at that time.</summary>
    private static MachineUse? Before(MachineUse? use, DateTimeOffset at)
    {
        if (use is null || use.LastSampleAt <= at) return use;
        var bins = use.Bins.Where(bin => bin.Begin + use.BinLength <= at).ToImmutableArray();
        return bins.IsEmpty ? null : use with { Bins = bins, LastSampleAt = bins[^1].Begin + use.BinLength, Holder = null };
    }
}

/// <param name="IsKnown">False where metrics were to be read and could not be.</param>
/// <param name="Stopped">How many machines were stopped or deleted.</param>
/// <param name="Silent">Those that run, and of which nothing has been heard for too long.</param>
public sealed record ReapReport(DateTimeOffset At, bool IsKnown, int Stopped, ImmutableArray<Silent> Silent);

/// <summary>A machine whose agent does not speak.</summary>
public sealed record Silent(Machine Machine, DateTimeOffset Since);
