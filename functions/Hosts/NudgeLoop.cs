using System.Threading.Channels;
using ChatOps.Core.Machines;
using Microsoft.Extensions.Logging;

namespace ChatOps.Functions.Hosts;

/// <summary>
/// Works on the nudges of a host that is a single process, several at a time; what fails again and again is given up, as a
/// queue's message is.
/// </summary>
internal sealed class NudgeLoop(
    NudgeQueue queue, Product product, TimeProvider time, ILogger<NudgeLoop> log, CancellationToken listening) : Loop(listening)
{
    private const int MostAttempts = 5;
    private const int AtOnce = 16;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private readonly Channel<Attempt> _due = Channel.CreateUnbounded<Attempt>();

    private sealed record Attempt(Nudge Nudge, int Number);

    protected override Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(
        TakeAsync(cancellationToken),
        Parallel.ForEachAsync(
            _due.Reader.ReadAllAsync(cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (attempt, token) => await HandleAsync(attempt, token)));

    private async Task TakeAsync(CancellationToken cancellationToken)
    {
        await foreach (var nudge in queue.Reader.ReadAllAsync(cancellationToken)) _due.Writer.TryWrite(new Attempt(nudge, 1));
    }

    private async Task HandleAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        var (nudge, number) = attempt;
        try
        {
            await product.HandleAsync(nudge, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Log.NudgeFailed(log, nudge.Kind, nudge.Machine, number, e);
            // It waits beside the others, not in the place of one.
            if (number < MostAttempts) _ = AgainAsync(new Attempt(nudge, number + 1), cancellationToken);
            else await GiveUpAsync(nudge, cancellationToken);
        }
    }

    private async Task AgainAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!cancellationToken.IsCancellationRequested) _due.Writer.TryWrite(attempt);
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
