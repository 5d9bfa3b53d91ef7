using ChatOps.Core.Machines;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChatOps.Functions.Hosts;

/// <summary>
/// Works on the nudges of a host that is a single process, several at a time; what fails again and again is given up, as a
/// queue's message is.
/// </summary>
internal sealed class NudgeLoop(NudgeQueue queue, Product product, TimeProvider time, ILogger<NudgeLoop> log) : BackgroundService
{
    private const int MostAttempts = 5;
    private const int AtOnce = 16;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Parallel.ForEachAsync(
        queue.Reader.ReadAllAsync(stoppingToken),
        new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken },
        async (nudge, token) => await HandleAsync(nudge, token));

    private async Task HandleAsync(Nudge nudge, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await product.HandleAsync(nudge, cancellationToken);
                return;
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                Log.NudgeFailed(log, nudge.Kind, nudge.Machine, attempt, e);
                if (attempt == MostAttempts) break;
            }
            await Task.Delay(Pause, time, cancellationToken);
        }
        await GiveUpAsync(nudge, cancellationToken);
    }

    private async Task GiveUpAsync(Nudge nudge, CancellationToken cancellationToken)
    {
        try
        {
            await product.GiveUpAsync(nudge.Kind, nudge.Machine.Value, nudge.Machine, cancellationToken);
        }
        // Where the state cannot be written, this cannot be either; it would end the loop, and with it the program.
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Log.NudgeLost(log, nudge.Kind, nudge.Machine, e);
        }
    }
}
