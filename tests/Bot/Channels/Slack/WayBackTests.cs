using System.Collections.Immutable;
using System.Net;
using ChatOps.Bot.Channels.Slack;
using ChatOps.Bot.Channels.Slack.Api;
using ChatOps.Tests.Tools;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOps.Tests.Bot.Channels.Slack;

public sealed class WayBackTests : IDisposable
{
    private static readonly byte[] Message = [.. "{}"u8];

    private readonly SpyHttp _http = new() { Before = _ => Task.FromResult<HttpResponseMessage?>(SpyHttp.Answer("ok")) };
    private readonly SettableTime _time = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData("https://hooks.slack.com/commands/T1/1/x", true)]
    [InlineData("https://HOOKS.slack.com/actions/T1/1/x", true)]
    [InlineData("http://hooks.slack.com/commands/T1/1/x", false)]
    [InlineData("https://hooks.slack.com:8443/commands/T1/1/x", false)]
    [InlineData("https://me@hooks.slack.com/commands", false)]
    [InlineData("https://hooks.slack.com.evil.example/commands", false)]
    [InlineData("https://evil.example/hooks.slack.com", false)]
    [InlineData("http://127.0.0.1:1/hooks/1", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("commands", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Is_Slack_s_or_none(string? address, bool isOne) => Assert.Equal(isOne, Open(address) is not null);

    [Fact]
    public void Is_on_this_machine_in_the_sandbox_only() => Assert.NotNull(Open("http://127.0.0.1:1/hooks/1", trustsLoopback: true));

    [Fact]
    public async Task Is_good_five_times()
    {
        var back = Open("https://hooks.slack.com/commands/1");
        Assert.NotNull(back);

        for (var i = 0; i < 5; i++) Assert.True(await back.TryAnswerAsync(Message, Cancellation));

        Assert.False(await back.TryAnswerAsync(Message, Cancellation));
        Assert.Equal(5, _http.Calls.Count);
    }

    [Fact]
    public async Task Is_good_for_half_an_hour()
    {
        var back = Open("https://hooks.slack.com/commands/1");
        Assert.NotNull(back);
        _time.Advance(TimeSpan.FromMinutes(29));
        Assert.True(await back.TryAnswerAsync(Message, Cancellation));

        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.False(await back.TryAnswerAsync(Message, Cancellation));
        Assert.Single(_http.Calls);
    }

    [Fact]
    public async Task Ends_when_Slack_says_so()
    {
        var back = Open("https://hooks.slack.com/commands/1");
        Assert.NotNull(back);
        _http.Before = _ => Task.FromResult<HttpResponseMessage?>(SpyHttp.Answer("expired_url", HttpStatusCode.NotFound));

        Assert.False(await back.TryAnswerAsync(Message, Cancellation));
    }

    private WayBack? Open(string? address, bool trustsLoopback = false)
    {
        var site = new SlackSite
        {
            SigningSecret = "secret",
            Workspaces = ImmutableDictionary<string, string>.Empty,
            Http = _http,
            TrustsLoopback = trustsLoopback,
        };
        return WayBack.Of(address, site, new SlackClient(site, NullLogger.Instance), _time);
    }
}
