using System.Text.Json.Nodes;
using ChatOps.Bot.Channels.Teams.Tokens;
using ChatOps.Sandbox.Teams;

namespace ChatOps.Tests.Bot.Channels.Teams.Tokens;

public sealed class ActivityTokensTests : IAsyncLifetime
{
    private TokenDesk? _desk;

    private TokenDesk Desk => _desk ?? throw new InvalidOperationException("It has not started.");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _desk = await TokenDesk.OpenAsync();

    public ValueTask DisposeAsync() => Desk.DisposeAsync();

    [Theory]
    [InlineData("RS256")]
    [InlineData("RS384")]
    [InlineData("RS512")]
    public async Task A_token_as_the_connector_signs_it_is_good_and_says_for_whom(string algorithm)
    {
        var header = Desk.Issuer.Header();
        header["alg"] = algorithm;

        var token = await Desk.ValidateAsync($"bearer {Desk.Issuer.Sign(header, Claims())}");

        Assert.NotNull(token);
        Assert.Equal(TokenDesk.ServiceUrl, token.ServiceUrl);
        Assert.True(Desk.Tokens.Vouches(token, TokenDesk.ServiceUrl.ToUpperInvariant(), "msteams"));
        Assert.Equal("", Desk.Log.Text);
    }

    [Fact]
    public async Task Clocks_may_differ_by_five_minutes()
    {
        var token = Desk.Sign();

        Desk.Time.Advance(TimeSpan.FromMinutes(-5));
        Assert.NotNull(await Desk.Tokens.ValidateAsync(token, Cancellation));
        Desk.Time.Advance(TimeSpan.FromMinutes(70) - TimeSpan.FromSeconds(1));
        Assert.NotNull(await Desk.New(Desk.Issuer.Metadata).ValidateAsync(token, Cancellation));
    }

    [Fact]
    public async Task A_token_that_was_good_is_refused_once_it_has_expired()
    {
        var token = Desk.Sign();
        Assert.NotNull(await Desk.ValidateAsync(token));

        Desk.Time.Advance(TimeSpan.FromMinutes(65) - TimeSpan.FromSeconds(1));
        Assert.NotNull(await Desk.ValidateAsync(token));
        Desk.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await Desk.ValidateAsync(token));
        Assert.Contains("expired", Desk.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_says_only_until_when_is_good_until_then()
    {
        var claims = Claims();
        claims.Remove("nbf");

        Assert.NotNull(await Desk.ValidateAsync($"Bearer {Desk.Issuer.Sign(Desk.Issuer.Header(), claims)}"));
    }

    [Fact]
    public async Task A_token_that_was_good_is_good_again_and_gives_the_same()
    {
        var first = await Desk.ValidateAsync(Desk.Sign());

        Assert.Same(first, await Desk.ValidateAsync(Desk.Sign()));
        Assert.NotSame(first, await Desk.New(Desk.Issuer.Metadata).ValidateAsync(Desk.Sign(), Cancellation));
    }

    [Fact]
    public async Task More_tokens_than_are_remembered_are_good_too()
    {
        for (var second = 0; second < 600; second++)
        {
            Assert.NotNull(await Desk.ValidateAsync(Desk.Sign()));
            Desk.Time.Advance(TimeSpan.FromSeconds(1));
        }
        Assert.Equal(1, Desk.Issuer.KeysAsked);
    }

    // What it was proven by is not a key any more.
    [Fact]
    public async Task A_token_that_was_good_is_refused_when_its_key_was_taken_back()
    {
        var token = Desk.Sign();
        Assert.NotNull(await Desk.ValidateAsync(token));

        Desk.Issuer.Rotate();
        Desk.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.NotNull(await Desk.ValidateAsync(Desk.Sign()));

        Assert.Null(await Desk.ValidateAsync(token));
        Assert.Contains("nobody knows the key", Desk.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_vouches_for_no_channel_vouches_for_no_activity()
    {
        Desk.Issuer.Endorsements = null;

        var token = Assert.IsType<ConnectorToken>(await Desk.ValidateAsync(Desk.Sign()));

        Assert.False(Desk.Tokens.Vouches(token, TokenDesk.ServiceUrl, "msteams"));
    }

    private JsonObject Claims() => TokenIssuer.Claims(TokenDesk.AppId, TokenDesk.ServiceUrl, Desk.Time.Now);
}
