using System.Security.Cryptography.X509Certificates;
using ChatOps.Sandbox.Cloud;
using ChatOps.Sandbox.Monitor;
using ChatOps.Sandbox.Prices;

namespace ChatOps.Sandbox.Loopback;

/// <summary>What is played of Azure itself: resources, what is measured on machines, and what all of it costs.</summary>
public sealed record StandIns(ArmStandIn Arm, MonitorStandIn Monitor, PricesStandIn Prices) : IAsyncDisposable
{
    /// <param name="file">Where resources are kept; null for nowhere.</param>
    /// <param name="certificate">For whoever comes over TLS; null to do without.</param>
    public static async Task<StandIns> StartAsync(TimeProvider time, string? file, X509Certificate2? certificate, CancellationToken cancellationToken)
    {
        var arm = await ArmStandIn.StartAsync(time, file, certificate, cancellationToken);
        MonitorStandIn? monitor = null;
        try
        {
            monitor = await MonitorStandIn.StartAsync(time, certificate, cancellationToken);
            return new StandIns(arm, monitor, await PricesStandIn.StartAsync(certificate, cancellationToken));
        }
        catch
        {
            if (monitor is not null) await monitor.DisposeAsync();
            await arm.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Prices.DisposeAsync();
        await Monitor.DisposeAsync();
        await Arm.DisposeAsync();
    }
}
