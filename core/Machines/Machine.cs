using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ChatOps.Core.Blueprints;
using ChatOps.Core.People;
using ChatOps.Core.Prices;
using ChatOps.Core.Reaping;
using ChatOps.Core.Sizes;
using ChatOps.Core.Words;

namespace ChatOps.Core.Machines;

/// <summary>One launched blueprint: what is wanted, how far it is, and when to look again. The row that everything follows.</summary>
public sealed record Machine
{
    /// <summary>What the names of all that belongs to machines in Azure begin with.</summary>
    public const string ResourcePrefix = "gpu-";

    public required MachineId Id { get; init; }
    /// <summary>Two words, unique among live machines: "ember-otter".</summary>
    public required string Name { get; init; }
    /// <summary>E-mail of the person it belongs to.</summary>
    public required string Owner { get; init; }
    public required string Team { get; init; }
    /// <summary>What it is charged to besides; null for none.</summary>
    public string? Project { get; init; }
    public required BlueprintRef Blueprint { get; init; }
    /// <summary>Where it may be built, in order; <see cref="Attempt"/> says which one is tried.</summary>
    public required ImmutableArray<Placement> Placements { get; init; }
    public int Attempt { get; init; }
    /// <summary>The size that it becomes when it is next started; null where it keeps its own. While it runs, it is stopped for that.</summary>
    public string? Resize { get; init; }
    /// <summary>The attempt before left a failed VM, which must be gone before the next one.</summary>
    public bool Discarding { get; init; }
    /// <summary>How often Azure itself failed to make the VM, and was asked again.</summary>
    public int Retries { get; init; }
    public required bool Spot { get; init; }
    public required bool KeepOnFailure { get; init; }
    /// <summary>Where its card is.</summary>
    public required Conversation Home { get; init; }

    public required Phase Phase { get; init; }
    public required Wanted Wanted { get; init; }
    /// <summary>Why it is to stop or go, for people: "stopped by scientist", "its lease ended".</summary>
    public string? Reason { get; init; }
    public required DateTimeOffset LaunchedAt { get; init; }
    public required DateTimeOffset PhaseSince { get; init; }
    /// <summary>When somebody must look at it again; the sweep finds it by this.</summary>
    public required DateTimeOffset DueAt { get; init; }
    /// <summary>When Azure is asked about it again; a look before that only brings its card up to date.</summary>
    public DateTimeOffset AskAt { get; init; }
    /// <summary>When its card was last brought up to date.</summary>
    public DateTimeOffset ShownAt { get; init; }
    public ImmutableArray<StageTime> Stages { get; init; } = [];
    /// <summary>Counts launches and starts; run commands are named by it, so that no start sees the checks of another.</summary>
    public int Start { get; init; } = 1;

    public required TimeSpan LeaseLength { get; init; }
    public required TimeSpan LongestLease { get; init; }
    /// <summary>When it first ran; null where its launch goes on, or has failed.</summary>
    public DateTimeOffset? ReadyAt { get; init; }
    public DateTimeOffset? RunningSince { get; init; }
    public DateTimeOffset? LeaseEndsAt { get; init; }
    /// <summary>The warning last given for this lease, or that came too early to be given: how long before the end.</summary>
    public TimeSpan? Warned { get; init; }
    /// <summary>When the last warning was given; no stop comes sooner than that warning's time after it.</summary>
    public DateTimeOffset? WarnedAt { get; init; }

    /// <summary>What is remembered of its being idle; null for nothing.</summary>
    public IdleState? Idle { get; init; }
    /// <summary>How long without use its owner allows it, where that is less than others would.</summary>
    public TimeSpan? IdleAfter { get; init; }

    /// <summary>Snapshots that are made of its disks before it is deleted; null where none are wanted.</summary>
    public DiskSnapshots? Snapshots { get; init; }

    /// <summary>When it was seen that nothing of it is left in Azure.</summary>
    public DateTimeOffset? GoneAt { get; init; }
    public Failure? Failure { get; init; }
    /// <summary>What keeps it from being stopped or deleted, for people; null while nothing does.</summary>
    public string? Trouble { get; init; }
    /// <summary>Somebody started it in the portal and may be using it: it is not stopped because a check fails.</summary>
    public bool StartedOutside { get; init; }
    public ImmutableArray<CheckResult> Checks { get; init; } = [];
    /// <summary>Its ARM id, once Azure has said it.</summary>
    public string? VmId { get; init; }
    /// <summary>ARM ids of all NICs that it ever had, whose names Azure makes up; needed to see that they are gone.</summary>
    public ImmutableArray<string> NicIds { get; init; } = [];

