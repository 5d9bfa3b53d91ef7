using ChatOps.Core.Machines;
using ChatOps.Core.Orders;
using ChatOps.Core.People;

namespace ChatOps.Tests.Core.Orders;

/// <summary>Orders by their word, for tables of tests.</summary>
internal static class SpokenOrders
{
    public static Task<Machine> GiveAsync(
        this MachineOrders orders, string order, Person person, MachineId id, CancellationToken cancellationToken) => order switch
        {
            "stop" => orders.StopAsync(person, id, cancellationToken),
            "start" => orders.StartAsync(person, id, cancellationToken),
            "extend" => orders.ExtendAsync(person, id, TimeSpan.FromHours(1), cancellationToken),
            "terminate" => orders.TerminateAsync(person, id, cancellationToken),
            _ => throw new ArgumentException(order),
        };
}
