using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using ChatOps.Bot;
using ChatOps.Bot.Channels;
using ChatOps.Bot.Channels.Slack;
using ChatOps.Bot.Channels.Slack.Api;
using ChatOps.Tests.Tools;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOps.Tests.Bot.Channels.Slack.Api;

public sealed class SlackClientTests : IDisposable
{
    private static readonly Spot Channel = new("T1", "C1");
    private static readonly byte[] Message = [.. """{"text":"Hello","blocks":[]}"""u8];

    private readonly SpyHttp _http = new();
    private readonly ManualTime _waiting = new();
    private readonly SlackClient _slack;

    public SlackClientTests() => _slack = new SlackClient(
        new SlackSite
        {
            SigningSecret = "secret",
            Workspaces = ImmutableDictionary<string, string>.Empty.Add("T1", "xoxb-1"),
            Http = _http,
            Waiting = _waiting,
        },
        NullLogger.Instance);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Posts_with_the_workspace_s_token_and_unfolds_no_links()
    {
        Answer("""{"ok":true,"channel":"C1","ts":"1503435956.000247","message":{}}""");

        Assert.Equal("1503435956.000247", await _slack.SendAsync(Channel.In("1.2"), Message, Cancellation));

        var call = Assert.Single(_http.Calls);
        Assert.Equal("https://slack.com/api/chat.postMessage", $"{call.Uri}");
        Assert.Equal("Bearer xoxb-1", call.Authorization);
        Assert.Equal(
            """{"channel":"C1","thread_ts":"1.2","unfurl_links":false,"unfurl_media":false,"text":"Hello","blocks":[]}""", call.Body?.ToJsonString());
    }

    [Fact]
    public async Task Opens_changes_and_publishes_views()
    {
        Answer("""{"ok":true,"view":{}}""");
        byte[] view = [.. """{"type":"modal"}"""u8];

        await _slack.OpenAsync("T1", "trigger", view, Cancellation);
        await _slack.ChangeAsync("T1", "V1", view, Cancellation);
        await _slack.PublishAsync("T1", "U1", view, Cancellation);

        Assert.Equal(
            [
                """views.open {"trigger_id":"trigger","view":{"type":"modal"}}""",
                """views.update {"view_id":"V1","view":{"type":"modal"}}""",
                """views.publish {"user_id":"U1","view":{"type":"modal"}}""",
            ],
            _http.Calls.Select(call => $"{call.Method} {call.Body?.ToJsonString()}"));
    }

    [Fact]
    public async Task Says_nothing_to_a_workspace_whose_token_it_has_not()
    {
        await Assert.ThrowsAsync<UnreachableConversationException>(() => _slack.SendAsync(Channel with { Server = "T2" }, Message, Cancellation));
        Assert.Empty(_http.Calls);
    }

    [Theory]
    [InlineData("channel_not_found")]
    [InlineData("not_in_channel")]
    [InlineData("is_archived")]
    [InlineData("user_disabled")]
    [InlineData("cannot_dm_bot")]
    [InlineData("restricted_action")]
    public async Task Where_nobody_can_be_told_that_is_what_is_said(string code) =>
        await RefusesAsync<UnreachableConversationException>(code);

    [Theory]
    [InlineData("invalid_blocks")]
    [InlineData("invalid_blocks_format")]
    [InlineData("msg_blocks_too_long")]
    public async Task Blocks_that_are_not_taken_are_told_apart(string code) =>
        Assert.False((await RefusesAsync<InvalidBlocksException>(code)).MayBeDone);

    [Theory]
    [InlineData("invalid_auth", false)]
    [InlineData("missing_scope", false)]
    [InlineData("no_text", false)]
    [InlineData("whatever_comes", false)]
    [InlineData("internal_error", true)]
    [InlineData("fatal_error", true)]
    [InlineData("service_unavailable", true)]
    public async Task Whatever_else_went_wrong_says_whether_it_may_be_done(string code, bool mayBeDone)
    {
        Assert.Equal(mayBeDone, (await RefusesAsync<SlackException>(code)).MayBeDone);
        // What may be done is not done again.
        Assert.Single(_http.Calls);
    }