    /// <summary>List price while allocated, of where it is built now, as it was when that was decided; null when none was known.</summary>
    public Money? PerHour { get; init; }
    /// <summary>On spot capacity, the price of the size without it, which is never exceeded.</summary>
    public Money? MostPerHour { get; init; }
    /// <summary>List price of its disks, whether it runs or not; null when none was known.</summary>
    public Money? DisksPerHour { get; init; }
    /// <summary>Since when it has disks, which it has until nothing of it is left.</summary>
    public DateTimeOffset? DisksSince { get; init; }
    /// <summary>List price of <see cref="Resize"/>, as it was when that was ordered.</summary>
    public Money? ResizePerHour { get; init; }
    /// <summary>Resized in chat for this start: list price, without spot capacity, of the size that it had before; null otherwise.</summary>
    public Money? BeforePerHour { get; init; }
    /// <summary>The reaper is stopping or deleting it: when its lease would have ended.</summary>
    public DateTimeOffset? ReapedUntil { get; init; }
    /// <summary>Since when the VM was being made that it became: before that there was no room for it, or Azure failed to make it.</summary>
    public DateTimeOffset? PlacedAt { get; init; }
    /// <summary>Since when it costs compute; null while it does not.</summary>
    public DateTimeOffset? BilledSince { get; init; }
    /// <summary>Compute time before <see cref="BilledSince"/>, oldest first.</summary>
    public ImmutableArray<BilledTime> BilledTimes { get; init => field = value.IsDefault ? [] : value; } = [];
    /// <summary>In rows of an older version: compute time before all of <see cref="BilledTimes"/>, of which nobody wrote when it was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public TimeSpan BilledBefore { get; init; }
    /// <summary>The orders that last came for it, newest last, as requests: one that is delivered again acts once.</summary>
    public ImmutableArray<string> Requests { get; init => field = value.IsDefault ? [] : value; } = [];
    /// <summary>Number of the last event or message.</summary>
    public int Seq { get; init; }

    /// <summary>What it would cost as one goes, on no spot capacity.</summary>
    [JsonIgnore] public Money? ListPerHour => Spot ? MostPerHour : PerHour;
    [JsonIgnore] public Placement Placement => Placements[Math.Min(Attempt, Placements.Length - 1)];
    [JsonIgnore] public GpuSize Size => SizeCatalog.Get(Placement.Size);
    /// <summary>What it is, or is to become when it is next started.</summary>
    [JsonIgnore] public GpuSize NextSize => Resize is { } size ? SizeCatalog.Get(size) : Size;
    /// <summary>Likewise its list price.</summary>
    [JsonIgnore] public Money? NextPerHour => Resize is null ? PerHour : ResizePerHour;
    /// <summary>Name of its VM in Azure; the names of its disks and NIC begin with it.</summary>
    [JsonIgnore] public string ResourceName => $"{ResourcePrefix}{Id}";
    [JsonIgnore] public string OsDiskName => $"{ResourceName}-os";
    [JsonIgnore] public string DataDiskName => $"{ResourceName}-data";
    /// <summary>Nothing of it is left in Azure, and the row is history.</summary>
    [JsonIgnore] public bool IsGone => GoneAt is not null;
    /// <summary>It is not deleted before Azure has made them.</summary>
    [JsonIgnore] public bool AwaitsSnapshots => Snapshots is { AreMade: false };
    [JsonIgnore] public bool IsStarting => Phase is Phase.Queued or Phase.Provisioning or Phase.Validating or Phase.Starting;
    [JsonIgnore] public Stage? CurrentStage => Stages.IsEmpty || Stages[^1].EndedAt is not null ? null : Stages[^1].Stage;

    /// <summary>How it is, to be said after its name: "is running", "has failed".</summary>
    [JsonIgnore]
    public string Predicate => this switch
    {
        { GoneAt: not null } => "is gone",
        { Phase: Phase.Failed } => "has failed",
        { Wanted: Wanted.Deleted } => "is being deleted",
        { IsStarting: true } => "is on its way",
        _ => $"is {Phase.ToString().ToLowerInvariant()}",
    };

