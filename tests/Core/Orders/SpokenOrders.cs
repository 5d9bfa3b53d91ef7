using ChatOps.Core.Approvals;
using ChatOps.Core.Machines;
using ChatOps.Core.Orders;
using ChatOps.Core.People;
using ChatOps.Core.Sizes;

namespace ChatOps.Tests.Core.Orders;

/// <summary>Orders by their word, for tables of tests; the policy has nothing against any.</summary>
internal static class SpokenOrders
{
    private static int _said;

    /// <summary>Said anew.</summary>
    public static async Task<Machine> GiveAsync(this OrderDesk desk, string order, Person person, MachineId id, CancellationToken cancellationToken) =>
        (await desk.GiveAsync(order, person, id, $"said-{Interlocked.Increment(ref _said)}", cancellationToken)).Machine;

    public static Task<Ordered> GiveAsync(
        this OrderDesk desk, string order, Person person, MachineId id, string request, CancellationToken cancellationToken) => order switch
        {
            "stop" => desk.Orders.StopAsync(person, id, request, cancellationToken),
            "start" => DoneAsync(desk.Governed.StartAsync(person, id, request, cancellationToken)),
            "extend" => DoneAsync(desk.Governed.ExtendAsync(person, id, TimeSpan.FromHours(1), request, cancellationToken)),
            "resize" => DoneAsync(desk.Governed.ResizeAsync(person, id, SizeCatalog.Get("Standard_NC48ads_A100_v4"), request, cancellationToken)),
            "terminate" => desk.Orders.TerminateAsync(person, id, request, cancellationToken),
            _ => throw new ArgumentException(order),
        };

    public static async Task<Ordered> DoneAsync(Task<OrderOutcome> order) => Assert.IsType<OrderOutcome.Done>(await order).Ordered;
}
