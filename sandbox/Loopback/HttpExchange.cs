using System.Text;
using Microsoft.AspNetCore.Http;

namespace ChatOps.Sandbox.Loopback;

/// <summary>A request that a stand-in was sent, and what it answered.</summary>
/// <param name="Url">As the client meant it, to the real host.</param>
/// <param name="RequestBody">Null where there was none; also below.</param>
public sealed record HttpExchange(
    string Method,
    Uri Url,
    IReadOnlyDictionary<string, string> RequestHeaders,
    string? RequestBody,
    int Status,
    IReadOnlyDictionary<string, string> ResponseHeaders,
    string? ResponseBody)
{
    /// <summary>Lets the request be answered, and takes down both; the answer is sent when they were heard of.</summary>
    /// <param name="url">The real address of a path with its query.</param>
    internal static async Task ListenAsync(HttpContext http, RequestDelegate answer, Func<string, Uri> url, Action<HttpExchange> heard)
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
        var exchange = new HttpExchange(
            http.Request.Method,
            url($"{http.Request.Path.ToUriComponent()}{http.Request.QueryString.ToUriComponent()}"),
            Headers(http.Request.Headers),
            requestBody,
            http.Response.StatusCode,
            Headers(http.Response.Headers),
            Text(said));
        heard(exchange);
        // An answer without a body is not begun with one, be it empty: the connection would be closed over it.
        if (said.Length > 0) await wire.WriteAsync(said.ToArray(), http.RequestAborted);
    }

    private static string? Text(MemoryStream stream) => stream.Length == 0 ? null : Encoding.UTF8.GetString(stream.ToArray());

    private static Dictionary<string, string> Headers(IHeaderDictionary headers) =>
        headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
}
