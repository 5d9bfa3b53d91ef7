using ChatOps.Core.Blueprints;
using ChatOps.Core.Inventory;
using ChatOps.Core.Machines;
using ChatOps.Core.State;
using ChatOps.Tests.Core.Machines;
using ChatOps.Tests.Tools;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOps.Tests.Core.Inventory;

/// <summary>Real stores, and an Azure that is a list of resources.</summary>
internal sealed class InventoryDesk : IDisposable
{
    private readonly TempFolder _folder = new();

    public InventoryDesk()
    {
        Machines = new MachineStore(new SqliteTable(_folder.At("state.db"), "machines"), new Nudges());
        Table = new HookedTable(new SqliteTable(_folder.At("state.db"), "orphans"));
        Orphans = new OrphanStore(Table);
    }

    public SettableTime Time { get; } = new();

    public ListedCloud Cloud { get; } = new();

    public MachineStore Machines { get; }

    public HookedTable Table { get; }

    public OrphanStore Orphans { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A machine that was launched here and is gone.</summary>
    public async Task HadAsync(string id)
    {
        var machine = await HasAsync(Phase.Deleting, id);
        var read = await Machines.GetAsync(machine.Id, Cancellation);
        Assert.NotNull(read);
        Assert.True(await Machines.SaveAsync(read, new Step(machine with { GoneAt = Time.Now }, Time.Now), Cancellation));
    }

    public Task SweepAsync() =>
        new LeakSweep(Cloud, Machines, Orphans, Situations.Catalog, Time, NullLogger<LeakSweep>.Instance).RunAsync(Cancellation);

    /// <summary>As often as it takes until what is nobody's is overdue and asked away.</summary>
    public async Task SweepForHoursAsync(int hours)
    {
        for (var hour = 0; hour <= hours; hour++)
        {
            await SweepAsync();
            Time.Advance(TimeSpan.FromHours(1));
        }
    }

    public async Task<Machine> HasAsync(Phase phase, string id = "a1b2c3d4e5f60718")
    {
        var machine = Situations.In(phase).Machine with { Id = new MachineId(id) };
        Assert.True(await Machines.CreateAsync(new Step(machine, Time.Now), Cancellation));
        return machine;
    }

    public async Task<IReadOnlyList<Orphan>> OrphansAsync()
    {
        var all = new List<Orphan>();
        await foreach (var stored in Orphans.AllAsync(Cancellation)) all.Add(stored.Orphan);
        return all;
    }

    public void Dispose() => _folder.Dispose();
}

/// <summary>An Azure that lists, tags and deletes.</summary>
internal sealed class ListedCloud : ICloudInventory
{
    public const string Nobodys = "00000000000000aa";

    public List<CloudResource> Resources { get; } = [];

    public List<VmPower> Powers { get; } = [];

    public List<string> Tagged { get; } = [];

    /// <summary>May throw, before anything is deleted.</summary>
    public Action<CloudResource> Deleting { get; set; } = _ => { };

    /// <summary>Thrown at the end of each list.</summary>
    public CloudFaultException? Breaks { get; set; }

    public static CloudResource Resource(ResourceKind kind, string name, string? machine = Nobodys) =>
        new($"/subscriptions/s/resourceGroups/g/providers/x/{kind}/{name}", kind, name, machine is null ? null : new MachineId(machine), null);

    public IAsyncEnumerable<CloudResource> ResourcesAsync(CancellationToken cancellationToken) => ListAsync(Resources);

    public IAsyncEnumerable<VmPower> PowersAsync(CancellationToken cancellationToken) => ListAsync(Powers);

    public Task TagAsync(CloudResource resource, Machine machine, Blueprint? blueprint, CancellationToken cancellationToken)
    {
        Tagged.Add($"{resource.Name}: {machine.Name}");
        return Task.CompletedTask;
    }

    public Task DeleteAsync(CloudResource resource, CancellationToken cancellationToken)
    {
        Deleting(resource);
        Resources.Remove(resource);
        return Task.CompletedTask;
    }

    private async IAsyncEnumerable<T> ListAsync<T>(List<T> items)
    {
        foreach (var item in items.ToList()) yield return item;
        await Task.CompletedTask;
        if (Breaks is { } fault) throw fault;
    }
}
