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

    /// <summary>One pass over all machines.</summary>
    public async Task<ReapReport> PassAsync(CancellationToken cancellationToken)
    {
        var (now, rules) = (time.GetUtcNow(), policy.Now);
        var live = await machines.LiveAsync(cancellationToken).ToListAsync(cancellationToken);
        var running = live.Where(IsRunning).ToList();
        var known = await ReadAsync(running, now, only: null, rules, cancellationToken);
        await habits.LoadAsync(cancellationToken);
        var ends = new List<Case>();
        var silent = ImmutableArray.CreateBuilder<Silent>();
        foreach (var machine in live)
        {
            if (known?.GetValueOrDefault(machine.Id) is { } use && IsRunning(machine)) habits.See(machine, use, SettingsOf(machine, rules, now));
            if (CaseOf(machine, known, rules, now) is not { } c) continue;
            if (SilentSince(c) is { } since) silent.Add(new Silent(machine, since));
            if (await OneAsync(c, cancellationToken)) ends.Add(c);
        }
        var stopped = await EndAsync(ends, rules, cancellationToken);
        if (known is not null) await habits.SaveAsync(live.Select(machine => machine.Id).ToHashSet(), now, cancellationToken);
        var isKnown = known is not null || metrics is null || running.Count == 0;
        return new ReapReport(now, running.Count, isKnown, stopped, silent.ToImmutable());
    }

    /// <summary>Looks, between two passes, whether Azure has told a spot machine that it takes it back.</summary>
    public async Task HearSpotAsync(CancellationToken cancellationToken)
    {
        var (now, rules) = (time.GetUtcNow(), policy.Now);
        var spot = await machines.LiveAsync(cancellationToken).Where(machine => machine.Spot && IsRunning(machine)).ToListAsync(cancellationToken);
        if (spot.Count == 0 || metrics is null) return;
        var known = await AskAsync(now - Margin, now, [.. spot.Select(machine => machine.Id)], spot.Count, cancellationToken);
        foreach (var machine in spot)
            if (CaseOf(machine, known, rules, now) is { Use.EvictionAt: not null } c && ReapStep.Heard(c) is { } heard)
                await WriteAsync(machine, heard, cancellationToken);
    }

    /// <summary>What the rules say of one machine, at this moment and at others before it, newest first.</summary>
    /// <exception cref="CloudFaultException">Its metrics cannot be read.</exception>
    public async Task<IReadOnlyList<(Case Case, Judgement Judgement)>> WhyAsync(
        Machine machine, IReadOnlyList<TimeSpan> ago, CancellationToken cancellationToken)
    {
        var (now, rules) = (time.GetUtcNow(), policy.Now);
        var from = now - ago[^1] - SettingsOf(machine, rules, now).Window - Margin;
        await habits.LoadAsync(cancellationToken);
        var use = IsRunning(machine) && metrics is not null
            ? (await metrics.ReadAsync(from, now, [machine.Id], machines: 1, cancellationToken)).GetValueOrDefault(machine.Id)
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
    /// <exception cref="CloudFaultException">Their metrics cannot be read.</exception>
    public async Task<IReadOnlyList<(Case Case, Judgement Judgement)>> LookAsync(
        IReadOnlyCollection<Machine> asked, CancellationToken cancellationToken)
    {
        var (now, rules) = (time.GetUtcNow(), policy.Now);
        var running = asked.Where(IsRunning).ToList();
        if (running.Count == 0 || metrics is null) return [];
        await habits.LoadAsync(cancellationToken);
        var known = await metrics.ReadAsync(
            From(running, rules, now) - Longer, now, [.. running.Select(machine => machine.Id)], running.Count, cancellationToken);
        return [.. running.Select(machine => CaseOf(machine, known, rules, now)).OfType<Case>().Select(c => (c, ReaperRules.Judge(c)))];
    }

    /// <summary>Whether anything is measured at all.</summary>
    public bool IsMeasuring => metrics is not null;

    private static bool IsRunning(Machine machine) => machine is { Phase: Phase.Running, Wanted: Wanted.Running };

    /// <inheritdoc cref="AskAsync"/>
    private Task<IReadOnlyDictionary<MachineId, MachineUse>?> ReadAsync(
        List<Machine> running, DateTimeOffset now, IReadOnlyCollection<MachineId>? only, Policy rules, CancellationToken cancellationToken) =>
        running.Count == 0
            ? Task.FromResult<IReadOnlyDictionary<MachineId, MachineUse>?>(ImmutableDictionary<MachineId, MachineUse>.Empty)
            : AskAsync(From(running, rules, now), now, only, running.Count, cancellationToken);

    /// <summary>Null where the metrics cannot be read: then nothing is known of any machine.</summary>
    private async Task<IReadOnlyDictionary<MachineId, MachineUse>?> AskAsync(
        DateTimeOffset from, DateTimeOffset to, IReadOnlyCollection<MachineId>? only, int about, CancellationToken cancellationToken)
    {
        if (metrics is null) return null;
        try
        {
            return await metrics.ReadAsync(from, to, only, about, cancellationToken);
        }
        catch (CloudFaultException e)
        {
            Log.NoMetrics(log, about, e.Fault);
            return null;
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
    private async Task<bool> OneAsync(Case c, CancellationToken cancellationToken)
    {
        try
        {
            return await TakeAsync(c, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Log.Broken(log, c.Machine.Id, e);
            return false;
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
    private async Task<int> EndAsync(List<Case> ends, Policy rules, CancellationToken cancellationToken)
    {
        var most = IdleSettings.StopsPerPass(rules);
        var chosen = ends.OrderByDescending(c => c.Machine.PerHour?.Amount ?? 0).ThenBy(c => c.Machine.Id.Value, StringComparer.Ordinal).Take(most).ToList();
        if (ends.Count > most) Log.TooManyStops(log, ends.Count, most);
        if (chosen.Count == 0) return 0;
        var (now, running) = (time.GetUtcNow(), chosen.Select(c => c.Machine).Where(IsRunning).ToList());
        var known = await ReadAsync(running, now, [.. running.Select(machine => machine.Id)], rules, cancellationToken);
        var stopped = 0;
        foreach (var before in chosen)
        {
            if (CaseOf(before.Machine, known, rules, now) is not { } c) continue;
            var last = ReapStep.Of(c, ReaperRules.Judge(c));
            if (last.Step is { } step && await WriteAsync(c.Machine, step, cancellationToken) && last.Ends) stopped++;
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
        : read with { Idle = next.Idle, Wanted = next.Wanted, Reason = next.Reason, DueAt = next.DueAt, AskAt = next.AskAt };

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
public sealed record ReapReport(DateTimeOffset At, int Running, bool IsKnown, int Stopped, ImmutableArray<Silent> Silent);

/// <summary>A machine whose agent does not speak.</summary>
public sealed record Silent(Machine Machine, DateTimeOffset Since);
