using Microsoft.Extensions.Logging;

namespace ChatOps.Functions.Hosts;

/// <summary>
/// What a log line is about, without the connection that it came by. Kestrel's scope of that has the category of its errors, so that
/// no filter takes away the one and leaves the other.
/// </summary>
internal sealed class OwnScopes : IExternalScopeProvider
{
    private const string Servers = "Microsoft.AspNetCore.";

    private readonly LoggerExternalScopeProvider _inner = new();

    public void ForEachScope<TState>(Action<object?, TState> callback, TState state) => _inner.ForEachScope(callback, state);

    public IDisposable Push(object? state) =>
        state?.GetType().FullName?.StartsWith(Servers, StringComparison.Ordinal) == true ? Nothing.Pushed : _inner.Push(state);

    private sealed class Nothing : IDisposable
    {
        public static readonly Nothing Pushed = new();

        public void Dispose()
        {
        }
    }
}
