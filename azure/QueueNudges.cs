using System.Text.Json;
using Azure;
using ChatOps.Azure.Storage;
using ChatOps.Core.Machines;
using Microsoft.Extensions.Logging;

namespace ChatOps.Azure;

/// <summary>
/// Nudges as messages of two storage queues. A message is a machine's id; Event Grid puts its events of the machines'
/// resource group into the same queue (docs/adr/0004).
/// </summary>
/// <param name="queues">Made with <see cref="ClientOptions"/>.</param>
public sealed class QueueNudges(QueueServiceClient queues, ILogger<QueueNudges> log) : INudges
{
    /// <summary>Whom to look at.</summary>
    public const string Reconcile = "reconcile";

    /// <summary>Whose outbox to deliver.</summary>
    public const string Outbox = "outbox";

    private readonly QueueClient _reconcile = queues.GetQueueClient(Reconcile);
    private readonly QueueClient _outbox = queues.GetQueueClient(Outbox);

    /// <summary>
    /// One short try. Somebody may be waiting for the answer to a command that nudges, and a nudge may be lost; what works on
    /// the queues has the time to try again.
    /// </summary>
    public static QueueClientOptions ClientOptions()
    {
        var options = new QueueClientOptions();
        options.Retry.MaxRetries = 0;
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(2);
        return options;
    }

    public Task<bool> LookAsync(MachineId machine, CancellationToken cancellationToken) => SendAsync(_reconcile, machine, cancellationToken);

    public Task<bool> DeliverAsync(MachineId machine, CancellationToken cancellationToken) => SendAsync(_outbox, machine, cancellationToken);

    public static string QueueOf(NudgeKind kind) => kind switch
    {
        NudgeKind.Look => Reconcile,
        NudgeKind.Deliver => Outbox,
    };

    /// <summary>Reads a message of either queue: a machine's id, or an event in Event Grid's schema, whose subject is the ARM id of a resource.</summary>
    /// <param name="machine">The machine that it is about; null of an event that is about none of ours.</param>
    /// <returns>False when it is neither.</returns>
    public static bool TryRead(string text, out MachineId? machine)
    {
        machine = MachineId.Parse(text);
        if (machine is not null) return true;
        try
        {
            using var message = JsonDocument.Parse(text);
            if (message.RootElement is { ValueKind: JsonValueKind.Object } told
                && told.TryGetProperty("subject", out var subject)
                && subject.ValueKind == JsonValueKind.String)
            {
                machine = AzureInventory.MachineOf(subject.GetString() ?? "");
                return true;
            }
        }
        // The latter where a text is none, such as half a surrogate pair.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Said below.
        }
        return false;
    }

    private async Task<bool> SendAsync(QueueClient queue, MachineId machine, CancellationToken cancellationToken)
    {
        try
        {
            try
            {
                await queue.SendMessageAsync(machine.Value, TimeSpan.Zero, cancellationToken);
            }
            // The first nudge of all.
            catch (RequestFailedException e) when (e.ErrorCode == "QueueNotFound")
            {
                await queue.CreateIfNotExistsAsync(cancellationToken);
                await queue.SendMessageAsync(machine.Value, TimeSpan.Zero, cancellationToken);
            }
            return true;
        }
        // Whatever it is, the sweep finds the machine. Being cancelled by the caller is nothing that the queue does.
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Log.NotNudged(log, queue.Name, machine, e);
            return false;
        }
    }
}
