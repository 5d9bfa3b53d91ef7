using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Timeout;

namespace ChatOps.Bot.Channels.Teams.Connector;

/// <summary>
/// The part of the Bot Connector that is used, version 3:
/// https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference. Each call may throw
/// <see cref="UnreachableConversationException"/> where the bot is not in the conversation (any more), and
/// <see cref="ConnectorException"/> for whatever else went wrong.
/// </summary>
internal sealed class ConnectorClient(TeamsSite site, ILogger log) : ICardWire
{
    private const int PageSize = 500;
    private const int LongestAnswer = 4 * 1024 * 1024;

    /// <summary>How often Teams takes messages for one conversation: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit.</summary>
    internal static readonly RateLimit[] Limits =
    [
        new(7, TimeSpan.FromSeconds(1)), new(8, TimeSpan.FromSeconds(2)), new(60, TimeSpan.FromSeconds(30)), new(1800, TimeSpan.FromHours(1)),
    ];

    private static readonly MediaTypeHeaderValue Json = new("application/json") { CharSet = "utf-8" };

    private readonly ResiliencePipeline<HttpResponseMessage> _retries = ChatRetries.Create(site.Waiting, Passes, isRepeatable: true);
    private readonly ResiliencePipeline<HttpResponseMessage> _retriesOfPosts = ChatRetries.Create(site.Waiting, Passes, isRepeatable: false);
    private readonly SendRate _rate = new(Limits, site.Waiting);

    /// <param name="activity">JSON in UTF-8.</param>
    /// <returns>The new activity's id.</returns>
    public Task<string> SendAsync(Spot spot, ReadOnlyMemory<byte> activity, CancellationToken cancellationToken) =>
        PostAsync(spot, $"v3/conversations/{Escape(spot.Conversation)}/activities", activity, cancellationToken);

    /// <summary>The same as an answer to a message.</summary>
    public Task<string> ReplyAsync(Spot spot, string to, ReadOnlyMemory<byte> activity, CancellationToken cancellationToken) =>
        PostAsync(spot, $"v3/conversations/{Escape(spot.Conversation)}/activities/{Escape(to)}", activity, cancellationToken);

    /// <returns>False when there is no such activity: somebody may have deleted it.</returns>
    public async Task<bool> UpdateAsync(Spot spot, string id, ReadOnlyMemory<byte> activity, CancellationToken cancellationToken)
    {
        await _rate.WaitAsync(spot.Conversation, cancellationToken);
        return await CallAsync(HttpMethod.Put, spot.Server, ActivityPath(spot, id), activity, cancellationToken) is not null;
    }

    /// <summary>Harmless when it is deleted already. Nothing that the bot says is ever taken back at present: it completes the client.</summary>
    public async Task DeleteAsync(Spot spot, string id, CancellationToken cancellationToken)
    {
        await _rate.WaitAsync(spot.Conversation, cancellationToken);
        await CallAsync(HttpMethod.Delete, spot.Server, ActivityPath(spot, id), null, cancellationToken);
    }

    /// <summary>The chat between the bot and one person, which is made where there is none yet.</summary>
    /// <param name="user">"29:…".</param>
    /// <returns>Its id.</returns>
    public async Task<string> OpenPersonalChatAsync(string serviceUrl, string user, CancellationToken cancellationToken)
    {
        var tenant = new TenantInfo(site.TenantId);
        var request = new PersonalChatRequest(new Account($"28:{site.AppId}"), [new Account(user)], new PersonalChatData(tenant), site.TenantId);
        var body = JsonSerializer.SerializeToUtf8Bytes(request, TeamsJson.Default.PersonalChatRequest);
        await _rate.WaitAsync(user, cancellationToken);
        var made = await CallAsync(HttpMethod.Post, serviceUrl, "v3/conversations", body, cancellationToken);
        return Read(made, TeamsJson.Default.MadeResource)?.Id is { Length: > 0 } id ? id : throw new ConnectorException("The connector gave a new chat no id.");
    }

    /// <summary>Null when there is no such person in the conversation.</summary>
    public async Task<TeamsMember?> FindMemberAsync(Spot spot, string user, CancellationToken cancellationToken) =>
        await CallAsync(HttpMethod.Get, spot.Server, $"v3/conversations/{Escape(spot.Conversation)}/members/{Escape(user)}", null, cancellationToken)
            is { } found ? Read(found, TeamsJson.Default.TeamsMember) : null;

