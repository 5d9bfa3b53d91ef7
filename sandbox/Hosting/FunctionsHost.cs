using ChatOps.Azure.Storage;
using Microsoft.Extensions.Logging;

namespace ChatOps.Sandbox.Hosting;

/// <summary>
/// Plays the Azure Functions host for a published custom handler, on the loopback. No Functions host can be had here; what it
/// does and sends was read in that host's source, so that the handler meets here what it meets in Azure.
/// </summary>
public sealed class FunctionsHost : IAsyncDisposable
{
    private readonly Handler _handler;
    private readonly Invoker _invoker;
    private readonly List<QueueListener> _queues;
    private readonly List<TimerListener> _timers;
    private HttpFront? _front;

    private FunctionsHost(FunctionApp app, FunctionsHostOptions options)
    {
        var log = options.Logs.CreateLogger<FunctionsHost>();
        var command = new HandlerCommand(Path.GetFullPath(options.AppRoot), app.Host.CustomHandler, options.Settings, options.Output);
        var envelope = new Envelope(options.Payload, options.Time);
        _handler = new Handler(command, options.Time, log);
        _invoker = new Invoker(_handler, app.Host.FunctionTimeout, OnInvoked, log);
        _queues = [.. app.Functions.OfType<QueueFunction>().Select(function => Listener(function, app, options, envelope, log))];
        _timers =
        [
            .. app.Functions.OfType<TimerFunction>().Select(function => new TimerListener(
                function, options.Timers.Of(function.Name), envelope, _invoker, options.Time, log)),
        ];
    }

    /// <summary>Raised after each call of a function, by whichever thread made it.</summary>
    public event Action<Invocation>? Invoked;

    /// <summary>The public HTTP endpoint.</summary>
    public Uri Address => _front?.Address ?? throw new InvalidOperationException("The host was not started.");

    /// <summary>The handler that runs now.</summary>
    public HandlerInfo Handler => _handler.Info;

    /// <exception cref="InvalidDataException">The published folder is wrong, or asks for what this host does not play.</exception>
    /// <exception cref="HandlerFailedException">The handler did not start in time; carries its last lines.</exception>
    public static async Task<FunctionsHost> StartAsync(FunctionsHostOptions options, CancellationToken cancellationToken)
    {
        var app = FunctionApp.Read(options.AppRoot, options.Settings);
        var host = new FunctionsHost(app, options);
        try
        {
            await host._handler.StartAsync(cancellationToken);
            host._front = await HttpFront.StartAsync(app, new HttpProxy(host._handler, host.OnInvoked), cancellationToken);
            _ = host.CloseWithTheHandlerAsync(host._front);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes what is visible in each queue once, calls the functions and settles the messages. For hosts driven by virtual time.</summary>
    /// <returns>False when there was nothing.</returns>
    /// <exception cref="HandlerFailedException">The handler crashed too often.</exception>
    public async Task<bool> PumpAsync(CancellationToken cancellationToken)
    {
        // Nothing is taken that could not be worked on.
        await _handler.ReadyAsync(cancellationToken);
        var taken = await Task.WhenAll(_queues.Select(queue => queue.PumpAsync(cancellationToken)));
        return taken.Sum() > 0;
    }

    /// <summary>One occurrence of a timer, now, whoever listens to it.</summary>
    /// <exception cref="InvocationFailedException">The function failed.</exception>
    public Task RunTimerAsync(string function, CancellationToken cancellationToken)
    {
        var timer = _timers.Find(timer => timer.Function == function) ?? throw new ArgumentException($"There is no timer {function}.", nameof(function));
        return timer.RunOnceAsync(cancellationToken);
    }

    /// <summary>Listens to queues and timers until it is cancelled; ends when what runs then has ended.</summary>
    /// <exception cref="HandlerFailedException">The handler crashed too often.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<Task> listening = [.. _queues.Select(queue => queue.RunAsync(stop.Token)), .. _timers.Select(timer => timer.RunAsync(stop.Token))];
        try
        {
            // None of them ends unless something is wrong.
            await await Task.WhenAny([_handler.GaveUp, .. listening]);
            throw new HandlerFailedException(await _handler.GaveUp);
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(listening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Kills the handler at once and starts it again. It is not counted as a crash.</summary>
    public Task RestartAsync(CancellationToken cancellationToken) => _handler.RestartAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _handler.DisposeAsync();
        if (_front is not null) await _front.DisposeAsync();
        _invoker.Dispose();
    }

    private QueueListener Listener(QueueFunction function, FunctionApp app, FunctionsHostOptions options, Envelope envelope, ILogger log)
    {
        return new QueueListener(options.Queues, function.Queue, app.Host.Extensions.Queues, InvokeAsync, log);

        Task InvokeAsync(QueueMessage message, string text, CancellationToken cancellationToken) =>
            _invoker.InvokeAsync(function, envelope.Of(function, message, text), message.DequeueCount, cancellationToken);
    }

    private async Task CloseWithTheHandlerAsync(HttpFront front)
    {
        await _handler.GaveUp;
        await front.StopAsync(CancellationToken.None);
    }

    private void OnInvoked(Invocation invocation) => Invoked?.Invoke(invocation);
}
