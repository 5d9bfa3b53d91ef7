using ChatOps.Bot.Channels.Teams.Tokens;
using ChatOps.Sandbox.Loopback;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ChatOps.Tests.Bot.Channels.Teams.Tokens;

public sealed class ConnectorKeysTests : IAsyncLifetime
{
    private TokenDesk? _desk;

    private TokenDesk Desk => _desk ?? throw new InvalidOperationException("It has not started.");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _desk = await TokenDesk.OpenAsync();

    public ValueTask DisposeAsync() => Desk.DisposeAsync();

    [Fact]
    public async Task Keys_are_fetched_once_for_all_who_come_at_the_same_time()
    {
        Assert.Equal(0, Desk.Issuer.KeysAsked);

        var tokens = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => Desk.ValidateAsync(Desk.Sign()), Cancellation)));

        Assert.All(tokens, Assert.NotNull);
        Assert.Equal(1, Desk.Issuer.KeysAsked);
    }

    [Fact]
    public async Task What_is_no_token_at_all_asks_nobody()
    {
        Assert.Null(await Desk.ValidateAsync("Bearer hello"));
        Assert.Null(await Desk.ValidateAsync($"{Desk.Sign()}.AAAA.AAAA"));

        Assert.Equal(0, Desk.Issuer.KeysAsked);
    }

    [Fact]
    public async Task A_new_key_is_fetched_when_a_token_names_it()
    {
        await GoodAsync();

        Desk.Issuer.Rotate();
        Desk.Time.Advance(TimeSpan.FromMinutes(5));

        await GoodAsync();
        Assert.Equal(2, Desk.Issuer.KeysAsked);
    }

    [Fact]
    public async Task Keys_are_fetched_at_most_once_in_five_minutes_however_many_name_one_that_nobody_knows()
    {
        await GoodAsync();
        Desk.Issuer.Rotate();

        for (var second = 0; second < 300; second += 10)
        {
            Assert.All(await TogetherAsync(3), Assert.Null);
            Desk.Time.Advance(TimeSpan.FromSeconds(10));
        }
        Assert.Equal(1, Desk.Issuer.KeysAsked);

        Assert.All(await TogetherAsync(20), Assert.NotNull);
        Assert.Equal(2, Desk.Issuer.KeysAsked);
    }

    [Fact]
    public async Task Keys_are_fetched_again_after_a_day_though_none_is_new()
    {
        await GoodAsync();
        Desk.Time.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        await GoodAsync();
        Assert.Equal(1, Desk.Issuer.KeysAsked);

        Desk.Time.Advance(TimeSpan.FromSeconds(1));

        await GoodAsync();
        await UntilAsync(() => Desk.Issuer.KeysAsked == 2);
    }

    [Fact]
    public async Task While_they_cannot_be_fetched_again_the_keys_that_there_are_stay()
    {
        await GoodAsync();
        Desk.Issuer.Breakage = StatusCodes.Status503ServiceUnavailable;
        Desk.Time.Advance(TimeSpan.FromHours(25));

        await GoodAsync();
        await UntilAsync(() => Desk.Log.Text.Contains("could not be fetched", StringComparison.Ordinal));
        await GoodAsync();
        Assert.Single(Desk.Log.Text.Split('\n'), line => line.Contains("could not be fetched", StringComparison.Ordinal));

        Desk.Issuer.Breakage = null;
        Desk.Time.Advance(TimeSpan.FromMinutes(5));
        await GoodAsync();
        await UntilAsync(() => Desk.Issuer.KeysAsked == 2);
    }

    // The token may be good: Teams is to deliver the activity again.
    [Fact]
    public async Task A_key_that_nobody_could_be_asked_for_is_no_reason_to_refuse()
    {
        await GoodAsync();
        Desk.Issuer.Rotate();
        Desk.Issuer.Breakage = StatusCodes.Status500InternalServerError;
        Desk.Time.Advance(TimeSpan.FromMinutes(5));

        await Assert.ThrowsAsync<NoSigningKeysException>(() => Desk.ValidateAsync(Desk.Sign()));

        Desk.Issuer.Breakage = null;
        Desk.Time.Advance(TimeSpan.FromMinutes(5));
        await GoodAsync();
    }

    [Fact]
    public async Task Without_any_keys_nothing_is_refused_and_they_are_soon_tried_again()
    {
        Desk.Issuer.Breakage = StatusCodes.Status500InternalServerError;
        await Assert.ThrowsAsync<NoSigningKeysException>(() => Desk.ValidateAsync(Desk.Sign()));
        Desk.Issuer.Breakage = null;
        await Assert.ThrowsAsync<NoSigningKeysException>(() => Desk.ValidateAsync(Desk.Sign()));

        Desk.Time.Advance(TimeSpan.FromSeconds(10));

        await GoodAsync();
    }

    [Fact]
    public async Task Who_goes_away_does_not_end_the_fetch_for_the_others()
    {
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Desk.Tokens.ValidateAsync(Desk.Sign(), gone.Token));

        await GoodAsync();
        Assert.Equal(1, Desk.Issuer.KeysAsked);
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"jwks_uri":7}""")]
    [InlineData("""{"jwks_uri":"/keys"}""")]
    [InlineData("""{"jwks_uri":"http://keys.example/keys"}""")]
    [InlineData("""{"jwks_uri":"file:///etc/passwd"}""")]
    [InlineData("""{"jwks_uri":"KEYS","keys":7}""")]
    [InlineData("""{"jwks_uri":"KEYS","keys":[]}""")]
    [InlineData("""{"jwks_uri":"KEYS","keys":[7,{},{"kty":"EC","kid":"1"},{"kty":"oct","kid":"2","k":"AAAA"}]}""")]
    [InlineData("""{"jwks_uri":"KEYS","keys":[{"kty":"RSA","kid":"short","n":"AAAA","e":"AQAB"}]}""")]
    [InlineData("""{"jwks_uri":"KEYS","keys":[{"kty":"RSA","kid":"odd","n":"!","e":"AQAB"}]}""")]
    public async Task What_are_no_keys_are_none(string json)
    {
        await using var server = new LoopbackServer(web => web.Run(http => http.Response.WriteAsync(
            json.Replace("KEYS", $"http://{http.Request.Host}/keys", StringComparison.Ordinal), http.RequestAborted)));
        await server.StartAsync(Cancellation);

        var error = await Assert.ThrowsAsync<NoSigningKeysException>(() => Desk.New(server.Address).ValidateAsync(Desk.Sign(), Cancellation));

        Assert.NotNull(error.InnerException);
        Assert.Contains("could not be fetched", Desk.Log.Text, StringComparison.Ordinal);
    }

    /// <summary>What nobody waits for comes a little later.</summary>
    private static async Task UntilAsync(Func<bool> isSo)
    {
        while (!isSo()) await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Cancellation);
    }

    private async Task GoodAsync() => Assert.NotNull(await Desk.ValidateAsync(Desk.Sign()));

    private Task<ConnectorToken?[]> TogetherAsync(int number) =>
        Task.WhenAll(Enumerable.Range(0, number).Select(_ => Task.Run(() => Desk.ValidateAsync(Desk.Sign()), Cancellation)));
}
