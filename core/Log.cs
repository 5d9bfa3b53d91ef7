using ChatOps.Core.Machines;
using Microsoft.Extensions.Logging;

namespace ChatOps.Core;

/// <summary>What core has to say to the operator.</summary>
internal static partial class Log
{
    /// <summary>What passes by itself is worth a line only to who looks for it.</summary>
    public static void Refused(ILogger logger, MachineId machine, string what, CloudFault fault) => Refused(
        logger, fault.Kind is FaultKind.Transient or FaultKind.Throttled or FaultKind.Conflict ? LogLevel.Information : LogLevel.Warning,
        machine, what, fault.Kind, fault.Code, fault.Message);

    [LoggerMessage(EventId = 100, Message = "Machine {Machine}: Azure refused {What}: {Kind} {Code} {Message}")]
    private static partial void Refused(ILogger logger, LogLevel level, MachineId machine, string what, FaultKind kind, string code, string message);

    [LoggerMessage(101, LogLevel.Error, "Machine {Machine}: a bug in its step; it is looked at again later")]
    public static partial void Broken(ILogger logger, MachineId machine, Exception exception);
}
