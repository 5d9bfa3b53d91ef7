using ChatOps.Bot.Cards;
using ChatOps.Core.Machines;
using ChatOps.Core.Orders;
using ChatOps.Core.People;
using ChatOps.Core.State;

namespace ChatOps.Bot;

/// <summary>The cards that exist once, drawn anew by their keys, for who looks at one.</summary>
public sealed class CardViews(MachineStore machines, RequestViews requests, LivePolicy policy, TimeProvider time)
{
    /// <summary>The card that a request makes, if it makes one: known before it is asked, and the same however often it is.</summary>
    public static string KeyOf(string request) => MachineCard.Key(MachineId.FromRequest(request));

    /// <summary>Null when there is none of this key, or it is none of the viewer's business: a key comes from outside.</summary>
    public async Task<Card?> FindAsync(string key, Person viewer, CancellationToken cancellationToken)
    {
        if (MachineCard.IdOf(key) is not { } id) return await requests.FindAsync(key, viewer, cancellationToken);
        return await machines.FindAsync(id, cancellationToken) is { } machine && MachineOrders.MaySee(viewer, machine)
            ? MachineCard.Build(machine, new Clock(time.GetUtcNow(), policy.Now.TimeZone))
            : null;
    }
}
