using System.Globalization;
using System.Text;
using ChatOps.Bot.Channels.Slack.Signing;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Bot.Channels.Slack.Signing;

public sealed class SlackSignaturesTests
{
    /// <summary>Slack's own example: https://docs.slack.dev/authentication/verifying-requests-from-slack.</summary>
    private const string Secret = "8f742231b10e8888abcd99yyyzzz85a5";
    private const string Timestamp = "1531420618";
    private const string Signature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
    private const string Body = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar"
        + "&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands"
        + "%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";

    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1531420618);

    private readonly SettableTime _time = new(Now);
    private readonly SlackSignatures _signatures;

    public SlackSignaturesTests() => _signatures = new SlackSignatures(Secret, _time);

    [Fact]
    public void Slack_s_own_example_is_good() => Assert.Equal(SignatureVerdict.Good, Check());

    [Fact]
    public void Signs_as_Slack_does() => Assert.Equal(Signature, _signatures.Sign(Timestamp, Encoding.UTF8.GetBytes(Body)));

    [Theory]
    [InlineData("no timestamp", null, Signature, Body, "Missing")]
    [InlineData("no signature", Timestamp, null, Body, "Missing")]
    [InlineData("an empty signature", Timestamp, "", Body, "Malformed")]
    [InlineData("an empty timestamp", "", Signature, Body, "Malformed")]
    [InlineData("a timestamp that is none", "now", Signature, Body, "Malformed")]
    [InlineData("a timestamp with a sign", "+1531420618", Signature, Body, "Malformed")]
    [InlineData("a timestamp with a space", " 1531420618", Signature, Body, "Malformed")]
    [InlineData("a timestamp with a fraction", "1531420618.0", Signature, Body, "Malformed")]
    [InlineData("a timestamp with a NUL", "1531420618\0", Signature, Body, "Malformed")]
    [InlineData("a timestamp beyond all time", "99999999999999999999", Signature, Body, "Malformed")]
    [InlineData("a timestamp with zeros before it", "00000000000000000000000000000000000000000000000000000000001531420618", Signature, Body, "Malformed")]
    [InlineData("a timestamp in other digits", "\u0661\u0665", Signature, Body, "Malformed")]
    [InlineData("a timestamp of the far future", "9223372036854775807", Signature, Body, "Old")]
    [InlineData("a timestamp of long ago", "0", Signature, Body, "Old")]
    [InlineData("another timestamp", "1531420619", Signature, Body, "Wrong")]
    [InlineData("another version", Timestamp, "v1=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503", Body, "Malformed")]
    [InlineData("no version", Timestamp, "a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503", Body, "Malformed")]
    [InlineData("a digit too few", Timestamp, "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b50", Body, "Malformed")]
    [InlineData("a digit too many", Timestamp, "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b5033", Body, "Malformed")]
    [InlineData("a letter that is no digit", Timestamp, "v0=g2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503", Body, "Malformed")]
    [InlineData("another digit", Timestamp, "v0=b2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503", Body, "Wrong")]
    [InlineData("another last digit", Timestamp, "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b504", Body, "Wrong")]
    [InlineData("another body", Timestamp, Signature, Body + "&text=launch", "Wrong")]
    [InlineData("no body", Timestamp, Signature, "", "Wrong")]
    public void One_thing_wrong_and_it_is_not_Slack_s(string wrong, string? timestamp, string? signature, string body, string verdict)
    {
        Assert.NotEmpty(wrong);
        Assert.Equal(Enum.Parse<SignatureVerdict>(verdict), _signatures.Check(timestamp, signature, Encoding.UTF8.GetBytes(body)));
        // What was not good does not spoil what is.
        Assert.Equal(SignatureVerdict.Good, Check());
    }

    [Fact]
    public void Another_secret_signs_otherwise() =>
        Assert.Equal(SignatureVerdict.Wrong, new SlackSignatures($"{Secret}0", _time).Check(Timestamp, Signature, Encoding.UTF8.GetBytes(Body)));

    [Fact]
    public void Digits_may_be_written_in_either_case() =>
        Assert.Equal(SignatureVerdict.Good, _signatures.Check(Timestamp, $"v0={Signature[3..].ToUpperInvariant()}", Encoding.UTF8.GetBytes(Body)));

    [Theory]
    [InlineData(-300, true)]
    [InlineData(-301, false)]
    [InlineData(300, true)]
    [InlineData(301, false)]
    public void Is_good_for_five_minutes_either_way(int seconds, bool isGood)
    {
        _time.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Equal(isGood ? SignatureVerdict.Good : SignatureVerdict.Old, Check());
    }

    [Fact]
    public void The_same_request_is_good_once_in_all_the_time_that_it_could_be()
    {
        _time.Advance(TimeSpan.FromSeconds(-300));
        Assert.Equal(SignatureVerdict.Good, Check());
        Assert.Equal(SignatureVerdict.Repeated, Check());

        _time.Advance(TimeSpan.FromSeconds(600));
        Assert.Equal(SignatureVerdict.Repeated, Check());
    }

    [Fact]
    public void Remembers_as_many_as_are_likely_and_not_more()
    {
        Assert.Equal(SignatureVerdict.Good, Check());

        for (var i = 0; i < 60_000; i++) Assert.Equal(SignatureVerdict.Good, CheckOwn($"{i}"));
        Assert.Equal(SignatureVerdict.Repeated, Check());

        for (var i = 60_000; i < 110_000; i++) CheckOwn($"{i}");
        Assert.Equal(SignatureVerdict.Good, Check());
    }

    private SignatureVerdict Check() => _signatures.Check(Timestamp, Signature, Encoding.UTF8.GetBytes(Body));

    private SignatureVerdict CheckOwn(string body)
    {
        var (bytes, timestamp) = (Encoding.UTF8.GetBytes(body), _time.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        return _signatures.Check(timestamp, _signatures.Sign(timestamp, bytes), bytes);
    }
}
