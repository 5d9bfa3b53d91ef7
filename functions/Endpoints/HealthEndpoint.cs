using ChatOps.Core.Machines;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace ChatOps.Functions.Endpoints;

/// <summary><c>GET /api/health</c>: 200 when the state can be read, else 503. Anybody may ask, so it says no more than that.</summary>
internal static class HealthEndpoint
{
    /// <summary>Who asks this asks again soon.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>No machine has it; finding that out reads the state.</summary>
    private static readonly MachineId Nobody = new("0000000000000000");

    public static void Map(IEndpointRouteBuilder routes, Product product, ILogger log) => routes.MapGet("/api/health", async http =>
    {
        var isHealthy = await CanReadAsync(product, log, http.RequestAborted);
        http.Response.StatusCode = isHealthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync($$"""{"status":"{{(isHealthy ? "healthy" : "unhealthy")}}"}""", http.RequestAborted);
    });

    private static async Task<bool> CanReadAsync(Product product, ILogger log, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            await product.Machines.GetAsync(Nobody, limit.Token);
            return true;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            Log.Unhealthy(log, e);
            return false;
        }
    }
}
