using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;

namespace ChatOps.Sandbox.Hosting;

/// <summary>Calls functions by envelope.</summary>
/// <param name="timeout">How long one may take; below zero for any time.</param>
internal sealed class Invoker(Handler handler, TimeSpan timeout, Action<Invocation> invoked, ILogger log) : IDisposable
{
    public const string InvocationId = "X-Azure-Functions-InvocationId";
    public const string HostVersion = "X-Azure-Functions-HostVersion";

    /// <summary>One like those in Azure; nothing should depend on which.</summary>
    public const string Version = "4.1041.200.1";

    /// <summary>It follows redirects, as the Functions host does here.</summary>
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };

    /// <param name="dequeueCount">0 when it is no queue's message.</param>
    /// <exception cref="InvocationFailedException">The function failed.</exception>
    /// <exception cref="HandlerFailedException">The host has shut down.</exception>
    public async Task InvokeAsync(Function function, string envelope, long dequeueCount, CancellationToken cancellationToken)
    {
        var process = await handler.ReadyAsync(cancellationToken);
        var (id, began, succeeded) = (Guid.NewGuid(), Stopwatch.GetTimestamp(), false);
        try
        {
            var answer = await CallAsync(process, function, id, envelope, cancellationToken);
            foreach (var line in answer.Logs ?? []) Log.Said(log, function.Name, id, line);
            succeeded = true;
        }
        finally
        {
            invoked(new Invocation(function.Name, id, dequeueCount, succeeded, Stopwatch.GetElapsedTime(began)));
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<Answer> CallAsync(HandlerProcess process, Function function, Guid id, string envelope, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (timeout > TimeSpan.Zero) limit.CancelAfter(timeout);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(process.Address, function.Name));
        request.Content = new StringContent(envelope, new UTF8Encoding(false), "application/json");
        request.Headers.Add(InvocationId, id.ToString());
        request.Headers.Add(HostVersion, Version);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Azure-Functions-Host", Version));
        try
        {
            using var response = await _client.SendAsync(request, limit.Token);
            return await Answer.ReadAsync(response, cancellationToken);
        }
        // A connection that breaks while it is made is told as any of these.
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            await Handler.AccountForAsync(process, cancellationToken);
            throw new InvocationFailedException($"{function.Name} was not answered: {e.Message}", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            // Nobody can tell the handler that it has taken too long.
            await handler.RestartAsync(process, cancellationToken);
            throw new InvocationFailedException($"{function.Name} took longer than functionTimeout ({timeout}).", e);
        }
    }
}
