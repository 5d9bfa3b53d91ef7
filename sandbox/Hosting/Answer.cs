using System.Text.Json;

namespace ChatOps.Sandbox.Hosting;

/// <summary>What a handler answers to an envelope. There are no output bindings here, so that only its logs are of interest.</summary>
internal sealed record Answer
{
    public JsonElement? Outputs { get; init; }
    public IReadOnlyList<string>? Logs { get; init; }
    public JsonElement? ReturnValue { get; init; }

    /// <exception cref="InvocationFailedException">It is none that the Functions host would accept.</exception>
    public static async Task<Answer> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        if (!response.IsSuccessStatusCode)
            throw new InvocationFailedException($"The handler answered {(int)response.StatusCode} {response.StatusCode}: {body}");
        if (body.Trim() is var said and ("" or "null"))
        {
            var what = said.Length == 0 ? "an empty body" : said;
            throw new InvocationFailedException(
                $"The handler answered {(int)response.StatusCode} with {what}: in Azure this invocation never completes. Answer at least {{}}.");
        }
        if (response.Content.Headers.ContentType?.MediaType is not ("application/json" or "text/json"))
            throw new InvocationFailedException($"The handler answered with content of type {response.Content.Headers.ContentType}, which is not JSON.");
        try
        {
            return JsonSerializer.Deserialize<Answer>(body, HostFile.Json) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new InvocationFailedException($"The handler's answer is not of the form that the host reads: {body}", e);
        }
    }
}
