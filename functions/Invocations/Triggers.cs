using ChatOps.Azure;
using ChatOps.Core.Machines;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace ChatOps.Functions.Invocations;

/// <summary>Where the Functions host calls the functions that are not HTTP: <c>POST /FUNCTION</c> with an <see cref="InvocationRequest"/>.</summary>
/// <remarks>
/// There is no secret between host and handler. What keeps the public out: the handler listens on the loopback only, and
/// every public route of the host begins with <c>/api/</c>. What only the host sends is asked for all the same.
/// </remarks>
internal sealed class Triggers(IEndpointRouteBuilder routes, ILogger log)
{
    private const string InvocationId = "X-Azure-Functions-InvocationId";

    /// <summary>The host completes an invocation by its answer's body; without one it would wait for ever.</summary>
    private const string Done = """{"Outputs":{},"Logs":[],"ReturnValue":null}""";

    /// <param name="runAsync">When it throws, the host tries a message again; a timer comes again by itself.</param>
    public void Map(string function, Func<InvocationRequest, CancellationToken, Task> runAsync) =>
        routes.MapPost($"/{function}", http => InvokeAsync(http, function, runAsync));

    /// <summary>What the host takes from a queue. A message that cannot be read is given up in the end, like any other that fails.</summary>
    public void Map(NudgeKind kind, Product product) => Map(QueueNudges.QueueOf(kind), (call, cancellationToken) =>
    {
        if (!QueueNudges.TryRead(call.Message(), out var machine)) throw new FormatException("The message is neither a machine's id nor an event.");
        return machine is { } id ? product.HandleAsync(new Nudge(kind, id), cancellationToken) : Task.CompletedTask;
    });

    /// <summary>What the host runs by the clock.</summary>
    public void Map(string function, Chore chore) => Map(function, (call, cancellationToken) =>
    {
        if (call.IsLate) Log.PastDue(log, chore.Name);
        return chore.RunAsync(cancellationToken);
    });

    private async Task InvokeAsync(HttpContext http, string function, Func<InvocationRequest, CancellationToken, Task> runAsync)
    {
        var (request, status) = await ReadAsync(http);
        if (request is null || !Guid.TryParse(http.Request.Headers[InvocationId], out var invocation))
        {
            Log.Refused(log, function);
            await AnswerAsync(http, status, """{"error":"This is no invocation by the Functions host."}""");
            return;
        }
        using var scope = Log.Running(log, function, invocation);
        try
        {
            await runAsync(request, http.RequestAborted);
            await AnswerAsync(http, StatusCodes.Status200OK, Done);
        }
        catch (Exception e) when (e is not OperationCanceledException || !http.RequestAborted.IsCancellationRequested)
        {
            Log.Failed(log, function, invocation, request.Attempt, e);
            await AnswerAsync(http, StatusCodes.Status500InternalServerError, $$"""{"error":"Invocation {{invocation}} failed; the log says why."}""");
        }
    }

    /// <returns>Null, with the status to answer, when the body is none of the host's.</returns>
    private static async Task<(InvocationRequest? Request, int Status)> ReadAsync(HttpContext http)
    {
        try
        {
            return (await InvocationRequest.ReadAsync(http.Request.Body, http.RequestAborted), StatusCodes.Status400BadRequest);
        }
        // It is too long, or came too slowly.
        catch (BadHttpRequestException e)
        {
            return (null, e.StatusCode);
        }
    }

    private static Task AnswerAsync(HttpContext http, int status, string json)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(json, http.RequestAborted);
    }
}
