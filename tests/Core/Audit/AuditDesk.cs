using ChatOps.Core.Audit;
using ChatOps.Core.State;
using ChatOps.Simulation;
using ChatOps.Tests.Tools;
using Microsoft.Extensions.Logging;

namespace ChatOps.Tests.Core.Audit;

/// <summary>An audit in memory, beside a store of requests that writes into it.</summary>
internal sealed class AuditDesk : IDisposable
{
    public const string Partition = "requests";

    private readonly MemoryTable _rows = new();
    private readonly MemoryTable _requests = new();

    public AuditDesk()
    {
        (Table, Requests) = (new HookedTable(_rows), new HookedTable(_requests));
        Log = Another(Time);
    }

    public SettableTime Time { get; } = new();

    public HookedTable Table { get; }

    public HookedTable Requests { get; }

    public HeardLog Said { get; } = new();

    public AuditLog Log { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Of another program, on the same tables.</summary>
    public AuditLog Another(TimeProvider time) =>
        new(Table, [new AuditSource(Requests, [Partition])], time, Said.Factory.CreateLogger<AuditLog>());

    public AuditEntry Entry(string id) => new()
    {
        Id = id,
        At = Time.Now,
        Who = "scientist@contoso.example",
        Action = "command launch",
        Outcome = "done",
    };

    /// <summary>Waits in the other store.</summary>
    public async Task AskAsync(AuditEntry entry) =>
        Assert.True(await Requests.TransactAsync(Partition, [AuditIntake.Insert(entry.Id, entry)], Cancellation));

    public async Task AskAsync(int first, int count)
    {
        for (var i = first; i < first + count; i++) await AskAsync(Entry($"{i:D4}"));
    }

    /// <summary>All in the chain, in its order.</summary>
    public async Task<List<SealedEntry>> SealedAsync() => await Log.SinceAsync(DateTimeOffset.MinValue, Cancellation).ToListAsync(Cancellation);

    public Task<AuditVerdict> VerifyAsync() => Log.VerifyAsync(Cancellation);

    /// <summary>What waits to be sealed, in both tables.</summary>
    public int Waiting => _rows.All("a~").Count + _requests.All("a~").Count;

    /// <summary>Rows of the audit's own table.</summary>
    public IReadOnlyList<TableRow> Rows(string prefix) => _rows.All(prefix);

    /// <summary>As somebody would who can write to the storage.</summary>
    public void Tamper(string partition, params TableWrite[] writes) => Assert.True(_rows.Transact(partition, writes));

    public TableRow Row(string partition, string row) => Assert.IsType<TableRow>(_rows.Get(partition, row));

    public void Dispose() => Said.Dispose();
}
