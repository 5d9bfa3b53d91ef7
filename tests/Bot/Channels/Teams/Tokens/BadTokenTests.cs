namespace ChatOps.Tests.Bot.Channels.Teams.Tokens;

/// <summary>What the Bot Connector did not sign for this bot is refused, and the log says why without repeating any of it.</summary>
public sealed class BadTokenTests(IssuerFixture fixture) : IClassFixture<IssuerFixture>
{
    /// <summary>Shorter pieces of a token occur in words.</summary>
    private const int Telling = 10;

    public static TheoryData<string> Broken => [.. BadTokens.All.Select(bad => bad.What)];

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Is_refused(string what)
    {
        await using var desk = TokenDesk.At(fixture.Issuer);
        var (_, reason, make) = BadTokens.All.Single(bad => bad.What == what);
        var authorization = make(desk.Issuer, desk.Time.Now);

        Assert.NotNull(await desk.ValidateAsync(desk.Sign()));
        Assert.Equal("", desk.Log.Text);

        Assert.Null(await desk.ValidateAsync(authorization));
        Assert.StartsWith("Warning: An activity was refused for its token: ", desk.Log.Text, StringComparison.Ordinal);
        Assert.Contains(reason, desk.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', desk.Log.Text);
        AssertNothingOf(authorization ?? "", desk.Log.Text);
    }

    // The last letter of 342 holds two bits of a signature and four that mean nothing.
    [Fact]
    public async Task Is_refused_whichever_letter_was_changed()
    {
        await using var desk = TokenDesk.At(fixture.Issuer);
        var good = desk.Sign();

        for (var at = "Bearer ".Length; at < good.Length - 1; at++)
        {
            var changed = $"{good[..at]}{(good[at] == 'A' ? 'B' : 'A')}{good[(at + 1)..]}";
            Assert.Null(await desk.ValidateAsync(changed));
        }
        Assert.NotNull(await desk.ValidateAsync(good));
        AssertNothingOf(good, desk.Log.Text);
    }

    [Theory]
    [InlineData("https://smba.trafficmanager.net/emea/50612dbb-0237-4969-b378-8d42590f9c00/", "msteams", "another connector")]
    [InlineData("https://smba.trafficmanager.net/amer/50612dbb-0237-4969-b378-8d42590f9c00", "msteams", "another connector")]
    [InlineData("https://evil.example/", "msteams", "another connector")]
    [InlineData("", "msteams", "another connector")]
    [InlineData(null, "msteams", "another connector")]
    [InlineData(TokenDesk.ServiceUrl, "webchat", "channel")]
    [InlineData(TokenDesk.ServiceUrl, "MSTEAMS", "channel")]
    [InlineData(TokenDesk.ServiceUrl, null, "channel")]
    public async Task Does_not_vouch_for_another_activity(string? serviceUrl, string? channel, string reason)
    {
        await using var desk = TokenDesk.At(fixture.Issuer);
        var token = await desk.ValidateAsync(desk.Sign());

        Assert.NotNull(token);
        Assert.False(desk.Tokens.Vouches(token, serviceUrl, channel));
        Assert.Contains(reason, desk.Log.Text, StringComparison.Ordinal);
    }

    private static void AssertNothingOf(string authorization, string log)
    {
        for (var at = 0; at + Telling <= authorization.Length; at++)
            Assert.DoesNotContain(authorization.Substring(at, Telling), log, StringComparison.Ordinal);
    }
}
