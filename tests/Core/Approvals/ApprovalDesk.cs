using System.Collections.Immutable;
using ChatOps.Core.Approvals;
using ChatOps.Core.Machines;
using ChatOps.Core.Orders;
using ChatOps.Core.People;
using ChatOps.Core.State;
using ChatOps.Core.Words;
using ChatOps.Tests.Core.Machines;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Core.Approvals;

/// <summary>Where people ask and others decide: real stores, and a team that may have one A100 at a time.</summary>
internal sealed class ApprovalDesk : IDisposable
{
    private readonly TempFolder _folder = new();
    private int _said;

    public ApprovalDesk(Policy? policy = null)
    {
        Policy = policy ?? TheirPolicy;
        MachineTable = new HookedTable(Open("machines"));
        Machines = new MachineStore(MachineTable, Nudges);
        ReservedTable = new HookedTable(Open("reserved"));
        RequestTable = new HookedTable(Open("approvals"));
        Governance = Start();
    }

    public static readonly Policy TheirPolicy = new()
    {
        Organisation = "Contoso",
        TimeZone = TimeZoneInfo.Utc,
        Admins = ["admin@contoso.example"],
        Auditors = ["auditor@contoso.example"],
        Teams =
        [
            new Team
            {
                Name = "vision",
                Title = "Computer Vision",
                Managers = ["manager@contoso.example", "manager2@contoso.example"],
                Members = ["scientist@contoso.example", "scientist2@contoso.example"],
                Channel = "vision",
                Limits = new Limits { Gpus = [new GpuLimit("A100*", 1)], LongestLease = TimeSpan.FromHours(8) },
            },
            new Team { Name = "speech", Title = "Speech", Managers = ["lead@contoso.example"], Members = ["linguist@contoso.example"] },
        ],
        Approvals = new ApprovalRules { OneAbove = 100, TwoAbove = 300 },
    };

    public Policy Policy { get; private set; }

    public SettableTime Time { get; } = new();

    public Nudges Nudges { get; } = new();

    public MachineStore Machines { get; }

    public HookedTable MachineTable { get; }

    public HookedTable ReservedTable { get; }

    public HookedTable RequestTable { get; }

    public GovernanceDesk Governance { get; private set; }

    public Approving Approving => Governance.Approving;

    public ApprovalStore Requests => Governance.Requests;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The policy is another from now on, as after a reload.</summary>
    public void Change(Func<Policy, Policy> change)
    {
        Policy = change(Policy);
        Governance = Start();
    }

    public void ChangeVision(Func<Team, Team> change) => Change(policy => policy with { Teams = [change(policy.Teams[0]), .. policy.Teams[1..]] });

    public Person Person(string handle) => Policy.Find($"{handle}@contoso.example") ?? throw new ArgumentException($"{handle} is nobody.", nameof(handle));

    /// <summary>Another program on the same tables.</summary>
    public GovernanceDesk OtherProgram() => Start();

    /// <summary>As a chat would: one message, one launch.</summary>
    public Task<LaunchOutcome> LaunchAsync(string who = "scientist", Func<LaunchOrder, LaunchOrder>? change = null, GovernanceDesk? by = null)
    {
        var order = new LaunchOrder
        {
            RequestId = $"said-{++_said}",
            Blueprint = "pytorch-a100",
            Lease = TimeSpan.FromHours(4),
            Another = true,
            Reason = "for the paper",
            Home = Conversation.Direct("terminal", $"{who}@contoso.example"),
        };
        return (by ?? Governance).Launching.LaunchAsync(Person(who), change?.Invoke(order) ?? order, Cancellation);
    }

    public async Task<Machine> HasAsync(string who = "scientist2") => Assert.IsType<LaunchOutcome.Launched>(await LaunchAsync(who)).Machine;

    /// <summary>A request that waits, because somebody else has the team's only A100.</summary>
    public async Task<ApprovalRequest> AsksAsync(string who = "scientist", Func<LaunchOrder, LaunchOrder>? change = null)
    {
        var order = default(LaunchOrder);
        var needs = Assert.IsType<LaunchOutcome.NeedsApproval>(await LaunchAsync(who, asked => order = change?.Invoke(asked) ?? asked));
        return await Governance.Asking.AskAsync(Person(who), Assert.IsType<LaunchOrder>(order), needs, "for the paper", Cancellation);
    }

    public Task<Decided> ApproveAsync(string who, ApprovalRequest request, Terms? terms = null, string? message = null) =>
        Approving.ApproveAsync(By(who, message), request.Id, terms, Cancellation);

    public Task<Decided> DenyAsync(string who, ApprovalRequest request) => Approving.DenyAsync(By(who, reason: "no room"), request.Id, Cancellation);

    public Task<Decided> CancelAsync(string who, ApprovalRequest request) => Approving.CancelAsync(By(who), request.Id, Cancellation);

    public static async Task<string> MistakeAsync(Func<Task> act) => (await Assert.ThrowsAsync<UserError>(act)).Message;

    public Task SweepAsync() => Governance.Granting.SweepAsync(Cancellation);

    public async Task<ApprovalRequest> NowAsync(ApprovalRequest request) =>
        Assert.IsType<ApprovalRequest>(await Requests.FindAsync(request.Id, Cancellation));

    public async Task<List<RequestNotice>> OutboxAsync(ApprovalRequest request) =>
        await Requests.OutboxAsync(request.Id, Cancellation).Select(message => message.Message.Notice).ToListAsync(Cancellation);

    public async Task<ImmutableArray<Machine>> LiveAsync() => [.. await Machines.LiveAsync(Cancellation).ToListAsync(Cancellation)];

    public async Task ChangeAsync(Machine machine, Func<Machine, Machine> change)
    {
        var read = Assert.IsType<StoredMachine>(await Machines.GetAsync(machine.Id, Cancellation));
        Assert.True(await Machines.SaveAsync(read, new Step(change(read.Machine), Time.Now), Cancellation));
    }

    public void Dispose() => _folder.Dispose();

    private Decider By(string who, string? message = null, string? reason = null) =>
        new(Person(who), message ?? $"said-{++_said}", Conversation.Direct("terminal", $"{who}@contoso.example"), reason);

    private SqliteTable Open(string name) => new(_folder.At("state.db"), name);

    private GovernanceDesk Start()
    {
        var names = new NameStore(Open("names"), Machines, Time);
        return new GovernanceDesk(
            name => name switch { "reserved" => ReservedTable, "approvals" => RequestTable, _ => Open(name) },
            Machines, names, Situations.Catalog, new LivePolicy(Policy), new NameMaker(), Time, Nudges);
    }
}
