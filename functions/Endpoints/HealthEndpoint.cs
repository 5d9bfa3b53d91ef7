using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace ChatOps.Functions.Endpoints;

/// <summary><c>GET /api/health</c>: 200 when the state can be read, else 503. Anybody may ask, so it says no more than that.</summary>
internal static class HealthEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, Product product, ILogger log)
    {
        // Not the sandbox's clock, which may stand still.
        var health = new Health(product, TimeProvider.System, log);
        routes.MapGet("/api/health", async http =>
        {
            var isHealthy = await health.IsGoodAsync(http.RequestAborted);
            http.Response.StatusCode = isHealthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync($$"""{"status":"{{(isHealthy ? "healthy" : "unhealthy")}}"}""", http.RequestAborted);
        });
    }
}
