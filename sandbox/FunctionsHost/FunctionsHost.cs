namespace ChatOps.Sandbox.Hosting;

/// <summary>
/// Plays the Azure Functions host for a published custom handler, on the loopback. No Functions host can be had here; what it
/// does and sends was read in that host's source, so that the handler meets here what it meets in Azure.
/// </summary>
public sealed class FunctionsHost : IAsyncDisposable
{
    private FunctionsHost() { }

    /// <summary>Raised after each call of a function, by whichever thread made it.</summary>
    public event Action<Invocation>? Invoked;

    /// <summary>The public HTTP endpoint.</summary>
    public Uri Address => throw new NotImplementedException();

    /// <summary>The handler that runs now.</summary>
    public HandlerInfo Handler => throw new NotImplementedException();

    /// <exception cref="InvalidDataException">The published folder is wrong, or asks for what this host does not play.</exception>
    /// <exception cref="HandlerFailedException">The handler did not start in time; carries its last lines.</exception>
    public static Task<FunctionsHost> StartAsync(FunctionsHostOptions options, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Takes what is visible in each queue once, calls the functions and settles the messages. For hosts driven by virtual time.</summary>
    /// <returns>False when there was nothing.</returns>
    public Task<bool> PumpAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>One occurrence of a timer, now.</summary>
    /// <exception cref="InvocationFailedException">The function failed.</exception>
    public Task RunTimerAsync(string function, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Listens to queues and timers until it is cancelled; ends when what runs then has ended.</summary>
    /// <exception cref="HandlerFailedException">The handler crashed too often.</exception>
    public Task RunAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Kills the handler at once and starts it again. It is not counted as a crash.</summary>
    public Task RestartAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    public ValueTask DisposeAsync()
    {
        Invoked?.Invoke(new Invocation("", Guid.Empty, 0, false, TimeSpan.Zero));
        return ValueTask.CompletedTask;
    }
}
