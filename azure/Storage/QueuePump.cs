using Azure;
using Microsoft.Extensions.Logging;

namespace ChatOps.Azure.Storage;

/// <summary>
/// Hands a queue's messages to a handler, as the Functions host does where there is one: at least once each, several at a
/// time, and after five attempts in vain into <c>QUEUE-poison</c>.
/// </summary>
/// <param name="handle">Takes the message's text; when it throws, the message is tried again.</param>
public sealed class QueuePump(
    QueueServiceClient queues, string name, Func<string, CancellationToken, Task> handle, TimeProvider time, ILogger<QueuePump> logger)
{
    private const int MostAttempts = 5;
    private const int AtOnce = 16;

    /// <summary>A handler that takes longer is not alone any more.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly QueueClient _queue = queues.GetQueueClient(name);
    private readonly QueueClient _poison = queues.GetQueueClient($"{name}-poison");

    /// <summary>For how long a message that was not handled waits to be tried again.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long it waits when there is nothing in the queue.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Until it is cancelled; it ends when the handlers that run then have ended.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var (ready, running) = (false, new List<Task>());
        try
        {
            while (true)
            {
                var before = running.Count;
                await UnlessUnreachableAsync(async () =>
                {
                    if (!ready) await _queue.CreateIfNotExistsAsync(cancellationToken);
                    ready = true;
                    running.AddRange(await BeginAsync(AtOnce - before, cancellationToken));
                }, cancellationToken);
                if (running.Count == before) await Task.Delay(Pause, time, cancellationToken);
                // One that takes long holds up none but itself.
                if (running.Count == AtOnce) await Task.WhenAny(running);
                running.RemoveAll(task => task.IsCompleted);
            }
        }
        finally
        {
            await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Takes what is there, once.</summary>
    /// <returns>How many messages there were.</returns>
    public async Task<int> PumpAsync(CancellationToken cancellationToken)
    {
        var running = await BeginAsync(AtOnce, cancellationToken);
        await Task.WhenAll(running);
        return running.Count;
    }

    private async Task<IReadOnlyList<Task>> BeginAsync(int most, CancellationToken cancellationToken)
    {
        var messages = await _queue.ReceiveMessagesAsync(most, Patience, cancellationToken);
        return [.. messages.Select(message => UnlessUnreachableAsync(() => TakeAsync(message, cancellationToken), cancellationToken))];
    }

    /// <summary>No storage account is reached always, and the queue only makes things fast: whatever it throws, we go on.</summary>
    private async Task UnlessUnreachableAsync(Func<Task> act, CancellationToken cancellationToken)
    {
        try
        {
            await act();
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Log.Unreachable(logger, name, e);
        }
    }

    private async Task TakeAsync(QueueMessage message, CancellationToken cancellationToken)
    {
        // It broke the program each time, before anything could be caught.
        if (message.DequeueCount > MostAttempts)
        {
            await GiveUpAsync(message, null, cancellationToken);
            return;
        }
        try
        {
            await handle(message.Body.ToString(), cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            if (message.DequeueCount >= MostAttempts) await GiveUpAsync(message, e, cancellationToken);
            else await TryAgainAsync(message, e, cancellationToken);
            return;
        }
        await DropAsync(message, cancellationToken);
    }

    private async Task TryAgainAsync(QueueMessage message, Exception exception, CancellationToken cancellationToken)
    {
        Log.NotHandled(logger, name, message.MessageId, message.DequeueCount, exception);
        await UnlessLostAsync(() => _queue.UpdateMessageAsync(message.MessageId, message.PopReceipt, RetryAfter, cancellationToken));
    }

    /// <summary>Rather in both queues than in none.</summary>
    private async Task GiveUpAsync(QueueMessage message, Exception? exception, CancellationToken cancellationToken)
    {
        await _poison.CreateIfNotExistsAsync(cancellationToken);
        await _poison.SendEncodedAsync(message.Encoded, TimeSpan.Zero, cancellationToken);
        await DropAsync(message, cancellationToken);
        Log.Poisoned(logger, name, message.MessageId, message.DequeueCount, _poison.Name, exception);
    }

    private Task DropAsync(QueueMessage message, CancellationToken cancellationToken) =>
        UnlessLostAsync(() => _queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, cancellationToken));

    /// <summary>A message that is gone, or that somebody else has received since, is theirs.</summary>
    private static async Task UnlessLostAsync(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (RequestFailedException e) when (e.ErrorCode is "MessageNotFound" or "PopReceiptMismatch")
        {
            // As it should be.
        }
    }
}
