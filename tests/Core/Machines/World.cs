using ChatOps.Core.Machines;
using ChatOps.Core.Metering;
using ChatOps.Core.State;
using ChatOps.Simulation;
using ChatOps.Tests.Tools;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOps.Tests.Core.Machines;

/// <summary>The engine on a real store with a cloud and a clock of the test's own.</summary>
internal sealed class World : IDisposable
{
    private readonly TempFolder _folder = new();

    public World()
    {
        Table = new HookedTable(new SqliteTable(_folder.At("state.db"), "machines"));
        Store = new MachineStore(Table, Nudges);
        Engine = NewEngine();
    }

    public SettableTime Time { get; } = new();

    public FakeCloud Cloud { get; } = new();

    public HookedTable Table { get; }

    public Nudges Nudges { get; } = new();

    public MachineStore Store { get; }

    public HookedTable LedgerTable { get; } = new(new MemoryTable());

    public Ledger Ledger => new(new LedgerStore(LedgerTable), _ => TimeZoneInfo.Utc);

    public Engine Engine { get; private set; }

    public static MachineId Id { get; } = Situations.In(Phase.Queued).Machine.Id;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public Engine NewEngine(TimeSpan? watch = null) =>
        new(Store, Ledger, Cloud, Situations.Catalog, SomePrices.Live, new EnginePace(1, watch ?? Waits.Soon), Time, NullLogger<Engine>.Instance);

    public void Restart() => Engine = NewEngine();

    public async Task<MachineId> PutAsync(Machine machine)
    {
        Assert.True(await Store.CreateAsync(new Step(machine, Time.Now), Cancellation));
        return machine.Id;
    }

    /// <summary>A machine as its launch writes it.</summary>
    public Task<MachineId> LaunchAsync(string id = "a1b2c3d4e5f60718") => PutAsync(Situations.In(Phase.Queued).Machine with { Id = new MachineId(id) });

    public Task LookAsync(MachineId id) => Engine.LookAsync(id, Cancellation);

    /// <summary>Lets time pass and Azure finish its work, and looks whenever the row is due.</summary>
    public async Task UntilAsync(MachineId id, Func<Machine, bool> done)
    {
        for (var i = 0; i < 200; i++)
        {
            var machine = await ReadAsync(id);
            if (done(machine)) return;
            if (machine.DueAt > Time.Now)
            {
                Time.Advance(machine.DueAt - Time.Now);
                Cloud.Settle();
            }
            await LookAsync(id);
        }
        Assert.Fail($"It never came so far: {await ReadAsync(id)}");
    }

    public async Task<Machine> ReadAsync(MachineId id) => await Store.FindAsync(id, Cancellation) ?? throw new InvalidOperationException($"There is no {id}.");

    public async Task<IReadOnlyList<EventKind>> HistoryAsync(MachineId id)
    {
        var kinds = new List<EventKind>();
        await foreach (var happened in Store.HistoryAsync(id, Cancellation)) kinds.Add(happened.Kind);
        return kinds;
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

/// <summary>The end of the program, at a moment of the test's choice.</summary>
internal sealed class Crash() : Exception("The program ended here.");
