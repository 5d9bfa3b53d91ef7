using ChatOps.Core.Machines;
using Microsoft.Extensions.Logging;

namespace ChatOps.Azure;

/// <summary>What Azure's side has to say to the operator.</summary>
internal static partial class Log
{
    [LoggerMessage(303, LogLevel.Warning, "Queue {Queue}: machine {Machine} could not be nudged; the next sweep finds it")]
    public static partial void NotNudged(ILogger logger, string queue, MachineId machine, Exception exception);
}
