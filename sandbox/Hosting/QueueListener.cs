using Azure;
using ChatOps.Azure.Storage;
using Microsoft.Extensions.Logging;

namespace ChatOps.Sandbox.Hosting;

/// <summary>
/// Hands a queue's messages to a function: at least once each, several at a time, and after so many attempts in vain into
/// <c>QUEUE-poison</c>. It does not make its queue; where there is none, there are no messages.
/// </summary>
/// <param name="invoke">Takes the message and its text; when it throws, the message is tried again.</param>
internal sealed class QueueListener(
    QueueServiceClient queues, string name, QueuesSection settings, Func<QueueMessage, string, CancellationToken, Task> invoke, ILogger log)
{
    private const string PoisonSuffix = "-poison";

    private readonly QueueClient _queue = queues.GetQueueClient(name);

    /// <summary>
    /// A poison queue has none of its own: what fails there is hidden until its lease ends and tried again, five times in all. Then it
    /// lies there.
    /// </summary>
    private readonly QueueClient? _poison = name.EndsWith(PoisonSuffix, StringComparison.Ordinal) ? null : queues.GetQueueClient(name + PoisonSuffix);

    /// <summary>Doubled each time that there was nothing, up to the longest polling interval.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    /// <summary>For how long a message is ours.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>What leases go by. Real time, as the queue's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Until it is cancelled; it ends when the functions that run then have ended.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var (running, pause) = (new List<Task>(), TimeSpan.Zero);
        try
        {
            while (true)
            {
                var before = running.Count;
                await UnlessUnreachableAsync(
                    // What was begun is not broken off with the listening.
                    async () => running.AddRange(await BeginAsync(cancellationToken, CancellationToken.None)), cancellationToken);
                pause = running.Count > before ? TimeSpan.Zero : Longer(pause);
                await Task.Delay(pause, TimeProvider.System, cancellationToken);
                // One that takes long holds up none but itself.
                while (running.Count > (settings.NewBatchThreshold ?? settings.BatchSize / 2))
                    running.Remove(await Task.WhenAny(running).WaitAsync(cancellationToken));
            }
        }
        finally
        {
            await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Takes a batch of what is there, once.</summary>
    /// <returns>How many messages there were.</returns>
    public async Task<int> PumpAsync(CancellationToken cancellationToken)
    {
        var running = await BeginAsync(cancellationToken, cancellationToken);
        await Task.WhenAll(running);
        return running.Count;
    }

    private TimeSpan Longer(TimeSpan pause)
    {
        var longer = pause == TimeSpan.Zero ? FirstPause : pause * 2;
        return longer < settings.MaxPollingInterval ? longer : settings.MaxPollingInterval;
    }

    private async Task<IReadOnlyList<Task>> BeginAsync(CancellationToken receiving, CancellationToken cancellationToken)
    {
        try
        {
            var messages = await _queue.ReceiveMessagesAsync(settings.BatchSize, Lease, receiving);
            return [.. messages.Select(message => UnlessUnreachableAsync(() => TakeAsync(message, cancellationToken), cancellationToken))];
        }
        catch (RequestFailedException e) when (e.ErrorCode is "QueueNotFound" or "QueueBeingDeleted")
        {
            return [];
        }
    }

    /// <summary>No storage account is reached always: whatever it throws, we go on.</summary>
    private async Task UnlessUnreachableAsync(Func<Task> act, CancellationToken cancellationToken)
    {
        try
        {
            await act();
        }
        catch (Exception e) when (e is not HandlerFailedException && (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested))
        {
            Log.Unreachable(log, name, e);
        }
    }

    private async Task TakeAsync(QueueMessage message, CancellationToken cancellationToken)
    {
        if (message.DequeueCount > settings.MaxDequeueCount)
        {
            // It broke the program each time, before anybody could say that it failed. Or there is nowhere to put it: then it stays here,
            // hidden until its lease ends, and is received again and again, but nobody is called for it.
            if (_poison is not null) await GiveUpAsync(_poison, message, null, cancellationToken);
            return;
        }
        Exception? failure = null;
        var receipt = await new MessageLease(_queue, message, Lease, Time).DuringAsync(async () => failure = await TryAsync(message, cancellationToken));
        await SettleAsync(message with { PopReceipt = receipt }, failure, cancellationToken);
    }

    /// <returns>Why it was not handled.</returns>
    private async Task<Exception?> TryAsync(QueueMessage message, CancellationToken cancellationToken)
    {
        try
        {
            var text = settings.MessageEncoding.Equals("none", StringComparison.OrdinalIgnoreCase) ? message.Encoded : message.Body.ToString();
            await invoke(message, text, cancellationToken);
            return null;
        }
        catch (Exception e) when (e is not HandlerFailedException && !cancellationToken.IsCancellationRequested)
        {
            return e;
        }
    }

    private async Task SettleAsync(QueueMessage message, Exception? failure, CancellationToken cancellationToken)
    {
        if (failure is null)
        {
            await DropAsync(message, cancellationToken);
        }
        else if (message.DequeueCount >= settings.MaxDequeueCount)
        {
            if (_poison is not null) await GiveUpAsync(_poison, message, failure, cancellationToken);
            else Log.Left(log, name, message.MessageId, message.DequeueCount, failure);
        }
        else
        {
            Log.NotHandled(log, name, message.MessageId, message.DequeueCount, failure);
            if (_poison is null) return;
            await UnlessLostAsync(() => _queue.UpdateMessageAsync(message.MessageId, message.PopReceipt, settings.VisibilityTimeout, cancellationToken));
        }
    }

    /// <summary>Rather in both queues than in none.</summary>
    private async Task GiveUpAsync(QueueClient poison, QueueMessage message, Exception? exception, CancellationToken cancellationToken)
    {
        await poison.CreateIfNotExistsAsync(cancellationToken);
        await poison.SendEncodedAsync(message.Encoded, TimeSpan.Zero, cancellationToken);
        await DropAsync(message, cancellationToken);
        Log.Poisoned(log, name, message.MessageId, message.DequeueCount, poison.Name, exception);
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
