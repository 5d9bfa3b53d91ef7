using System.Text;
using Microsoft.AspNetCore.Http;

namespace ChatOps.Sandbox.Cloud;

/// <summary>A request that the stand-in was sent, and what it answered.</summary>
/// <param name="Url">As the client meant it, to Azure's own host.</param>
/// <param name="RequestBody">Null where there was none; also below.</param>
public sealed record ArmExchange(
    string Method,
    Uri Url,
    IReadOnlyDictionary<string, string> RequestHeaders,
    string? RequestBody,
    int Status,
    IReadOnlyDictionary<string, string> ResponseHeaders,
    string? ResponseBody)
{
    /// <summary>Lets the request be answered, and takes down both; the answer is sent when they were heard of.</summary>
    internal static async Task ListenAsync(HttpContext http, RequestDelegate answer, Action<ArmExchange> heard)
    {
        var asked = new MemoryStream();
        await http.Request.Body.CopyToAsync(asked, http.RequestAborted);
        var (requestBody, said, wire) = (Text(asked), new MemoryStream(), http.Response.Body);
        http.Request.Body = new MemoryStream(asked.ToArray());
        http.Response.Body = said;
        try
        {
            await answer(http);
        }
        finally
        {
            http.Response.Body = wire;
        }
        var exchange = new ArmExchange(
            http.Request.Method,
            new Uri(ArmRequest.Public($"{http.Request.Path.ToUriComponent()}{http.Request.QueryString.ToUriComponent()}")),
            Headers(http.Request.Headers),
            requestBody,
            http.Response.StatusCode,
            Headers(http.Response.Headers),
            Text(said));
        heard(exchange);
        await wire.WriteAsync(said.ToArray(), http.RequestAborted);
    }

    private static string? Text(MemoryStream stream) => stream.Length == 0 ? null : Encoding.UTF8.GetString(stream.ToArray());

    private static Dictionary<string, string> Headers(IHeaderDictionary headers) =>
        headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
}
