using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ChatOps.Core.Machines;

namespace ChatOps.Core.State;

/// <summary>
/// Which machine a request was for. Written once: however often a chat delivers the request, and whatever its words mean by then, it is
/// for the same machine.
/// </summary>
public sealed class RequestStore(ITable table)
{
    /// <summary>Null for a request that is new.</summary>
    public async Task<MachineId?> FindAsync(string request, CancellationToken cancellationToken)
    {
        var key = Key(request);
        return await table.GetAsync(Partition(key), key, cancellationToken) is { } row ? Read(row) : null;
    }

    /// <returns>The machine that the request is for: another one, if a delivery at the same moment was sooner.</returns>
    public async Task<MachineId> KeepAsync(string request, MachineId machine, CancellationToken cancellationToken)
    {
        var key = Key(request);
        var body = JsonSerializer.Serialize(new MeantMachine(machine), StateJson.Default.MeantMachine);
        return await table.TransactAsync(Partition(key), [new TableWrite.Insert(key, body)], cancellationToken)
            ? machine
            : await FindAsync(request, cancellationToken) ?? machine;
    }

    /// <summary>A channel may call its messages whatever it likes.</summary>
    private static string Key(string request) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(request)))[..32];

    private static string Partition(string key) => key[..2];

    private static MachineId Read(TableRow row) =>
        (JsonSerializer.Deserialize(row.Body, StateJson.Default.MeantMachine)
            ?? throw new InvalidOperationException($"Request {row.Row} holds no document.")).Machine;
}

internal sealed record MeantMachine(MachineId Machine);
