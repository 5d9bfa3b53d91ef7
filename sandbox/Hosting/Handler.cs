using Microsoft.Extensions.Logging;

namespace ChatOps.Sandbox.Hosting;

/// <summary>
/// The handler, whichever process it is just now: one that crashes is followed by another, until the third crash, none of them more
/// than 30 minutes after the one before. (The Functions host keeps the port over this; here each process has its own.)
/// </summary>
internal sealed class Handler(HandlerCommand command, TimeProvider time, ILogger log) : IAsyncDisposable
{
    private const int MostCrashes = 3;
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(30);

    /// <summary>For how long a connection that broke may mean that the process is about to be gone.</summary>
    private static readonly TimeSpan Dying = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly TaskCompletionSource<string> _gaveUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task<HandlerProcess> _current = Task.FromException<HandlerProcess>(new InvalidOperationException("It was not started."));
    private HandlerProcess? _latest;
    private HandlerProcess? _serving;
    private (int Count, DateTimeOffset Last) _crashes;
    private bool _disposed;

    /// <summary>Ends, with the reason, when it is not started again.</summary>
    public Task<string> GaveUp => _gaveUp.Task;

    public HandlerInfo Info => _latest?.Info ?? throw new InvalidOperationException("It was not started.");

    public Task StartAsync(CancellationToken cancellationToken)
    {
        lock (_lock) return _current = LaunchAsync(cancellationToken);
    }

    /// <summary>Waits for a process that answers.</summary>
    /// <exception cref="HandlerFailedException">There will be none.</exception>
    public Task<HandlerProcess> ReadyAsync(CancellationToken cancellationToken)
    {
        lock (_lock) return _current.WaitAsync(cancellationToken);
    }

    /// <summary>Kills the process that serves, which is no crash, and starts another.</summary>
    public Task RestartAsync(CancellationToken cancellationToken)
    {
        lock (_lock) return (_current = ReplaceAsync(_current)).WaitAsync(cancellationToken);
    }

    /// <summary>The same for a process that should have been done by now, unless another serves already.</summary>
    public Task RestartAsync(HandlerProcess process, CancellationToken cancellationToken)
    {
        lock (_lock) return _serving == process ? RestartAsync(cancellationToken) : Task.CompletedTask;
    }

    /// <summary>
    /// To be called when a process did not answer: if it is about to be gone, waits until that was seen, so that whoever asks next
    /// meets the next one.
    /// </summary>
    public static Task AccountForAsync(HandlerProcess process, CancellationToken cancellationToken) =>
        Task.WhenAny(process.AccountedFor, Task.Delay(Dying, TimeProvider.System, cancellationToken));

    public async ValueTask DisposeAsync()
    {
        HandlerProcess? latest;
        lock (_lock) (_disposed, _serving, latest) = (true, null, _latest);
        if (latest is not null) await latest.DisposeAsync();
    }

    private async Task<HandlerProcess> LaunchAsync(CancellationToken cancellationToken)
    {
        HandlerProcess process;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _latest = process = HandlerProcess.Start(command);
        }
        try
        {
            await process.ReadyAsync(command.Handler.InitializationTimeout, cancellationToken);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
        lock (_lock) _serving = _disposed ? null : process;
        _ = FollowAsync(process);
        return process;
    }

    private async Task FollowAsync(HandlerProcess process)
    {
        await process.Exited;
        lock (_lock)
        {
            if (_serving == process)
            {
                _serving = null;
                Log.HandlerCrashed(log, process.Id, process.ExitCode);
                _current = RelaunchAsync(process.LastLines);
            }
        }
        await process.DisposeAsync();
    }

    private async Task<HandlerProcess> RelaunchAsync(string lastLines)
    {
        while (!IsOneTooMany())
        {
            try
            {
                return await LaunchAsync(CancellationToken.None);
            }
            catch (HandlerFailedException e)
            {
                Log.HandlerNotStarted(log, e);
                lastLines = e.Message;
            }
        }
        const string Reason = "Exceeded http worker restart retry count. Shutting down Functions Host.";
        Log.HostShutDown(log, Reason);
        _gaveUp.TrySetResult($"{Reason} {lastLines}");
        throw new HandlerFailedException($"{Reason} {lastLines}");
    }

    private async Task<HandlerProcess> ReplaceAsync(Task<HandlerProcess> current)
    {
        var process = await current;
        Task<HandlerProcess>? relaunched = null;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            // It may have crashed in the meantime, and be started again already.
            if (_serving == process) _serving = null;
            else relaunched = _current;
        }
        if (relaunched is not null) return await relaunched;
        await process.DisposeAsync();
        return await LaunchAsync(CancellationToken.None);
    }

    private bool IsOneTooMany()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            _crashes = (now - _crashes.Last > Forgotten ? 1 : _crashes.Count + 1, now);
            return _crashes.Count >= MostCrashes;
        }
    }
}
