using Microsoft.Extensions.Hosting;

namespace ChatOps.Functions.Hosts;

/// <summary>Works in the background from when the server listens: who finds its port taken has another program beside it, and works on nothing.</summary>
/// <param name="listening">Is cancelled when the server listens, as the host's lifetime has it.</param>
internal abstract class Loop(CancellationToken listening) : BackgroundService
{
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var told = listening.Register(begun.SetResult);
        // A start that failed is the host's to tell, not another failure.
        await begun.Task.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!stoppingToken.IsCancellationRequested) await RunAsync(stoppingToken);
    }

    protected abstract Task RunAsync(CancellationToken cancellationToken);
}
