using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChatOps.Sandbox.Teams;

/// <summary>Brings the bot activities as the Bot Connector does: signed, and to each of its instances in turn.</summary>
/// <param name="doors">Of each instance.</param>
/// <param name="serviceUrl">As the activities name it.</param>
internal sealed class BotDoor(IReadOnlyList<Uri> doors, TokenIssuer issuer, string serviceUrl, TimeProvider time) : IDisposable
{
    private readonly HttpClient _http = new();
    private int _posted;

    /// <returns>Null when the bot did not take it: then it is to be posted again.</returns>
    /// <exception cref="InvalidOperationException">The bot refused it.</exception>
    public async Task<BotAnswer?> PostAsync(JsonObject activity, CancellationToken cancellationToken)
    {
        var door = doors[(int)((uint)Interlocked.Increment(ref _posted) % doors.Count)];
        using var request = new HttpRequestMessage(HttpMethod.Post, door) { Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(activity)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", issuer.Sign(SandboxTeams.AppId, serviceUrl, time.GetUtcNow()));
        try
        {
            using var answer = await _http.SendAsync(request, cancellationToken);
            var body = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
            return (int)answer.StatusCode switch
            {
                >= 500 => null,
                >= 400 and var status => throw new InvalidOperationException($"The bot answered {status} to {activity.ToJsonString()}"),
                _ => new BotAnswer(body.Length == 0 ? null : JsonNode.Parse(body) as JsonObject),
            };
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    public void Dispose() => _http.Dispose();
}

/// <param name="Body">Of the answer to an invoke; null for none.</param>
internal sealed record BotAnswer(JsonObject? Body);
