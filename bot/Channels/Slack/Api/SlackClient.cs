using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Timeout;

namespace ChatOps.Bot.Channels.Slack.Api;

/// <summary>
/// The part of Slack's Web API that is used: https://docs.slack.dev/reference/methods. Each call may throw
/// <see cref="UnreachableConversationException"/> where nobody can be told (any more), <see cref="BusyConversationException"/> where too much
/// is being said, and <see cref="SlackException"/> for whatever else went wrong.
/// </summary>
internal sealed class SlackClient(SlackSite site, ILogger log) : ICardWire
{
    private const int LongestAnswer = 4 * 1024 * 1024;

    /// <summary>How often Slack takes messages for one channel: https://docs.slack.dev/apis/web-api/rate-limits.</summary>
    internal static readonly RateLimit[] Limits = [new(1, TimeSpan.FromSeconds(1))];

    private static readonly MediaTypeHeaderValue Json = new("application/json") { CharSet = "utf-8" };

    private readonly ResiliencePipeline<HttpResponseMessage> _retries = ChatRetries.Create(site.Waiting, Passes, isRepeatable: true);
    private readonly ResiliencePipeline<HttpResponseMessage> _retriesOfPosts = ChatRetries.Create(site.Waiting, Passes, isRepeatable: false);
    private readonly SendRate _rate = new(Limits, site.Waiting);

    /// <summary><c>chat.postMessage</c></summary>
    /// <param name="message">As <see cref="SlackMessage.Write"/> makes it.</param>
    /// <returns>The message's <c>ts</c>.</returns>
    public async Task<string> SendAsync(Spot spot, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        await _rate.WaitAsync(Spot.WithoutThread(spot.Conversation), cancellationToken);
        var posted = await PostAsync("chat.postMessage", spot.Server, With(message, json =>
        {
            json.WriteString("channel", Spot.WithoutThread(spot.Conversation));
            if (spot.Thread is { } thread) json.WriteString("thread_ts", thread);
            json.WriteBoolean("unfurl_links", false);
            json.WriteBoolean("unfurl_media", false);
        }), isRepeatable: false, cancellationToken);
        return posted.Ts ?? "";
    }

    /// <summary><c>chat.update</c></summary>
    public async Task<bool> UpdateAsync(Spot spot, string id, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        var body = With(message, json =>
        {
            json.WriteString("channel", Spot.WithoutThread(spot.Conversation));
            json.WriteString("ts", id);
        });
        var answer = await CallAsync("chat.update", spot.Server, body, isRepeatable: true, cancellationToken);
        if (answer.Ok) return true;
        var code = SlackErrors.CodeOf(answer);
        return SlackErrors.IsGone(code) ? false : throw SlackErrors.Of("chat.update", code);
    }

    /// <summary><c>chat.postEphemeral</c>: seen by one person, until they look elsewhere.</summary>
    public Task WhisperAsync(Spot spot, string user, ReadOnlyMemory<byte> message, CancellationToken cancellationToken) => PostAsync(
        "chat.postEphemeral", spot.Server, With(message, json =>
        {
            json.WriteString("channel", Spot.WithoutThread(spot.Conversation));
            json.WriteString("user", user);
            if (spot.Thread is { } thread) json.WriteString("thread_ts", thread);
        }), isRepeatable: false, cancellationToken);

    /// <summary><c>views.open</c>: a form over the window of whoever gave the trigger, within three seconds of that.</summary>
    public Task OpenAsync(string workspace, string trigger, ReadOnlyMemory<byte> view, CancellationToken cancellationToken) => PostAsync(
        "views.open", workspace, View(view, json => json.WriteString("trigger_id", trigger)), isRepeatable: false, cancellationToken);

    /// <summary><c>views.update</c>: the form looks so from now on. Nothing here changes one while it is open at present: it completes the client.</summary>
    /// <param name="id">Of the view that was opened.</param>
    public Task ChangeAsync(string workspace, string id, ReadOnlyMemory<byte> view, CancellationToken cancellationToken) => PostAsync(
        "views.update", workspace, View(view, json => json.WriteString("view_id", id)), isRepeatable: true, cancellationToken);

    /// <summary><c>views.publish</c>: the app's Home, as one person sees it.</summary>
    public Task PublishAsync(string workspace, string user, ReadOnlyMemory<byte> view, CancellationToken cancellationToken) => PostAsync(
        "views.publish", workspace, View(view, json => json.WriteString("user_id", user)), isRepeatable: true, cancellationToken);

    /// <summary><c>users.info</c></summary>
    /// <returns>Null when there is no such person.</returns>
    public async Task<SlackUser?> FindUserAsync(string workspace, string user, CancellationToken cancellationToken) =>
        (await GetAsync("users.info", workspace, "user", user, cancellationToken))?.User;

    /// <summary><c>users.lookupByEmail</c></summary>
    /// <returns>Null when there is no such person.</returns>
    public async Task<SlackUser?> FindUserByEmailAsync(string workspace, string email, CancellationToken cancellationToken) =>
        (await GetAsync("users.lookupByEmail", workspace, "email", email, cancellationToken))?.User;

    /// <summary><c>conversations.info</c></summary>
    /// <returns>Null where the bot may not even know of it.</returns>
    public async Task<SlackConversation?> FindConversationAsync(string workspace, string channel, CancellationToken cancellationToken) =>
        (await GetAsync("conversations.info", workspace, "channel", channel, cancellationToken))?.Conversation;

    /// <summary><c>conversations.open</c>: the chat between the bot and one person, which is made where there is none yet.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> OpenChatAsync(string workspace, string user, CancellationToken cancellationToken)
    {
        var body = JsonBody.Write(json => json.WriteString("users", user));
        var opened = await PostAsync("conversations.open", workspace, body, isRepeatable: true, cancellationToken);
        return opened.Conversation?.Id is { Length: > 0 } id ? id : throw new SlackException("Slack gave a chat no id.");
    }

