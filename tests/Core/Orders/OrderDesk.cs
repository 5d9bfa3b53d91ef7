using ChatOps.Core.Approvals;
using ChatOps.Core.Machines;
using ChatOps.Core.Orders;
using ChatOps.Core.People;
using ChatOps.Core.State;
using ChatOps.Core.Words;
using ChatOps.Tests.Core.Machines;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Core.Orders;

/// <summary>Where people place orders: a real store, and the repository's own blueprints.</summary>
internal sealed class OrderDesk : IDisposable
{
    private readonly TempFolder _folder = new();

    public OrderDesk()
    {
        Table = new HookedTable(new SqliteTable(_folder.At("state.db"), "machines"));
        Store = new MachineStore(Table, Nudges);
        var names = new NameStore(new SqliteTable(_folder.At("state.db"), "names"), Store, Time);
        Governance = new GovernanceDesk(Open, Store, names, Situations.Catalog, new LivePolicy(People.Policy), new NameMaker(FixedName), Time, Nudges);
    }

    public SettableTime Time { get; } = new();

    public HookedTable Table { get; }

    public Nudges Nudges { get; } = new();

    public MachineStore Store { get; }

    /// <summary>Of the next machines.</summary>
    public Queue<string> FixedNames { get; } = new();

    private SqliteTable Open(string table) => new(_folder.At("state.db"), table);

    private string? FixedName() => FixedNames.TryDequeue(out var name) ? name : null;

    public GovernanceDesk Governance { get; }

    public Launching Launching => Governance.Launching;

    public MachineOrders Orders => Governance.Orders;

    public GovernedOrders Governed => Governance.Governed;

    /// <summary>An order with everything in order.</summary>
    public static LaunchOrder Order { get; } = new()
    {
        RequestId = "message-1",
        Blueprint = "pytorch-a100",
        Home = new Conversation("terminal", "general", IsDirect: false),
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public Task<LaunchOutcome> TryLaunchAsync(LaunchOrder order, Person? person = null) =>
        Launching.LaunchAsync(person ?? People.Scientist, order, Cancellation);

    public async Task<Machine> LaunchAsync(LaunchOrder order, Person? person = null) =>
        Assert.IsType<LaunchOutcome.Launched>(await TryLaunchAsync(order, person)).Machine;

    public async Task<string> MistakeAsync(LaunchOrder order, Person? person = null) =>
        (await Assert.ThrowsAsync<UserError>(() => TryLaunchAsync(order, person))).Message;

    /// <summary>The scientist's machine in the vision team, as it is in that phase.</summary>
    public async Task<MachineId> PutAsync(Phase phase, Func<Machine, Machine>? change = null)
    {
        var machine = (change ?? (m => m))(Situations.In(phase).Machine);
        Assert.True(await Store.CreateAsync(new Step(machine, Time.Now), Cancellation));
        return machine.Id;
    }

    public async Task<Machine> ReadAsync(MachineId id) => await Store.FindAsync(id, Cancellation) ?? throw new InvalidOperationException($"There is no {id}.");

    public async Task ChangeAsync(MachineId id, Func<Machine, Machine> change)
    {
        var read = await Store.GetAsync(id, Cancellation) ?? throw new InvalidOperationException($"{id} is not live.");
        Assert.True(await Store.SaveAsync(read, new Step(change(read.Machine), Time.Now), Cancellation));
    }

    public async Task<IReadOnlyList<MachineEvent>> HistoryAsync(MachineId id)
    {
        var events = new List<MachineEvent>();
        await foreach (var happened in Store.HistoryAsync(id, Cancellation)) events.Add(happened);
        return events;
    }

    public async Task<IReadOnlyList<Notice>> OutboxAsync()
    {
        var notices = new List<Notice>();
        await foreach (var id in Store.UndeliveredAsync(Cancellation))
            await foreach (var message in Store.OutboxAsync(id, Cancellation)) notices.Add(message.Message.Notice);
        return notices;
    }

    public void Dispose() => _folder.Dispose();
}
