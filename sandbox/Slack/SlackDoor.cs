using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace ChatOps.Sandbox.Slack;

/// <summary>Brings the program requests as Slack does: signed, and to each of its instances in turn.</summary>
/// <param name="doors">Of each instance, like <c>http://127.0.0.1:1234/api/slack/</c>.</param>
/// <param name="time">By which signatures are good.</param>
internal sealed class SlackDoor(IReadOnlyList<Uri> doors, TimeProvider time) : IDisposable
{
    private readonly HttpClient _http = new();
    private int _posted;

    /// <summary><c>X-Slack-Signature</c> of a body, as it goes over the wire.</summary>
    /// <param name="timestamp">In seconds since 1970; <c>X-Slack-Request-Timestamp</c>.</param>
    public static string Sign(string secret, string timestamp, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hash.AppendData(Encoding.UTF8.GetBytes($"v0:{timestamp}:"));
        hash.AppendData(body);
        return $"v0={Convert.ToHexStringLower(hash.GetHashAndReset())}";
    }

    /// <param name="retry">How often it was delivered before; only events are delivered again.</param>
    /// <returns>Null when the program did not take it.</returns>
    public async Task<SlackReply?> PostAsync(SlackRequest request, int retry, CancellationToken cancellationToken)
    {
        var door = doors[(int)((uint)Interlocked.Increment(ref _posted) % doors.Count)];
        var body = Encoding.UTF8.GetBytes(request.Body);
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri(door, request.Path)) { Content = new ByteArrayContent(body) };
        message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(request.ContentType);
        message.Headers.Add("X-Slack-Request-Timestamp", timestamp);
        message.Headers.Add("X-Slack-Signature", Sign(SandboxSlack.SigningSecret, timestamp, body));
        if (retry > 0)
        {
            message.Headers.Add("X-Slack-Retry-Num", $"{retry}");
            message.Headers.Add("X-Slack-Retry-Reason", "http_error");
        }
        try
        {
            using var answer = await _http.SendAsync(message, cancellationToken);
            var said = await answer.Content.ReadAsStringAsync(cancellationToken);
            return (int)answer.StatusCode >= 500 ? null : new SlackReply((int)answer.StatusCode, said);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    public void Dispose() => _http.Dispose();
}

/// <summary>What Slack posts, before it is signed.</summary>
/// <param name="Path">After the door: "commands", "interactivity" or "events".</param>
internal sealed record SlackRequest(string Path, string ContentType, string Body)
{
    public const string Json = "application/json", Form = "application/x-www-form-urlencoded";
}

/// <summary>What the program answered.</summary>
internal sealed record SlackReply(int Status, string Body)
{
    public bool IsOk => Status is >= 200 and < 300;
}