    /// <summary>Answers at the address that a request named. It needs no token, and takes five within half an hour.</summary>
    /// <returns>False when it takes no more.</returns>
    public async Task<bool> AnswerAsync(Uri address, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync("response_url", () => Request(HttpMethod.Post, address, message), isRepeatable: false, cancellationToken);
        var body = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        // "ok" is all that it says; where something is wrong with the message, a code, alone or in JSON.
        var said = body is [(byte)'{', ..]
            ? Read("response_url", body)
            : new SlackResult { Ok = answer.IsSuccessStatusCode, Error = Encoding.UTF8.GetString(body) };
        if (answer.IsSuccessStatusCode && said.Ok) return true;
        var code = SlackErrors.CodeOf(said);
        Log.Refused(log, "response_url", code);
        return answer.StatusCode == HttpStatusCode.NotFound ? false : throw SlackErrors.Of("response_url", code);
    }

    private async Task<SlackResult> PostAsync(
        string method, string workspace, ReadOnlyMemory<byte> body, bool isRepeatable, CancellationToken cancellationToken)
    {
        var answer = await CallAsync(method, workspace, body, isRepeatable, cancellationToken);
        return answer.Ok ? answer : throw SlackErrors.Of(method, SlackErrors.CodeOf(answer));
    }

    /// <returns>Null for what there is not.</returns>
    private async Task<SlackResult?> GetAsync(string method, string workspace, string name, string value, CancellationToken cancellationToken)
    {
        var address = new Uri(site.Api, $"{method}?{name}={Uri.EscapeDataString(value)}");
        var answer = await CallAsync(method, workspace, () => Request(HttpMethod.Get, address, null), isRepeatable: true, cancellationToken);
        if (answer.Ok) return answer;
        var refusal = SlackErrors.Of(method, SlackErrors.CodeOf(answer));
        return refusal is UnreachableConversationException ? null : throw refusal;
    }

    private Task<SlackResult> CallAsync(string method, string workspace, ReadOnlyMemory<byte> body, bool isRepeatable, CancellationToken cancellationToken) =>
        CallAsync(method, workspace, () => Request(HttpMethod.Post, new Uri(site.Api, method), body), isRepeatable, cancellationToken);

    private async Task<SlackResult> CallAsync(
        string method, string workspace, Func<HttpRequestMessage> request, bool isRepeatable, CancellationToken cancellationToken)
    {
        if (!site.Workspaces.TryGetValue(workspace, out var token)) throw new UnreachableConversationException("There is no token for that workspace.");
        using var answer = await SendAsync(method, Authorized, isRepeatable, cancellationToken);
        if (answer.StatusCode == HttpStatusCode.TooManyRequests) throw SlackErrors.Of(method, "ratelimited");
        if (!answer.IsSuccessStatusCode)
        {
            Log.Refused(log, method, $"{(int)answer.StatusCode}");
            throw new SlackException($"Slack answered {(int)answer.StatusCode} to {method}.") { MayBeDone = (int)answer.StatusCode >= 500 };
        }
        var result = Read(method, await answer.Content.ReadAsByteArrayAsync(cancellationToken));
        if (result.Ok) return result;
        var code = SlackErrors.CodeOf(result);
        if (SlackErrors.IsDenied(code)) Log.Denied(log, workspace, code);
        else Log.Refused(log, method, code);
        return result;

        HttpRequestMessage Authorized()
        {
            var made = request();
            made.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            return made;
        }
    }

    private async Task<HttpResponseMessage> SendAsync(
        string method, Func<HttpRequestMessage> request, bool isRepeatable, CancellationToken cancellationToken)
    {
        try
        {
            return await (isRepeatable ? _retries : _retriesOfPosts).ExecuteAsync(async token => await TryAsync(request, token), cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or TimeoutRejectedException)
        {
            throw new SlackException($"Slack did not answer to {method}.", e) { MayBeDone = !ChatRetries.NeverArrived(e) };
        }
    }

    private async Task<HttpResponseMessage> TryAsync(Func<HttpRequestMessage> request, CancellationToken cancellationToken)
    {
        // The whole of it, tries and pauses, has a limit of its own.
        using var http = new HttpClient(site.Http, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = LongestAnswer };
        using var made = request();
        return await http.SendAsync(made, cancellationToken);
    }

    private static HttpRequestMessage Request(HttpMethod method, Uri address, ReadOnlyMemory<byte>? json) => new(method, address)
    {
        Content = json is { } body ? new ReadOnlyMemoryContent(body) { Headers = { ContentType = Json } } : null,
    };

    /// <summary>As Slack documents it: what comes too often was not done.</summary>
    private static bool Passes(HttpStatusCode status) => status is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable;

    private static SlackResult Read(string method, byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, SlackJson.Default.SlackResult) ?? new SlackResult();
        }
        catch (JsonException e)
        {
            throw new SlackException($"Slack's answer to {method} cannot be read.", e) { MayBeDone = true };
        }
    }

    private static byte[] View(ReadOnlyMemory<byte> view, Action<Utf8JsonWriter> more) => JsonBody.Write(json =>
    {
        more(json);
        json.WritePropertyName("view");
        json.WriteRawValue(view.Span, skipInputValidation: true);
    });

    /// <summary>An object with some more members in front.</summary>
    private static byte[] With(ReadOnlyMemory<byte> message, Action<Utf8JsonWriter> more)
    {
        var head = JsonBody.Write(more);
        byte[] whole = [.. head.AsSpan()[..^1], (byte)',', .. message.Span[1..]];
        return whole;
    }
}
