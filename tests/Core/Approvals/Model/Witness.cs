using System.Text.Json;
using ChatOps.Core.Approvals;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.State;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Core.Approvals.Model;

/// <summary>
/// Sees each row in the moment in which it is written, and knows by arithmetic of its own who holds what, and what may become of each
/// request. It asks nothing of the code that is tested.
/// </summary>
internal sealed class Witness(SettableTime time)
{
    /// <summary>Of an A100, in dollars per hour; what costs more than 100 takes two.</summary>
    private const double OneGpuHour = 3.673;

    private static readonly TimeSpan Expiry = TimeSpan.FromHours(4);

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    private readonly Dictionary<MachineId, Machine> _live = [];
    private readonly Dictionary<RequestId, Tale> _tales = [];

    /// <summary>When each machine's hardware was last promised, and given although the limits were against it, counted in steps.</summary>
    private readonly Dictionary<MachineId, int> _promised = [], _approved = [];
    private readonly HashSet<string> _reservations = [];
    private int _steps;

    /// <summary>The first thing that was found wrong; null for nothing.</summary>
    public string? Violation { get; private set; }

    /// <summary>What has happened at all, so that a test can tell that it does.</summary>
    public HashSet<string> Seen { get; } = [];

    /// <summary>Who speaks, the last one at this moment; null for who does something by itself.</summary>
    public Stack<string?> Speakers { get; } = new([null]);

    public Policy Policy { get; set; } = ApprovalWorld.PolicyOf(Rules.First);

    /// <summary>In the order in which they were launched.</summary>
    public List<MachineId> Launched { get; } = [];

    public List<RequestId> Asked { get; } = [];

    /// <summary>When something was last reserved.</summary>
    public DateTimeOffset ReservedAt { get; private set; } = DateTimeOffset.MinValue;

    public IReadOnlyDictionary<MachineId, Machine> Live => _live;

    public ApprovalRequest Request(RequestId id) => _tales[id].Now;

    public IEnumerable<ApprovalRequest> Requests => Asked.Select(Request);

    /// <summary>How many GPUs a team, or a person in it, holds.</summary>
    /// <param name="promised">When this machine was promised; what was approved since is no concern of it.</param>
    public int Held(string team, string? person = null, MachineId? promised = null) => _live.Values
        .Where(machine => machine.Team == team && (person is null || machine.Owner == person) && Holds(machine))
        .Where(machine => promised is not { } id || _approved.GetValueOrDefault(machine.Id) <= _promised.GetValueOrDefault(id))
        .Sum(machine => GpusOf(machine.Placement.Size));

    /// <summary>How many GPUs may be had at once besides.</summary>
    /// <inheritdoc cref="Held"/>
    public int Free(Team team, string person, MachineId? promised = null) => Math.Min(
        team.Limits.Gpus[0].Most - Held(team.Name, null, promised), team.EachPerson.Gpus[0].Most - Held(team.Name, person, promised));

    public void Require(bool isFine, string rule, string what)
    {
        if (!isFine) Violation ??= $"{rule}: {what}";
    }

    public void MachinesWritten(IReadOnlyList<TableWrite> writes)
    {
        foreach (var (row, body) in Documents(writes))
        {
            if (row[0] == 'm') Became(Read<Machine>(body));
            if (row[0] == 'd') _live.Remove(Read<Machine>(body).Id);
        }
    }

    public void ReservationsWritten(IReadOnlyList<TableWrite> writes)
    {
        ReservedAt = time.Now;
        foreach (var (_, body) in Documents(writes))
        {
            foreach (var reservation in JsonDocument.Parse(body).RootElement.GetProperty("reserved").EnumerateArray())
            {
                if (!_reservations.Add(reservation.GetRawText())) continue;
                _promised[new MachineId(reservation.GetProperty("use").GetProperty("machine").GetString() ?? "")] = ++_steps;
            }
        }
    }

    public void RequestsWritten(IReadOnlyList<TableWrite> writes)
    {
        foreach (var (row, body) in Documents(writes))
        {
            if (row[0] is not ('q' or 'c')) continue;
            var request = Read<ApprovalRequest>(body);
            Require(row[0] == 'c' == request.State is not (RequestState.Waiting or RequestState.Approved), "3 One state", $"{row} is {request.State}");
            if (_tales.TryGetValue(request.Id, out var tale)) Became(tale, request);
            else Begin(request);
        }
    }

    private static bool Holds(Machine machine) => machine.Phase is not (Phase.Stopped or Phase.Evicted) || machine.Wanted == Wanted.Running;

    private static int GpusOf(string size) => size switch
    {
        "Standard_NC24ads_A100_v4" => 1,
        "Standard_NC48ads_A100_v4" => 2,
        "Standard_NC96ads_A100_v4" => 4,
        _ => throw new ArgumentOutOfRangeException(nameof(size), size, "Nobody asks for that."),
    };

    private static int Needed(int gpus, TimeSpan hours) => gpus * hours.TotalHours * OneGpuHour > 100 ? 2 : 1;

    private bool MayDecide(string? who, ApprovalRequest request) => who is not null && who != request.Requester
        && (Policy.Admins.Contains(who) || Policy.Teams.Any(team => team.Name == request.Team && team.Managers.Contains(who)));

