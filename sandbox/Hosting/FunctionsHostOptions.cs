using ChatOps.Azure.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOps.Sandbox.Hosting;

public sealed record FunctionsHostOptions
{
    /// <summary>The published folder: <c>host.json</c>, a folder for each function, and the handler's executable.</summary>
    public required string AppRoot { get; init; }

    /// <summary>App settings. All of them are in the handler's environment; <c>AzureFunctionsJobHost__A__B</c> overrides <c>A.B</c> of host.json.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>The queues behind <c>AzureWebJobsStorage</c>.</summary>
    public required QueueServiceClient Queues { get; init; }

    public PayloadReading Payload { get; init; }

    /// <summary>What timers go by and envelopes show, and within what crashes are counted. Waiting for processes and queues takes real time.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Each line that the handler writes to its output or its error.</summary>
    public Action<string>? Output { get; init; }

    /// <summary>Shared by all instances of one app.</summary>
    public SharedTimers Timers { get; init; } = new();

    /// <summary>What the host itself has to say, and the <c>Logs</c> of answers.</summary>
    public ILoggerFactory Logs { get; init; } = NullLoggerFactory.Instance;
}

/// <summary>How often a queue message's text is encoded on its way into the envelope.</summary>
public enum PayloadReading
{
    /// <summary>Twice, and numbers as strings, as the host's source reads.</summary>
    AsTheHostWrites,

    /// <summary>Once, and numbers as numbers, as Microsoft's documentation shows it.</summary>
    AsDocumented,
}

/// <summary>One call of a function.</summary>
/// <param name="DequeueCount">How often its message was received; 0 when a queue did not call it.</param>
/// <param name="Succeeded">For a proxied HTTP request: whether it was answered, however.</param>
/// <param name="Took">In real time.</param>
public sealed record Invocation(string Function, Guid Id, long DequeueCount, bool Succeeded, TimeSpan Took);

/// <param name="ResidentBytes">As of now.</param>
/// <param name="ReadyAfter">From the start of its process to the first answer.</param>
public sealed record HandlerInfo(int ProcessId, Uri Address, long ResidentBytes, TimeSpan ReadyAfter);

/// <summary>The function did not do what it was called for; says why.</summary>
public sealed class InvocationFailedException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The handler did not start, or crashed too often; carries what it said last.</summary>
public sealed class HandlerFailedException(string message, Exception? inner = null) : Exception(message, inner);
