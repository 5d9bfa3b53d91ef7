using System.Text;
using Microsoft.Extensions.Logging;

namespace ChatOps.Sandbox;

/// <summary>Logs as plain lines with what they are about, to wherever the sandbox wants them.</summary>
internal sealed class LineLogs(TextWriter writer, LogLevel least) : ILoggerProvider, ILogger, ISupportExternalScope
{
    private IExternalScopeProvider? _scopes;

    /// <param name="writer">Flushed after each line; not disposed.</param>
    /// <param name="least">What is less than this is not written.</param>
    public static ILoggerFactory To(TextWriter writer, LogLevel least = LogLevel.Warning) => new LoggerFactory([new LineLogs(writer, least)],
        new LoggerFilterOptions { MinLevel = least });

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => _scopes?.Push(state);

    public bool IsEnabled(LogLevel logLevel) => logLevel >= least;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        var about = new StringBuilder();
        _scopes?.ForEachScope((scope, text) => text.Append(text.Length == 0 ? " [" : "; ").Append(scope), about);
        if (about.Length > 0) about.Append(']');
        lock (writer)
        {
            writer.WriteLine($"{logLevel}: {formatter(state, exception)}{about}{(exception is null ? "" : $"\n{exception}")}");
            writer.Flush();
        }
    }

    public void Dispose()
    {
        // The writer is its owner's.
    }
}
