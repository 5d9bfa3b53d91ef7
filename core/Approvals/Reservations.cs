using System.Collections.Immutable;
using System.Text.Json;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.State;

namespace ChatOps.Core.Approvals;

/// <summary>
/// Decides by what a team uses, and takes it. What is used is read from the machines themselves; a team's one row holds only what has been
/// taken for machines whose own rows do not tell yet, and is written by compare-and-swap, so that two who ask at the same moment do not
/// both take the last GPU (docs/adr/0009). Nothing has to be given back: a reservation ends when its machine's row tells, or when it is
/// too old for its machine still to come.
/// </summary>
public sealed class Reservations(ITable table, MachineStore machines, Spending spending, LivePolicy policy, TimeProvider time)
{
    private const string Row = "reserved";

    /// <summary>Each try reads anew; within one process a team's are made one after the other.</summary>
    private const int Tries = 16;

    /// <summary>Older than this, what was taken was never used. Whoever takes something must write its machine in half of that.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    private readonly TeamTurns _turns = new();

    /// <summary>What the policy says now; nothing is taken.</summary>
    public async Task<Decision> LookAsync(string requester, Asked asked, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (_, usage) = await ReadAsync(asked.Team, now, cancellationToken);
        return PolicyDecision.Decide(requester, asked, usage, policy.Now, now);
    }

    /// <summary>What a team uses, what is reserved for it included.</summary>
    public async Task<Usage> UsageAsync(Team team, CancellationToken cancellationToken) =>
        (await ReadAsync(team, time.GetUtcNow(), cancellationToken)).Usage;

    /// <summary>Takes what is asked for, if the policy allows it, or somebody has approved it.</summary>
    /// <returns>
    /// What the policy says: after <see cref="Decision.NeedsApproval"/> it is taken only where it was approved. And since when it is taken, by
    /// which <see cref="IsStillTaken"/> goes.
    /// </returns>
    public async Task<(Decision Decision, DateTimeOffset Since)> TakeAsync(string requester, Asked asked, bool isApproved, CancellationToken cancellationToken)
    {
        await _turns.EnterAsync(asked.Team.Name);
        try
        {
            for (var i = 0; i < Tries; i++)
            {
                var now = time.GetUtcNow();
                var (row, usage) = await ReadAsync(asked.Team, now, cancellationToken);
                var decision = PolicyDecision.Decide(requester, asked, usage, policy.Now, now);
                if (Places(decision, isApproved) is not { } places) return (decision, now);
                if (!await WriteAsync(asked with { Placements = places }, row, now, cancellationToken)) continue;
                if (IsStillTaken(now, time.GetUtcNow())) return (decision, now);
            }
        }
        finally
        {
            _turns.Leave(asked.Team.Name);
        }
        throw new InvalidOperationException($"The reservations of team {asked.Team.Name} kept changing while one was made.");
    }

    /// <summary>To be asked before a machine is written with what was taken: after long, others may have that.</summary>
    /// <param name="since">From before it was taken.</param>
    public static bool IsStillTaken(DateTimeOffset since, DateTimeOffset now) => now - since <= Kept / 2;

    /// <summary>Those that were taken; null where nothing was.</summary>
    public static ImmutableArray<Placement>? Places(Decision decision, bool isApproved) => decision switch
    {
        Decision.Allowed allowed => allowed.Placements,
        Decision.NeedsApproval asks when isApproved => asks.Placements,
        _ => null,
    };

    private async Task<(ReadRow Row, Usage Usage)> ReadAsync(Team team, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // The row first: what leaves it from now on is told by its machine, which is read after it.
        var row = await table.GetAsync(team.Name, Row, cancellationToken);
        var live = await machines.OfTeamAsync(team.Name, cancellationToken);
        var reserved = await StillReservedAsync(row, live, now, cancellationToken);
        var uses = live.Select(machine => Use.Of(machine, now)).Where(use => reserved.All(r => r.Use.Machine != use.Machine));
        var spent = await spending.ThisMonthAsync(team, policy.Now.ZoneOf(team), live, now, cancellationToken);
        return (new ReadRow(row?.ETag, reserved), new Usage([.. uses, .. reserved.Select(r => r.Use)], spent));
    }

    private async Task<ImmutableArray<Reservation>> StillReservedAsync(
        TableRow? row, IReadOnlyList<Machine> live, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (row is null) return [];
        var still = ImmutableArray.CreateBuilder<Reservation>();
        foreach (var reservation in Read(row).Where(reservation => now - reservation.At < Kept))
        {
            if (live.FirstOrDefault(machine => machine.Id == reservation.Use.Machine) is { } machine)
            {
                // A machine that is to be started, or resized, is there already, and tells by the orders that it was given.
                if (reservation.Kind != AskedKind.Launch && !machine.Requests.Contains(reservation.Request)) still.Add(reservation);
            }
            // Still to be written, or written since the others were read; else it is gone again.
            else if (await machines.FindAsync(reservation.Use.Machine, cancellationToken) is not { IsGone: true })
            {
                still.Add(reservation);
            }
        }
        return still.ToImmutable();
    }

    private Task<bool> WriteAsync(Asked asked, ReadRow row, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ImmutableArray<string> sizes = [.. asked.Placements.Select(place => place.Size).Distinct()];
        var reservation = new Reservation(new Use(asked.Machine, asked.Owner, sizes, asked.Cost ?? 0), asked.Kind, asked.Request, now);
        ImmutableArray<Reservation> all = [.. row.Reserved.Where(r => r.Use.Machine != asked.Machine), reservation];
        var body = JsonSerializer.Serialize(new ReservedForTeam(all), StateJson.Default.ReservedForTeam);
        TableWrite write = row.ETag is { } etag ? new TableWrite.Replace(Row, etag, body) : new TableWrite.Insert(Row, body);
        return table.TransactAsync(asked.Team.Name, [write], cancellationToken);
    }

    private static ImmutableArray<Reservation> Read(TableRow row) =>
        (JsonSerializer.Deserialize(row.Body, StateJson.Default.ReservedForTeam)
            ?? throw new InvalidOperationException($"Row {row.Partition}/{row.Row} holds no document.")).Reserved;

    private sealed record ReadRow(string? ETag, ImmutableArray<Reservation> Reserved);
}

/// <param name="Request">What it was made for, as <see cref="Asked.Request"/>.</param>
internal sealed record Reservation(Use Use, AskedKind Kind, string Request, DateTimeOffset At);

internal sealed record ReservedForTeam(ImmutableArray<Reservation> Reserved);
