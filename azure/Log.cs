using ChatOps.Core.Machines;
using Microsoft.Extensions.Logging;

namespace ChatOps.Azure;

/// <summary>What Azure's side has to say to the operator.</summary>
internal static partial class Log
{
    [LoggerMessage(300, LogLevel.Warning, "Queue {Queue}: message {Message} was not handled, attempt {Attempt}; it is tried again")]
    public static partial void NotHandled(ILogger logger, string queue, string message, long attempt, Exception exception);

    [LoggerMessage(301, LogLevel.Error, "Queue {Queue}: message {Message} was given up after {Attempts} attempts; it lies in {Poison}")]
    public static partial void Poisoned(ILogger logger, string queue, string message, long attempts, string poison, Exception? exception);

    [LoggerMessage(302, LogLevel.Warning, "Queue {Queue} could not be worked on; it is tried again")]
    public static partial void Unreachable(ILogger logger, string queue, Exception exception);

    [LoggerMessage(303, LogLevel.Warning, "Queue {Queue}: machine {Machine} could not be nudged; the next sweep finds it")]
    public static partial void NotNudged(ILogger logger, string queue, MachineId machine, Exception exception);
}
