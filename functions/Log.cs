using ChatOps.Core.Machines;
using Microsoft.Extensions.Logging;

namespace ChatOps.Functions;

/// <summary>What the hosts have to say to the operator.</summary>
internal static partial class Log
{
    private static readonly Func<ILogger, string, Guid, IDisposable?> InvocationScope =
        LoggerMessage.DefineScope<string, Guid>("function {Function}, invocation {Invocation}");

    /// <summary>Everything that is logged during one invocation says which, as the host's own log does.</summary>
    public static IDisposable? Running(ILogger logger, string function, Guid invocation) => InvocationScope(logger, function, invocation);

    [LoggerMessage(400, LogLevel.Warning, "Function {Function} was called by something that is not the Functions host; refused")]
    public static partial void Refused(ILogger logger, string function);

    [LoggerMessage(401, LogLevel.Error, "Function {Function} failed (invocation {Invocation}, attempt {Attempt})")]
    public static partial void Failed(ILogger logger, string function, Guid invocation, long attempt, Exception exception);

    [LoggerMessage(402, LogLevel.Information, "The {Chore} comes late: nobody ran it when it was due")]
    public static partial void PastDue(ILogger logger, string chore);

    [LoggerMessage(403, LogLevel.Error, "The {Chore} failed; it comes again in {Every}")]
    public static partial void ChoreFailed(ILogger logger, string chore, TimeSpan every, Exception exception);

    [LoggerMessage(404, LogLevel.Warning, "Nudge {Kind} of machine {Machine} failed, attempt {Attempt}")]
    public static partial void NudgeFailed(ILogger logger, NudgeKind kind, MachineId machine, int attempt, Exception exception);

    [LoggerMessage(405, LogLevel.Warning, "The state cannot be read")]
    public static partial void Unhealthy(ILogger logger, Exception exception);

    [LoggerMessage(406, LogLevel.Information, "The state can be read again")]
    public static partial void HealthyAgain(ILogger logger);

    [LoggerMessage(407, LogLevel.Error, "Nudge {Kind} of machine {Machine} was given up, and that could not be written down; the sweep finds what is due")]
    public static partial void NudgeLost(ILogger logger, NudgeKind kind, MachineId machine, Exception exception);

    [LoggerMessage(408, LogLevel.Warning, "The admins could not be told of a message that was given up; it is kept, and the sweep tells them")]
    public static partial void NotTold(ILogger logger, Exception exception);

    [LoggerMessage(409, LogLevel.Information, "The policy {Digest} is in force: {Summary}")]
    public static partial void PolicyInForce(ILogger logger, string digest, string summary);

    [LoggerMessage(410, LogLevel.Warning, "The policy's file is broken ({Digest}); what was in force stays in force. {Problems}")]
    public static partial void PolicyBroken(ILogger logger, string digest, string problems);

    [LoggerMessage(411, LogLevel.Warning, "The policy's file is broken, and the last good one cannot be read from the state")]
    public static partial void NoLastPolicy(ILogger logger, Exception exception);
}
