using Microsoft.Extensions.Logging;

namespace ChatOps.Functions.Hosts;

/// <summary>Does a chore at the start, for what was due meanwhile, and then by the clock; never twice at the same time.</summary>
internal sealed class ChoreLoop(Chore chore, TimeProvider time, ILogger<ChoreLoop> log, CancellationToken listening) : Loop(listening)
{
    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(chore.Every, time);
        do await RunOnceAsync(cancellationToken);
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private async Task RunOnceAsync(CancellationToken cancellationToken)
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
