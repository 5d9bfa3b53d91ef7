using System.Net;
using System.Net.Http.Headers;
using ChatOps.Bot;
using ChatOps.Bot.Channels;
using ChatOps.Bot.Channels.Teams;
using ChatOps.Bot.Channels.Teams.Connector;
using ChatOps.Tests.Tools;
using Microsoft.Extensions.Logging;

namespace ChatOps.Tests.Bot.Channels.Teams.Connector;

public sealed class ConnectorClientTests : IDisposable
{
    private static readonly Spot Spot = new(TeamsDesk.ServiceUrl, TeamsDesk.Thread);
    private static readonly byte[] Message = """{"type":"message","text":"Hello"}"""u8.ToArray();

    private readonly FakeConnector _connector = new();
    private readonly ManualTime _waiting = new();
    private readonly HeardLog _log = new();
    private readonly ConnectorClient _client;

    public ConnectorClientTests() => _client = new ConnectorClient(
        new TeamsSite
        {
            AppId = TeamsDesk.AppId,
            TenantId = TeamsDesk.Tenant,
            OpenIdMetadata = new Uri("https://login.botframework.com/"),
            Token = _ => ValueTask.FromResult("the-token"),
            Http = _connector,
            Waiting = _waiting,
        },
        _log.Factory.CreateLogger<ConnectorClient>());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _connector.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task Writes_ids_so_that_they_stay_one_part_of_the_path()
    {
        await _client.ReplyAsync(Spot, "1/2?3", Message, Cancellation);

        var call = Assert.Single(_connector.Calls);
        Assert.Equal($"{TeamsDesk.ServiceUrl}v3/conversations/19%3Avision%40thread.tacv2%3Bmessageid%3D1/activities/1%2F2%3F3", call.Uri.AbsoluteUri);
        Assert.Equal("Bearer the-token", call.Authorization);
        await Assert.ThrowsAsync<ConnectorException>(() => _client.SendAsync(Spot with { Conversation = ".." }, Message, Cancellation));
    }

    [Theory]
    [InlineData("https://smba.trafficmanager.net/amer")]
    [InlineData("https://smba.trafficmanager.net/amer/")]
    public async Task Goes_on_from_the_whole_of_the_service_URL(string serviceUrl)
    {
        await _client.SendAsync(new Spot(serviceUrl, "a"), Message, Cancellation);

        Assert.Equal("https://smba.trafficmanager.net/amer/v3/conversations/a/activities", _connector.Calls[0].Uri.AbsoluteUri);
    }

