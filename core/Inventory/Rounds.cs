using ChatOps.Core.Machines;
using ChatOps.Core.State;
using Microsoft.Extensions.Logging;

namespace ChatOps.Core.Inventory;

/// <summary>
/// Compares all machines at rest with one list of what runs: a spot eviction, a shutdown from inside, a start or a deletion in
/// the portal. A list may lag, so a difference decides nothing; it only has the machine looked at.
/// </summary>
public sealed class Rounds(ICloudInventory inventory, MachineStore machines, Engine engine, ILogger<Rounds> log)
{
    public async Task WalkAsync(CancellationToken cancellationToken)
    {
        var powers = new Dictionary<MachineId, PowerState>();
        try
        {
            await foreach (var vm in inventory.PowersAsync(cancellationToken)) powers[vm.Machine] = vm.Power;
        }
        catch (CloudFaultException e)
        {
            Log.NotListed(log, "virtual machines", e.Fault.Code, e.Fault.Message);
            return;
        }
        var differing = new List<MachineId>();
        await foreach (var machine in machines.LiveAsync(cancellationToken))
            if (Differs(machine, powers.TryGetValue(machine.Id, out var power) ? power : null)) differing.Add(machine.Id);
        await engine.LookAsync(differing, cancellationToken);
    }

    /// <summary>A machine in motion is being looked at anyway.</summary>
    private static bool Differs(Machine machine, PowerState? power) => machine.Phase switch
    {
        Phase.Running => power is null or PowerState.Stopping or PowerState.Stopped or PowerState.Deallocating or PowerState.Deallocated,
        Phase.Stopped or Phase.Evicted => power is null or PowerState.Starting or PowerState.Running or PowerState.Stopping or PowerState.Stopped,
        Phase.Failed => power is null && machine.Wanted != Wanted.Deleted,
        Phase.Queued or Phase.Provisioning or Phase.Validating or Phase.Stopping or Phase.Starting or Phase.Deleting or Phase.Deleted => false,
    };
}
