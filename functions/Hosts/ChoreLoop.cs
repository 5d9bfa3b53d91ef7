using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChatOps.Functions.Hosts;

/// <summary>Does a chore at the start, for what was due meanwhile, and then by the clock; never twice at the same time.</summary>
internal sealed class ChoreLoop(Chore chore, TimeProvider time, ILogger<ChoreLoop> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not while the host starts.
        await Task.Yield();
        using var timer = new PeriodicTimer(chore.Every, time);
        do await RunAsync(stoppingToken);
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await chore.RunAsync(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Log.ChoreFailed(log, chore.Name, chore.Every, e);
        }
    }
}
