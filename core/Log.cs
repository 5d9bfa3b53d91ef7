using ChatOps.Core.Machines;
using Microsoft.Extensions.Logging;

namespace ChatOps.Core;

/// <summary>What core has to say to the operator.</summary>
internal static partial class Log
{
    [LoggerMessage(100, LogLevel.Warning, "Machine {Machine}: Azure refused {What}: {Kind} {Code} {Message}")]
    public static partial void Refused(ILogger logger, MachineId machine, string what, FaultKind kind, string code, string message);

    [LoggerMessage(101, LogLevel.Error, "Machine {Machine}: a bug in its step; it is looked at again later")]
    public static partial void Broken(ILogger logger, MachineId machine, Exception exception);
}