    private void Became(Machine machine)
    {
        var before = _live.GetValueOrDefault(machine.Id);
        _live[machine.Id] = machine;
        if (before is null) Launched.Add(machine.Id);
        var approved = before is null ? ApprovedLaunch(machine) : ApprovedOrder(before, machine);
        if (!Holds(machine) || (before is not null && Holds(before))) return;
        if (approved is not null)
        {
            Seen.Add($"approved {approved.Now.Kind}");
            _approved[machine.Id] = ++_steps;
            return;
        }
        _approved.Remove(machine.Id);
        var team = Policy.Teams.First(team => team.Name == machine.Team);
        Require(Free(team, machine.Owner, machine.Id) >= 0, "1 Quota",
            $"{machine.Owner} has taken {machine.Name}: {team.Name} holds {Held(team.Name)}, they {Held(team.Name, machine.Owner)}, and nobody approved it");
        Require(Needed(GpusOf(machine.Placement.Size), machine.LeaseLength) == 1, "1 Quota", $"{machine.Name} is dear, and nobody approved it");
        Seen.Add(before is null ? "launched" : "started");
    }

    private Tale? ApprovedLaunch(Machine machine)
    {
        if (!_tales.TryGetValue(RequestId.Of(machine.Id), out var tale)) return null;
        CarryOut(tale);
        Require(GpusOf(machine.Placement.Size) == GpusOf(tale.Now.Offer.Size) && machine.LeaseLength == tale.Now.Offer.Lease, "5 As granted",
            $"{machine.Name} is not what was approved: {tale.Now.Offer}");
        return tale;
    }

    private Tale? ApprovedOrder(Machine before, Machine machine)
    {
        const string start = "approved-";
        var news = machine.Requests.Except(before.Requests);
        if (news.FirstOrDefault(request => request.StartsWith(start, StringComparison.Ordinal)) is not { } order) return null;
        var tale = _tales[new RequestId(order[start.Length..])];
        Require(tale.Now.Change?.Machine == machine.Id, "5 As granted", $"{order} was for {tale.Now.Change?.Machine}");
        CarryOut(tale);
        return tale;
    }

    private void CarryOut(Tale tale)
    {
        tale.Done++;
        Require(tale.Done == 1, "5 As granted", $"{tale.Now.Id} is carried out {tale.Done} times");
        Require(tale.Now.State == RequestState.Approved, "5 As granted", $"{tale.Now.Id} is carried out, and is {tale.Now.State}");
    }

    private void Begin(ApprovalRequest request)
    {
        _tales[request.Id] = new Tale(request);
        Asked.Add(request.Id);
        Require(request.State == RequestState.Waiting && request.Requester == Speakers.Peek(), "3 One state", $"{request.Id} begins {request.State}");
        var isEarly = request.Kind == AskedKind.Launch && Launched.Contains(new MachineId(request.Id.Value));
        Require(!isEarly, "5 As granted", $"{request.Id} is launched before it is asked for");
    }

    private void Became(Tale tale, ApprovalRequest request)
    {
        var before = tale.Now;
        tale.Now = request;
        Require(MayFollow(before.State, request.State), "3 One state", $"{request.Id} was {before.State} and is {request.State}");
        foreach (var given in request.Approvals.Except(before.Approvals))
            Require(given.By == Speakers.Peek() && MayDecide(given.By, request), "1 Quota", $"{given.By} is taken to have approved {request.Id}");
        Require(before.Approvals.All(given => request.Approvals.Any(a => a.By == given.By) || !MayDecide(given.By, request)), "3 One state",
            $"an approval of {request.Id} is lost");
        Require(GpusOf(request.Offer.Size) <= GpusOf(before.Offer.Size) && request.Offer.Paid <= before.Offer.Paid, "1 Quota", $"{request.Id} has grown");
        if (request.State == before.State) return;
        Seen.Add($"{request.State}");
        if (request.Terms is not null) Seen.Add("for less");
        RequireReason(tale);
    }

    private void RequireReason(Tale tale)
    {
        var (request, by) = (tale.Now, Speakers.Peek());
        var approvers = request.Approvals.Select(given => given.By).Where(who => MayDecide(who, request)).Distinct().Count();
        var needed = Needed(GpusOf(request.Offer.Size), request.Offer.Paid);
        if (request.State == RequestState.Approved && needed == 2) Seen.Add("two approvals");
        var isFine = request.State switch
        {
            RequestState.Waiting => false,
            RequestState.Approved => approvers >= needed && time.Now < request.AskedAt + Expiry,
            RequestState.Granted => tale.Done == 1,
            RequestState.Denied => MayDecide(by, request) && tale.Done == 0,
            RequestState.Cancelled => by == request.Requester && tale.Done == 0,
            RequestState.Expired => time.Now >= request.AskedAt + Expiry && tale.Done == 0,
            RequestState.Void => tale.Done == 0 && request.End?.Text is not null,
        };
        Require(isFine, request.State == RequestState.Approved ? "1 Quota" : "5 As granted",
            $"{request.Id} is {request.State} by {by ?? "nobody"}, with {approvers} approvals of {needed}, and carried out {tale.Done} times");
    }

    private static bool MayFollow(RequestState before, RequestState now) => (before, now) switch
    {
        (RequestState.Waiting, RequestState.Granted) => false,
        (RequestState.Waiting, _) => true,
        (RequestState.Approved, RequestState.Granted or RequestState.Void) => true,
        _ => false,
    };

    private static IEnumerable<(string Row, string Body)> Documents(IReadOnlyList<TableWrite> writes)
    {
        foreach (var write in writes)
        {
            if (write is TableWrite.Insert insert) yield return (write.Row, insert.Body);
            if (write is TableWrite.Replace replace) yield return (write.Row, replace.Body);
        }
    }

    private static T Read<T>(string body) where T : class => JsonSerializer.Deserialize<T>(body, Json) ?? throw new InvalidOperationException("No document.");

    private sealed class Tale(ApprovalRequest first)
    {
        public ApprovalRequest Now { get; set; } = first;

        /// <summary>How often it was carried out.</summary>
        public int Done { get; set; }
    }
}
