using ChatOps.Core.Machines;
using ChatOps.Functions.Invocations;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace ChatOps.Functions.Endpoints;

/// <summary>Every function there is: each has a folder with its function.json, and a test finds the one that has not.</summary>
internal static class EndpointList
{
    public static void Map(IEndpointRouteBuilder routes, Product product, ILogger log)
    {
        HealthEndpoint.Map(routes, product, log);
        MessagesEndpoint.Map(routes, product);
        SlackEndpoint.Map(routes, product);
        var triggers = new Triggers(routes, log);
        ReconcileEndpoint.Map(triggers, product);
        OutboxEndpoint.Map(triggers, product);
        PoisonEndpoint.Map(triggers, product, NudgeKind.Look);
        PoisonEndpoint.Map(triggers, product, NudgeKind.Deliver);
        SweepEndpoint.Map(triggers, product);
        RoundsEndpoint.Map(triggers, product);
        InventoryEndpoint.Map(triggers, product);
        MeterEndpoint.Map(triggers, product);
        DigestEndpoint.Map(triggers, product);
        ReapEndpoint.Map(triggers, product);
        AuditEndpoint.Map(triggers, product);
    }
}
