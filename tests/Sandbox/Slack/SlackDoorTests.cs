using System.Text;
using ChatOps.Sandbox.Slack;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Sandbox.Slack;

public sealed class SlackDoorTests
{
    /// <summary>The example that Slack publishes, with this secret.</summary>
    private const string Secret = "8f742231b10e8888abcd99yyyzzz85a5";

    private const string Body = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar"
        + "&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
        + "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
        + "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Signs_as_Slack_does_in_its_example() => Assert.Equal(
        "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
        SlackDoor.Sign(Secret, "1531420618", Encoding.UTF8.GetBytes(Body)));

    [Fact]
    public async Task What_comes_is_signed_with_the_time_of_the_workspace()
    {
        await using var desk = await SlackDesk.OpenAsync(Cancellation);
        await desk.Gestures.Say(desk.Scientist, channel: null, "status").RunAsync(Cancellation);

        var heard = Assert.Single(desk.Heard);
        var timestamp = $"{SettableTime.Start.ToUnixTimeSeconds()}";
        Assert.Equal(timestamp, heard.Headers["X-Slack-Request-Timestamp"]);
        Assert.Equal(SlackDoor.Sign(SandboxSlack.SigningSecret, timestamp, Encoding.UTF8.GetBytes(heard.Body)), heard.Headers["X-Slack-Signature"]);
    }

    [Fact]
    public async Task Who_is_not_there_has_not_taken_it()
    {
        using var door = new SlackDoor([new Uri("http://127.0.0.1:1/api/slack/")], new SettableTime());
        Assert.Null(await door.PostAsync(SlackEvents.Verification("challenge"), retry: 0, Cancellation));
    }
}
