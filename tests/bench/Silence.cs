using ChatOps.Bot;
using ChatOps.Bot.Cards;
using ChatOps.Core.Blueprints;
using ChatOps.Core.Inventory;
using ChatOps.Core.Machines;
using ChatOps.Core.People;

namespace ChatOps.Bench;

/// <summary>A chat that costs nothing: what is measured is the product.</summary>
internal sealed class SilentChannel : IChannel
{
    private int _shown;

    public string Name => "bench";

    public int Shown => _shown;

    public Task PutAsync(Conversation conversation, string key, Card card, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _shown);
        return Task.CompletedTask;
    }
}

internal sealed class NoNudges : INudges
{
    public static readonly NoNudges Instance = new();

    public Task<bool> LookAsync(MachineId machine, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task<bool> DeliverAsync(MachineId machine, CancellationToken cancellationToken) => Task.FromResult(true);
}

/// <summary>An Azure in which every machine runs, without HTTP: for what is to be measured without Azure.</summary>
internal sealed class RunningCloud : IMachineCloud, ICloudInventory
{
    private static readonly SeenVm Vm = new()
    {
        Id = "vm",
        Provisioning = ProvisioningState.Succeeded,
        Failure = null,
        Power = PowerState.Running,
        NicIds = [],
        Extensions = [],
    };

    /// <summary>What the lists tell of.</summary>
    public IReadOnlyList<Machine> Machines { get; set; } = [];

    public Task<Observation> ObserveAsync(Machine machine, string? run, CancellationToken cancellationToken) =>
        Task.FromResult(new Observation { Vm = Vm with { Id = machine.VmId ?? "vm" } });

    public Task CarryOutAsync(Machine machine, Effect effect, CancellationToken cancellationToken) => Task.CompletedTask;

    public async IAsyncEnumerable<CloudResource> ResourcesAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var machine in Machines) yield return new CloudResource(machine.VmId ?? "", ResourceKind.Vm, machine.ResourceName, machine.Id, machine.Id);
    }

    public async IAsyncEnumerable<VmPower> PowersAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var machine in Machines) yield return new VmPower(machine.Id, PowerState.Running);
    }

    public Task TagAsync(CloudResource resource, Machine machine, Blueprint? blueprint, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task DeleteAsync(CloudResource resource, CancellationToken cancellationToken) => Task.CompletedTask;
}