    /// <summary>Everybody in the conversation.</summary>
    public async IAsyncEnumerable<TeamsMember> MembersAsync(Spot spot, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var start = $"v3/conversations/{Escape(spot.Conversation)}/pagedmembers?pageSize={PageSize}";
        string? next = null;
        do
        {
            var path = next is null ? start : $"{start}&continuationToken={Uri.EscapeDataString(next)}";
            var page = Read(await CallAsync(HttpMethod.Get, spot.Server, path, null, cancellationToken), TeamsJson.Default.MembersPage);
            foreach (var member in page?.Members ?? [])
                if (member is not null) yield return member;
            next = page?.ContinuationToken;
        }
        while (!string.IsNullOrEmpty(next));
    }

    private async Task<string> PostAsync(Spot spot, string path, ReadOnlyMemory<byte> activity, CancellationToken cancellationToken)
    {
        await _rate.WaitAsync(spot.Conversation, cancellationToken);
        var made = await CallAsync(HttpMethod.Post, spot.Server, path, activity, cancellationToken)
            ?? throw new UnreachableConversationException("The connector knows no such conversation.");
        // Without an id it is shown all the same, and can never be edited.
        return Read(made, TeamsJson.Default.MadeResource)?.Id ?? "";
    }

    /// <returns>The answer's body; null for 404, where it does not say that it is the conversation that is not there.</returns>
    private async Task<byte[]?> CallAsync(
        HttpMethod method, string serviceUrl, string path, ReadOnlyMemory<byte>? body, CancellationToken cancellationToken)
    {
        if (!ConnectorHosts.Trusts(site, serviceUrl)) throw new ConnectorException($"\"{Core.Words.Echo.Of(serviceUrl)}\" is no connector of Microsoft's.");
        var address = new Uri($"{serviceUrl.TrimEnd('/')}/{path}");
        try
        {
            var retries = method == HttpMethod.Post ? _retriesOfPosts : _retries;
            using var answer = await retries.ExecuteAsync(async token => await TryAsync(method, address, body, token), cancellationToken);
            var content = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
            if (answer.IsSuccessStatusCode) return content;
            var code = ConnectorErrorBody.CodeOf(content);
            Log.Refused(log, method.Method, (int)answer.StatusCode, code);
            return answer.StatusCode switch
            {
                HttpStatusCode.NotFound when code != "ConversationNotFound" => null,
                HttpStatusCode.NotFound or HttpStatusCode.Forbidden =>
                    throw new UnreachableConversationException($"The connector answered {(int)answer.StatusCode} {code}".TrimEnd() + "."),
                _ => throw new ConnectorException($"The connector answered {(int)answer.StatusCode} {code}".TrimEnd() + "."),
            };
        }
        catch (Exception e) when (e is HttpRequestException or TimeoutRejectedException)
        {
            throw new ConnectorException("The connector did not answer.", e) { MayBeDone = !ChatRetries.NeverArrived(e) };
        }
    }

    private async Task<HttpResponseMessage> TryAsync(HttpMethod method, Uri address, ReadOnlyMemory<byte>? body, CancellationToken cancellationToken)
    {
        // The whole of it, tries and pauses, has a limit of its own.
        using var http = new HttpClient(site.Http, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = LongestAnswer };
        using var request = new HttpRequestMessage(method, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(cancellationToken));
        if (body is { } json) request.Content = new ReadOnlyMemoryContent(json) { Headers = { ContentType = Json } };
        return await http.SendAsync(request, cancellationToken);
    }

    private async ValueTask<string> TokenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await site.Token(cancellationToken);
        }
        // Whatever gives tokens has exceptions of its own.
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new ConnectorException("There is no token for the connector.", e);
        }
    }

    private static T? Read<T>(byte[]? body, JsonTypeInfo<T> type) where T : class
    {
        if (body is null or []) return null;
        try
        {
            return JsonSerializer.Deserialize(body, type);
        }
        catch (JsonException e)
        {
            throw new ConnectorException("The connector's answer cannot be read.", e) { MayBeDone = true };
        }
    }

    /// <summary>As Teams documents it; 412 is what it answers while something else is written to the same conversation.</summary>
    private static bool Passes(HttpStatusCode status) => status
        is HttpStatusCode.PreconditionFailed or HttpStatusCode.TooManyRequests
        or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    private static string ActivityPath(Spot spot, string id) => $"v3/conversations/{Escape(spot.Conversation)}/activities/{Escape(id)}";

    /// <summary>An id comes from outside; one of dots only would be another path.</summary>
    private static string Escape(string id) =>
        id.All(c => c == '.') ? throw new ConnectorException("There is no such id.") : Uri.EscapeDataString(id);
}