    [Fact]
    public async Task A_code_that_is_none_is_not_repeated() =>
        Assert.Contains("unknown_error", (await RefusesAsync<SlackException>("<script> of somebody")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("message_not_found")]
    [InlineData("cant_update_message")]
    [InlineData("edit_window_closed")]
    public async Task A_message_that_is_gone_is_no_fault(string code)
    {
        Answer($$"""{"ok":false,"error":"{{code}}"}""");

        Assert.False(await _slack.UpdateAsync(Channel, "1.2", Message, Cancellation));
    }

    [Fact]
    public async Task Waits_as_long_as_Slack_says_when_it_is_too_much()
    {
        var answers = new Queue<HttpResponseMessage>([TooMany(3), SpyHttp.Answer("""{"ok":true,"ts":"1.2"}""")]);
        _http.Before = _ => Task.FromResult<HttpResponseMessage?>(answers.Dequeue());

        var sending = _slack.SendAsync(Channel, Message, Cancellation);
        Assert.Equal(TimeSpan.FromSeconds(10), await _waiting.NextWaitAsync(Cancellation));
        Assert.Equal(TimeSpan.FromSeconds(3), await _waiting.NextWaitAsync(Cancellation));
        _waiting.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal("1.2", await sending);
    }

    [Fact]
    public async Task Comes_again_later_when_Slack_wants_it_to_wait_for_long()
    {
        _http.Before = _ => Task.FromResult<HttpResponseMessage?>(TooMany(30));

        await Assert.ThrowsAsync<BusyConversationException>(() => _slack.SendAsync(Channel, Message, Cancellation));
        Assert.Single(_http.Calls);
    }

    [Fact]
    public async Task Tells_what_is_no_JSON_from_what_is()
    {
        _http.Before = _ => Task.FromResult<HttpResponseMessage?>(SpyHttp.Answer("<html>"));

        Assert.True((await Assert.ThrowsAsync<SlackException>(() => _slack.SendAsync(Channel, Message, Cancellation))).MayBeDone);
    }

    [Fact]
    public async Task A_post_that_broke_off_is_not_done_again_and_one_that_never_arrived_is()
    {
        var errors = new Queue<Exception>([new HttpRequestException(HttpRequestError.ResponseEnded)]);
        _http.Before = _ => throw errors.Dequeue();
        Assert.True((await Assert.ThrowsAsync<SlackException>(() => _slack.SendAsync(Channel, Message, Cancellation))).MayBeDone);
        Assert.Single(_http.Calls);
    }

    [Fact]
    public async Task An_address_to_answer_at_is_shown_no_token()
    {
        _http.Before = _ => Task.FromResult<HttpResponseMessage?>(SpyHttp.Answer("ok"));

        Assert.True(await _slack.AnswerAsync(new Uri("https://hooks.slack.com/commands/1"), Message, Cancellation));
        Assert.Equal("", Assert.Single(_http.Calls).Authorization);
    }

    [Fact]
    public async Task An_address_that_takes_no_more_says_so()
    {
        _http.Before = _ => Task.FromResult<HttpResponseMessage?>(SpyHttp.Answer("used_url", HttpStatusCode.NotFound));

        Assert.False(await _slack.AnswerAsync(new Uri("https://hooks.slack.com/commands/1"), Message, Cancellation));
    }

    private async Task<T> RefusesAsync<T>(string code) where T : Exception
    {
        Answer($$"""{"ok":false,"error":"{{code}}"}""");
        return await Assert.ThrowsAsync<T>(() => _slack.SendAsync(Channel, Message, Cancellation));
    }

    private void Answer(string json) => _http.Before = _ => Task.FromResult<HttpResponseMessage?>(SpyHttp.Answer(json));

    private static HttpResponseMessage TooMany(int seconds) => new(HttpStatusCode.TooManyRequests)
    {
        Content = new StringContent("""{"ok":false,"error":"ratelimited"}"""),
        Headers = { RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(seconds)) },
    };
}
