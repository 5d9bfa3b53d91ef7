using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ChatOps.Sandbox.Hosting;

/// <summary>One process of the custom handler, from its start to its end.</summary>
internal sealed class HandlerProcess : IAsyncDisposable
{
    private const int LinesKept = 20;
    private static readonly TimeSpan BetweenPings = TimeSpan.FromMilliseconds(10);

    private static readonly ConcurrentDictionary<int, bool> PortsGiven = [];

    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly Queue<string> _lastLines = [];
    private readonly TaskCompletionSource _accountedFor = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;
    private readonly DeathWatch _watch;
    private readonly Lazy<Task> _ended;
    private TimeSpan _readyAfter;

    private HandlerProcess(ProcessStartInfo start, int port, Action<string>? output)
    {
        Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/"));
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, e) => Said(e.Data, output);
        _process.ErrorDataReceived += (_, e) => Said(e.Data, output);
        _process.Start();
        _watch = DeathWatch.Over(_process);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Id = _process.Id;
        Exited = ExitAsync();
        _ended = new Lazy<Task>(EndAsync);
    }

    public int Id { get; }

    public Uri Address { get; }

    /// <summary>Ends when it has exited and all that it said was read.</summary>
    public Task Exited { get; }

    public int ExitCode { get; private set; }

    /// <summary>Ends when somebody has seen that it exited, and has done something about it.</summary>
    public Task AccountedFor => _accountedFor.Task;

    public HandlerInfo Info
    {
        get
        {
            if (Exited.IsCompleted) return new HandlerInfo(Id, Address, 0, _readyAfter);
            _process.Refresh();
            return new HandlerInfo(Id, Address, _process.WorkingSet64, _readyAfter);
        }
    }

    /// <exception cref="HandlerFailedException">There is no such program, or it cannot be run.</exception>
    public static HandlerProcess Start(HandlerCommand command)
    {
        var port = FreePort();
        try
        {
            return new HandlerProcess(command.ToStartInfo(port), port, command.Output);
        }
        catch (Win32Exception e)
        {
            throw new HandlerFailedException($"The handler could not be started: {e.Message}", e);
        }
    }

    /// <summary>Pings it until it answers, whatever it answers.</summary>
    /// <exception cref="HandlerFailedException">It exits, or does not answer in time; carries its last lines.</exception>
    public async Task ReadyAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
        limit.CancelAfter(patience);
        try
        {
            while (!await AnswersAsync(client, limit.Token))
            {
                if (Exited.IsCompleted) throw new HandlerFailedException($"The handler exited with {ExitCode} before it listened. {LastLines}");
                await Task.Delay(BetweenPings, TimeProvider.System, limit.Token);
            }
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HandlerFailedException($"The handler did not listen on its port within {patience}. {LastLines}", e);
        }
        _readyAfter = Stopwatch.GetElapsedTime(_began);
    }

    /// <summary>Kills it at once, with nothing said to it before.</summary>
    public ValueTask DisposeAsync() => new(_ended.Value);

    public string LastLines
    {
        get
        {
            lock (_lastLines) return _lastLines.Count == 0 ? "It said nothing." : $"It said last:\n{string.Join('\n', _lastLines)}";
        }
    }

    private async Task ExitAsync()
    {
        await _process.WaitForExitAsync();
        ExitCode = _process.ExitCode;
    }

    private async Task EndAsync()
    {
        _watch.Dispose();
        _process.Kill();
        await Exited;
        _process.Dispose();
        _accountedFor.TrySetResult();
    }

    private void Said(string? line, Action<string>? output)
    {
        if (line is null) return;
        lock (_lastLines)
        {
            _lastLines.Enqueue(line);
            if (_lastLines.Count > LinesKept) _lastLines.Dequeue();
        }
        output?.Invoke(line);
    }

    /// <summary>Only a refused connection means that it is not there yet; the Functions host takes any other trouble for an answer.</summary>
    private async Task<bool> AnswersAsync(HttpClient client, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.GetAsync(Address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return true;
        }
        catch (HttpRequestException e)
        {
            return e.InnerException is not SocketException;
        }
    }

    /// <summary>Free when it was looked at, and given to no other handler: a ping could not tell it from ours.</summary>
    private static int FreePort()
    {
        while (true)
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            var port = ((IPEndPoint)listener.LocalEndpoint).Port;
            if (PortsGiven.TryAdd(port, true)) return port;
        }
    }
}
