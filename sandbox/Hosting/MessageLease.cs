using Azure;
using ChatOps.Azure.Storage;

namespace ChatOps.Sandbox.Hosting;

/// <summary>Keeps a message ours for as long as it is worked on: halfway to its end the lease is renewed, which changes the receipt.</summary>
internal sealed class MessageLease(QueueClient queue, QueueMessage message, TimeSpan length, TimeProvider time)
{
    private string _receipt = message.PopReceipt;

    /// <summary>Does something meanwhile.</summary>
    /// <returns>The receipt that is valid by then.</returns>
    public async Task<string> DuringAsync(Func<Task> act)
    {
        using var end = new CancellationTokenSource();
        var renewing = RenewAsync(end.Token);
        try
        {
            await act();
        }
        finally
        {
            await end.CancelAsync();
            await renewing;
        }
        return _receipt;
    }

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(length / 2, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancellationToken.IsCancellationRequested) return;
            try
            {
                // Not to be broken off: the answer has the receipt.
                _receipt = await queue.UpdateMessageAsync(message.MessageId, _receipt, length, CancellationToken.None);
            }
            catch (RequestFailedException)
            {
                // Somebody else has it by now, or else it is tried again.
            }
        }
    }
}
