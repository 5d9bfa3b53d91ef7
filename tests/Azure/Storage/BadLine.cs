using System.Net;
using Azure.Core.Pipeline;

namespace ChatOps.Tests.Azure.Storage;

/// <summary>How the line fails a request.</summary>
public enum Trouble
{
    /// <summary>It is carried out, but the connection breaks before the answer.</summary>
    AnswerLost,

    /// <summary>It is carried out, but a gateway on the way back answers in its place.</summary>
    AnswerReplaced,

    /// <summary>It is carried out, but the batch's answer, a success by its status, says within that the server failed.</summary>
    AnswerFailedWithin,

    /// <summary>It is carried out, but takes longer than anybody waits.</summary>
    AnswerLate,

    /// <summary>It does not arrive.</summary>
    RequestLost,
}

/// <summary>A line to a real server that fails writes as a test says; each trouble befalls one try.</summary>
internal sealed class BadLine() : DelegatingHandler(new SocketsHttpHandler())
{
    private const string FailedWithin = """
        --batchresponse_1
        Content-Type: multipart/mixed; boundary=changesetresponse_1

        --changesetresponse_1
        Content-Type: application/http

        HTTP/1.1 503 Service Unavailable
        Content-Type: application/json

        {"odata.error":{"code":"ServerBusy","message":{"lang":"en-US","value":"0:The server is busy."}}}
        --changesetresponse_1--
        --batchresponse_1--
        """;

    /// <summary>For the next tries, in order.</summary>
    public Queue<Trouble> Troubles { get; } = [];

    /// <summary>What others do while this client waits for the answer that does not come.</summary>
    public Func<Task> Meanwhile { get; set; } = () => Task.CompletedTask;

    /// <summary>Verb and last part of the path of each request, and when it says it was made.</summary>
    public List<(string What, string Authorization)> Requests { get; } = [];

    public HttpPipelineTransport Transport() => new HttpClientTransport(new HttpClient(this, disposeHandler: false));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Add(($"{request.Method} {request.RequestUri?.Segments[^1]}", $"{request.Headers.Authorization}"));
        if (request.Method == HttpMethod.Get || !Troubles.TryDequeue(out var trouble)) return await base.SendAsync(request, cancellationToken);
        if (trouble != Trouble.RequestLost) (await base.SendAsync(request, cancellationToken)).Dispose();
        await Meanwhile();
        return trouble switch
        {
            Trouble.AnswerReplaced => Answer(HttpStatusCode.BadGateway, "<h1>Oops"),
            Trouble.AnswerFailedWithin => Answer(HttpStatusCode.Accepted, FailedWithin),
            Trouble.AnswerLate => throw new TaskCanceledException("The pipeline's own time limit."),
            _ => throw new HttpRequestException("The connection was closed."),
        };

        HttpResponseMessage Answer(HttpStatusCode status, string body) => new(status) { RequestMessage = request, Content = new StringContent(body) };
    }
}