    /// <summary>Compute time until <paramref name="now"/>.</summary>
    public TimeSpan Billed(DateTimeOffset now) => BilledTime.LengthOf(BilledUntil(now));

    /// <summary>Estimated compute cost until <paramref name="now"/>, without disks; null when no price is known.</summary>
    public Money? CostAt(DateTimeOffset now) => BilledTime.CostOf(BilledUntil(now)) ?? PerHour * 0;

    /// <summary>All that it was billed for, at which price.</summary>
    public IEnumerable<BilledTime> BilledUntil(DateTimeOffset now)
    {
        // It is not known when it was. Most machines run as soon as they are launched.
        if (BilledBefore > TimeSpan.Zero) yield return BilledTime.Whole(LaunchedAt, LaunchedAt + BilledBefore, PerHour);
        foreach (var time in BilledTimes) yield return time;
        if (BilledSince is { } since && since < now) yield return Stretch(since, now);
    }

    public Machine Enter(Stage stage, DateTimeOffset now)
    {
        var left = Leave(now);
        return left with { Stages = left.Stages.Add(new StageTime(stage, now, null)) };
    }

    /// <summary>Closes the stage that is open.</summary>
    public Machine Leave(DateTimeOffset now) =>
        CurrentStage is null ? this : this with { Stages = Stages.SetItem(Stages.Length - 1, Stages[^1] with { EndedAt = now }) };

    /// <summary>Remembers what Azure called its VM and NICs. The same row when it knew already, so that nothing is shown again.</summary>
    public Machine Know(SeenVm vm) =>
        VmId == vm.Id && vm.NicIds.All(NicIds.Contains) ? this : this with { VmId = vm.Id, NicIds = [.. NicIds.Union(vm.NicIds)] };

    /// <summary>Of this size from now on, at its price. Not while it is billed: then the hours before would cost as much.</summary>
    public Machine Become(GpuSize size, PriceBook prices)
    {
        var settled = this with { Resize = null, ResizePerHour = null };
        if (size.Name == Placement.Size) return settled;
        return (settled with { Placements = [Placement with { Size = size.Name }], Attempt = 0 }).PricedBy(prices);
    }

    /// <summary>Due then, with Azure asked.</summary>
    public Machine LookAt(DateTimeOffset at) => this with { DueAt = at, AskAt = at };

    public Machine StartBilling(DateTimeOffset now) =>
        BilledSince is null ? Unreaped(now) with { BilledSince = now, DisksSince = DisksSince ?? now } : this;

    public Machine StopBilling(DateTimeOffset now)
    {
        if (BilledSince is not { } since) return this;
        var stopped = this with { BilledSince = null, BeforePerHour = null, ReapedUntil = null };
        if (now <= since) return stopped;
        var ended = Stretch(since, now) with { ReapedUntil = ReapedUntil > now ? ReapedUntil : null };
        return stopped with { BilledTimes = BilledTimes.Add(ended) };
    }

    /// <summary>It is used again, or would be used no longer: what the reaper has ended would not have gone on beyond now.</summary>
    public Machine Unreaped(DateTimeOffset now)
    {
        var free = ReapedUntil is null ? this : this with { ReapedUntil = null };
        if (BilledTimes is not [.., { ReapedUntil: { } until } last] || until <= now) return free;
        return free with { BilledTimes = BilledTimes.SetItem(BilledTimes.Length - 1, last with { ReapedUntil = now > last.To ? now : null }) };
    }

    private BilledTime Stretch(DateTimeOffset from, DateTimeOffset to) =>
        BilledTime.Whole(from, to, PerHour, Placement) with { ListPerHour = MostPerHour, BeforePerHour = BeforePerHour };

    public Machine LeaseUntil(DateTimeOffset end, DateTimeOffset now) =>
        this with { LeaseEndsAt = end, Warned = Lease.TooEarlyFor(end - now), WarnedAt = null };
}

/// <summary>A size in a region.</summary>
public sealed record Placement(string Size, string Region);

/// <param name="EndedAt">Null while it goes on.</param>
public sealed record StageTime(Stage Stage, DateTimeOffset StartedAt, DateTimeOffset? EndedAt);

/// <summary>Why it failed: one sentence for people, and the last lines of output where there are any.</summary>
public sealed record Failure(string Summary, string? Output = null);

/// <param name="Seconds">How long it took.</param>
public sealed record CheckResult(string Name, bool Passed, double Seconds, string Output);