    [Fact]
    public async Task Calls_nobody_but_Microsoft()
    {
        await Assert.ThrowsAsync<ConnectorException>(() => _client.SendAsync(Spot with { Server = "https://example.org/" }, Message, Cancellation));

        Assert.Empty(_connector.Calls);
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.PreconditionFailed)]
    [InlineData(HttpStatusCode.BadGateway)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.GatewayTimeout)]
    public async Task Tries_again_what_passes_after_as_long_as_it_is_told_to_wait(HttpStatusCode status)
    {
        _connector.Before = _ => Task.FromResult<HttpResponseMessage?>(_connector.Calls.Count == 1 ? Later(status, 2) : null);
        var sending = _client.SendAsync(Spot, Message, Cancellation);
        await PauseAsync(TimeSpan.FromSeconds(2));

        Assert.Equal("m-1", await sending);
        Assert.Equal(2, _connector.Calls.Count);
    }

    [Theory]
    [InlineData(HttpRequestError.ConnectionError)]
    [InlineData(HttpRequestError.NameResolutionError)]
    [InlineData(HttpRequestError.SecureConnectionError)]
    public async Task Tries_again_when_there_is_no_connection(HttpRequestError error)
    {
        BreakOnce(error);
        var sending = _client.SendAsync(Spot, Message, Cancellation);
        await PauseAsync(null);

        Assert.Equal("m-1", await sending);
    }

    [Theory]
    [InlineData(HttpRequestError.ResponseEnded)]
    [InlineData(HttpRequestError.Unknown)]
    public async Task Posts_nothing_again_that_may_have_been_taken(HttpRequestError error)
    {
        BreakOnce(error);

        var e = await Assert.ThrowsAsync<ConnectorException>(() => _client.SendAsync(Spot, Message, Cancellation));
        Assert.True(e.MayBeDone);
        Assert.Single(_connector.Calls);
    }

    [Fact]
    public async Task Edits_again_what_may_have_been_edited()
    {
        BreakOnce(HttpRequestError.ResponseEnded);
        var editing = _client.UpdateAsync(Spot, "gone", Message, Cancellation);
        await PauseAsync(null);

        Assert.False(await editing);
        Assert.Equal(2, _connector.Calls.Count);
    }

    [Fact]
    public async Task Gives_up_after_a_few_tries()
    {
        _connector.Before = _ => Task.FromResult<HttpResponseMessage?>(Later(HttpStatusCode.TooManyRequests, 1));
        var sending = _client.SendAsync(Spot, Message, Cancellation);
        for (var i = 0; i < 3; i++) await PauseAsync(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAsync<ConnectorException>(() => sending);
        Assert.Equal(4, _connector.Calls.Count);
    }

    [Fact]
    public async Task Does_not_wait_for_what_comes_too_late_anyway()
    {
        _connector.Before = _ => Task.FromResult<HttpResponseMessage?>(Later(HttpStatusCode.TooManyRequests, 60));

        await Assert.ThrowsAsync<ConnectorException>(() => _client.SendAsync(Spot, Message, Cancellation));
        Assert.Single(_connector.Calls);
    }

    [Fact]
    public async Task Waits_ten_seconds_in_all()
    {
        _connector.Before = _ => new TaskCompletionSource<HttpResponseMessage?>().Task;
        var sending = _client.SendAsync(Spot, Message, Cancellation);
        Assert.Equal(TimeSpan.FromSeconds(10), await _waiting.NextWaitAsync(Cancellation));
        _waiting.Advance(TimeSpan.FromSeconds(10));

        await Assert.ThrowsAsync<ConnectorException>(() => sending);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.Found)]
    [InlineData(HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(HttpStatusCode.InternalServerError)]
    public async Task Does_not_try_again_what_will_not_pass_and_says_what_it_was(HttpStatusCode status)
    {
        _connector.Refuse(HttpMethod.Post, status, "MessageSizeTooBig");

        await Assert.ThrowsAsync<ConnectorException>(() => _client.SendAsync(Spot, Message, Cancellation));
        Assert.Single(_connector.Calls);
        Assert.Contains($"{(int)status} MessageSizeTooBig", _log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Finds_the_reason_also_where_it_is_wrapped()
    {
        _connector.Before = _ => Task.FromResult<HttpResponseMessage?>(FakeConnector.Answer(HttpStatusCode.Forbidden, new()
        {
            ["errorCode"] = 209,
            ["message"] = """{"subCode":"MessageWritesBlocked","details":null}""",
        }));

        var e = await Assert.ThrowsAsync<UnreachableConversationException>(() => _client.SendAsync(Spot, Message, Cancellation));
        Assert.Equal("The connector answered 403 MessageWritesBlocked.", e.Message);
    }

    [Fact]
    public async Task Tells_a_message_that_is_gone_from_a_conversation_that_is()
    {
        Assert.False(await _client.UpdateAsync(Spot, "gone", Message, Cancellation));

        _connector.Refuse(HttpMethod.Put, HttpStatusCode.NotFound, "ConversationNotFound");
        await Assert.ThrowsAsync<UnreachableConversationException>(() => _client.UpdateAsync(Spot, "gone", Message, Cancellation));
    }

    [Fact]
    public async Task Deletes_what_is_gone_already_without_a_fuss()
    {
        await _client.DeleteAsync(Spot, "gone", Cancellation);

        Assert.Equal(HttpMethod.Delete, Assert.Single(_connector.Calls).Method);
    }

    [Fact]
    public async Task Reads_who_is_in_a_conversation_page_by_page()
    {
        foreach (var handle in (string[])["a", "b", "c", "d", "e"]) _connector.Members[$"29:{handle}"] = new() { ["id"] = $"29:{handle}" };

        var members = await _client.MembersAsync(Spot.Whole, Cancellation).Select(member => member.Id).ToListAsync(Cancellation);

        Assert.Equal(["29:a", "29:b", "29:c", "29:d", "29:e"], members.Order());
        Assert.Equal(3, _connector.Calls.Count);
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("[]")]
    public async Task Takes_an_answer_that_cannot_be_read_for_none(string answer)
    {
        _connector.Before = _ => Task.FromResult<HttpResponseMessage?>(new(HttpStatusCode.OK) { Content = new StringContent(answer) });

        await Assert.ThrowsAsync<ConnectorException>(() => _client.FindMemberAsync(Spot, "29:a", Cancellation));
    }

    private void BreakOnce(HttpRequestError error) => _connector.Before = _ => _connector.Calls.Count == 1
        ? throw new HttpRequestException(error)
        : Task.FromResult<HttpResponseMessage?>(null);

    private static HttpResponseMessage Later(HttpStatusCode status, int seconds)
    {
        var answer = FakeConnector.Error(status, "Later");
        answer.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(seconds));
        return answer;
    }

    /// <summary>Until it waits between two tries, and then until that is over. The ten seconds that it has in all are a wait, too.</summary>
    /// <param name="expected">Null for any.</param>
    private async Task PauseAsync(TimeSpan? expected)
    {
        TimeSpan wait;
        do
        {
            wait = await _waiting.NextWaitAsync(Cancellation);
        }
        while (wait >= TimeSpan.FromSeconds(9));
        if (expected is not null) Assert.Equal(expected, wait);
        _waiting.Advance(wait);
    }
}
