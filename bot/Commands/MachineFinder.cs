using ChatOps.Core.Machines;
using ChatOps.Core.Orders;
using ChatOps.Core.People;
using ChatOps.Core.State;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Commands;

/// <summary>Which machine a person means: by name, by a button's id, or without a word when only one comes into question.</summary>
public sealed class MachineFinder(MachineStore machines, NameStore names, RequestStore requests)
{
    /// <param name="named">What was typed; null for nothing.</param>
    /// <param name="fits">Which of the person's own machines come into question when nothing was typed.</param>
    /// <exception cref="UserError">None, or more than one, is meant.</exception>
    public async Task<Machine> FindAsync(Person person, string? named, Func<Machine, bool> fits, CancellationToken cancellationToken)
    {
        if (named is null) return await OnlyOneAsync(person, fits, cancellationToken);
        var machine = await LookUpAsync(named.ToLowerInvariant(), cancellationToken);
        // Somebody else's machine and none at all look the same from outside.
        if (machine is not null && MachineOrders.MaySee(person, machine)) return machine;
        var visible = await VisibleAsync(person, cancellationToken);
        throw new UserError($"There is no machine called {Echo.Name(named)}.{NearMiss.Hint(named, visible.Select(m => m.Name))} `list` shows yours.");
    }

    /// <summary>
    /// The machine that an order is for. One that is delivered again is for the same machine, even if that is gone, another has its
    /// name, or another is the only one by now.
    /// </summary>
    /// <param name="fits">As above.</param>
    /// <exception cref="UserError">None, or more than one, is meant.</exception>
    public async Task<Machine> FindOrderedAsync(CommandCall call, Func<Machine, bool> fits, CancellationToken cancellationToken)
    {
        if (await MeantAsync(await requests.FindAsync(call.Request.Id, cancellationToken), cancellationToken) is { } again) return again;
        var found = await FindAsync(call.Person, call.Words.Word("machine"), fits, cancellationToken);
        // Before anything is done to it: by then it must be known, and two deliveries at the same moment agree on one.
        var kept = await requests.KeepAsync(call.Request.Id, found.Id, cancellationToken);
        return kept == found.Id ? found : await MeantAsync(kept, cancellationToken) ?? found;
    }

    /// <summary>This person's live machines, by name.</summary>
    public async Task<List<Machine>> OwnAsync(Person person, CancellationToken cancellationToken) =>
        [.. (await machines.OwnedByAsync(person.Email, cancellationToken)).OrderBy(m => m.Name, StringComparer.Ordinal)];

    /// <summary>Live machines that this person may see, by name.</summary>
    public async Task<List<Machine>> VisibleAsync(Person person, CancellationToken cancellationToken)
    {
        var visible = new List<Machine>();
        await foreach (var machine in machines.LiveAsync(cancellationToken))
            if (MachineOrders.MaySee(person, machine)) visible.Add(machine);
        return [.. visible.OrderBy(m => m.Name, StringComparer.Ordinal)];
    }

    private async Task<Machine?> MeantAsync(MachineId? id, CancellationToken cancellationToken) =>
        id is { } known ? await machines.FindAsync(known, cancellationToken) : null;

    private async Task<Machine?> LookUpAsync(string named, CancellationToken cancellationToken)
    {
        if (named.StartsWith("id:", StringComparison.Ordinal))
            return MachineId.Parse(named[3..]) is { } id ? await machines.FindAsync(id, cancellationToken) : null;
        // What cannot be a name is not looked for: it would become part of a key.
        return MachineName.IsValid(named) ? await names.FindAsync(named, cancellationToken) : null;
    }

    private async Task<Machine> OnlyOneAsync(Person person, Func<Machine, bool> fits, CancellationToken cancellationToken)
    {
        var own = (await OwnAsync(person, cancellationToken)).Where(m => m.Wanted != Wanted.Deleted).ToList();
        return (own.Count, own.Where(fits).ToList()) switch
        {
            (_, [var one]) => one,
            (1, []) => own[0],
            (0, _) => throw new UserError("You have no machine. `launch` gets you one; `catalog` shows what there is."),
            (_, []) => throw new UserError($"Which one? You have {Names(own)}."),
            (_, var several) => throw new UserError($"Which one? You have {Names(several)}."),
        };
    }

    private static string Names(IEnumerable<Machine> machines) => Listing.And(machines.Select(m => $"{m.Name} ({m.Phase.ToString().ToLowerInvariant()})"));
}
