using Microsoft.Extensions.Logging;

namespace ChatOps.Sandbox;

/// <summary>Logs as plain lines, to wherever the sandbox wants them: warnings and what is worse.</summary>
internal sealed class LineLogs(TextWriter writer) : ILoggerProvider, ILogger
{
    /// <param name="writer">Flushed after each line; not disposed.</param>
    public static ILoggerFactory To(TextWriter writer) => new LoggerFactory([new LineLogs(writer)]);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        lock (writer)
        {
            writer.WriteLine($"{logLevel}: {formatter(state, exception)}{(exception is null ? "" : $"\n{exception}")}");
            writer.Flush();
        }
    }

    public void Dispose()
    {
        // The writer is its owner's.
    }
}
