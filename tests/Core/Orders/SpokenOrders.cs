using ChatOps.Core.Machines;
using ChatOps.Core.Orders;
using ChatOps.Core.People;
using ChatOps.Core.Sizes;

namespace ChatOps.Tests.Core.Orders;

/// <summary>Orders by their word, for tables of tests.</summary>
internal static class SpokenOrders
{
    private static int _said;

    /// <summary>Said anew.</summary>
    public static async Task<Machine> GiveAsync(
        this MachineOrders orders, string order, Person person, MachineId id, CancellationToken cancellationToken) =>
        (await orders.GiveAsync(order, person, id, $"said-{Interlocked.Increment(ref _said)}", cancellationToken)).Machine;

    public static Task<Ordered> GiveAsync(
        this MachineOrders orders, string order, Person person, MachineId id, string request, CancellationToken cancellationToken) => order switch
        {
            "stop" => orders.StopAsync(person, id, request, cancellationToken),
            "start" => orders.StartAsync(person, id, request, cancellationToken),
            "extend" => orders.ExtendAsync(person, id, TimeSpan.FromHours(1), request, cancellationToken),
            "resize" => orders.ResizeAsync(person, id, SizeCatalog.Get("Standard_NC48ads_A100_v4"), request, cancellationToken),
            "terminate" => orders.TerminateAsync(person, id, request, cancellationToken),
            _ => throw new ArgumentException(order),
        };
}
