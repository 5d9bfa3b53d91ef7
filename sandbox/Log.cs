using Microsoft.Extensions.Logging;

namespace ChatOps.Sandbox;

/// <summary>What the sandbox passes on.</summary>
internal static partial class Log
{
    /// <summary>A line of a program in another process: it begins with its level.</summary>
    public static void Said(ILogger logger, string line) => Said(logger, line.Split(':')[0] switch
    {
        "fail" or "crit" => LogLevel.Error,
        "warn" => LogLevel.Warning,
        _ => LogLevel.Debug,
    }, line);

    [LoggerMessage(EventId = 500, Message = "{Line}")]
    private static partial void Said(ILogger logger, LogLevel level, string line);
}
