using System.Text;
using ChatOps.Sandbox.Slack;
using ChatOps.Tests.Tools;
using Played = ChatOps.Sandbox.Slack;

namespace ChatOps.Tests.Bot.Channels.Slack;

/// <summary>What is let in, when it is answered, and what comes of what goes wrong.</summary>
public sealed class SlackChatTests : SlackTest
{
    private const string Actions =
        "payload={\"type\":\"block_actions\",\"team\":{\"id\":\"T0SANDBOX1\"},\"user\":{\"id\":\"U1\"},\"trigger_id\":\"1\"";

    private const string Event = "{\"type\":\"event_callback\",\"team_id\":\"T0SANDBOX1\",\"event_id\":\"Ev1\"";

    [Theory]
    [InlineData("commands")]
    [InlineData("interactivity")]
    [InlineData("events")]
    public async Task What_is_not_signed_is_refused_and_nothing_of_it_is_used(string path)
    {
        var answer = await Slack.HandleAsync(path, null, null, Encoding.UTF8.GetBytes(Slack.Command("scientist", "list").Body));

        Assert.Equal(401, answer.Status);
        Assert.True(answer.Json.IsEmpty);
        Assert.Empty(Slack.Http.Calls);
        Assert.Contains("its signature is missing", Slack.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_says_nothing_of_the_request_to_the_log()
    {
        await Slack.HandleAsync("commands", "1", "v0=secretive", "text=secretive"u8.ToArray());

        Assert.DoesNotContain("secretive", Slack.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SlackLimits.Body, 401)]
    [InlineData(SlackLimits.Body + 1, 413)]
    public async Task A_body_is_read_up_to_half_a_megabyte(int length, int status) =>
        Assert.Equal(status, (await Slack.HandleAsync("events", "1", "v0=", new byte[length])).Status);

    [Fact]
    public async Task A_command_that_was_taken_is_not_taken_again()
    {
        var request = Slack.Command("scientist", "launch pytorch-t4", "vision");
        Assert.Equal(200, (await Slack.HandleAsync(request)).Status);

        Assert.Equal(401, (await Slack.HandleAsync(request)).Status);
        Assert.Contains("its signature is repeated", Slack.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_another_program_has_taken_acts_no_second_time()
    {
        var request = Slack.Command("scientist", "launch pytorch-t4", "vision");
        await Slack.HandleAsync(request);

        Assert.Equal(200, (await Slack.HandleAsync(request, chat: Slack.New())).Status);

        Assert.Single(await Slack.Desk.Machines.OwnedByAsync("scientist@contoso.example", Cancellation));
        Assert.Single(Slack.Shown("scientist", "vision"));
    }

    [Fact]
    public async Task An_event_that_comes_again_acts_once_and_is_answered_the_same()
    {
        var request = Slack.Said("scientist", "catalog");
        Assert.Equal(200, (await Slack.HandleAsync(request)).Status);

        Assert.Equal(200, (await Slack.HandleAsync(request, retry: "1")).Status);
        Slack.Desk.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(200, (await Slack.HandleAsync(request, retry: "2")).Status);

        Assert.Single(Slack.Shown("scientist"));
        Assert.Contains("comes again", Slack.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_that_does_not_say_that_it_comes_again_is_refused_the_second_time()
    {
        var request = Slack.Said("scientist", "catalog");
        await Slack.HandleAsync(request);

        Assert.Equal(401, (await Slack.HandleAsync(request)).Status);
    }

    [Fact]
    public async Task The_address_is_shown_to_be_ours_by_what_Slack_gives()
    {
        var answer = await Slack.HandleAsync(new Played.SlackRequest(
            "events", Played.SlackRequest.Json, """{"type":"url_verification","token":"x","challenge":"3eZbrw1aB10FEMAGAZd4FyFQ"}"""));

        Assert.Equal(200, answer.Status);
        Assert.Equal("""{"challenge":"3eZbrw1aB10FEMAGAZd4FyFQ"}""", Encoding.UTF8.GetString(answer.Json.Span));
    }

    [Fact]
    public async Task The_address_is_not_shown_to_be_ours_to_anybody_else()
    {
        var body = """{"type":"url_verification","challenge":"x"}"""u8.ToArray();

        Assert.Equal(401, (await Slack.HandleAsync("events", "1", "v0=", body)).Status);
    }

    [Theory]
    [InlineData("commands", "")]
    [InlineData("commands", "team_id=T0SANDBOX1&channel_id=C1&text=list&trigger_id=1")]
    [InlineData("commands", "{}")]
    [InlineData("interactivity", "")]
    [InlineData("interactivity", "payload=")]
    [InlineData("interactivity", "payload=%7B")]
    [InlineData("interactivity", "payload=[]")]
    [InlineData("interactivity", "payload={\"type\":\"block_actions\"}")]
    [InlineData("events", "")]
    [InlineData("events", "[]")]
    [InlineData("events", "{")]
    public async Task What_makes_no_sense_is_refused(string path, string body) =>
        Assert.Equal(400, (await Slack.HandleAsync(new Played.SlackRequest(path, "", body))).Status);

    [Theory]
    [InlineData("interactivity", "payload={\"type\":\"shortcut\",\"team\":{\"id\":\"T0SANDBOX1\"},\"user\":{\"id\":\"U1\"},\"trigger_id\":\"1\"}")]
    [InlineData("interactivity", $"{Actions},\"actions\":[{{\"value\":\"no JSON\"}}]}}")]
    [InlineData("events", "{}")]
    [InlineData("events", $"{Event},\"event\":{{\"type\":\"reaction_added\",\"user\":\"U1\"}}}}")]
    [InlineData("events", $"{Event},\"event\":{{\"type\":\"message\",\"channel_type\":\"im\"}}}}")]
    [InlineData("events", "{\"type\":\"app_rate_limited\"}")]
    public async Task What_is_not_for_us_is_taken_and_nothing_comes_of_it(string path, string body)
    {
        Assert.Equal(200, (await Slack.HandleAsync(new Played.SlackRequest(path, "", body))).Status);
        Assert.Empty(Slack.Http.Calls);
    }

    [Fact]
    public async Task A_command_that_takes_long_is_answered_with_a_line_and_what_comes_of_it_is_said_later()
    {
        var gate = new TaskCompletionSource();
        Slack.Around = (_, table) => new HookedTable(table) { BeforeWrite = _ => gate.Task };
        Slack.Restart();

        var answering = Slack.CommandAsync("scientist", "list", "vision");
        await Slack.Answering.NextWaitAsync(Cancellation);
        Slack.Answering.Advance(TimeSpan.FromSeconds(2));
        var answer = await answering;

        Assert.Equal("ephemeral", (string?)SlackDesk.Read(answer)["response_type"]);
        Assert.Equal("I am on it; it takes a moment longer.", SlackDesk.Said(answer));
        gate.SetResult();
        await SeenAsync(() => Slack.Shown("scientist", "vision").Any(text => text.StartsWith("scientist has no machine", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_event_that_takes_long_is_taken_and_goes_on()
    {
        var gate = new TaskCompletionSource();
        Slack.Around = (_, table) => new HookedTable(table) { BeforeWrite = _ => gate.Task };
        Slack.Restart();

        var answering = Slack.SayAsync("scientist", "list");
        await Slack.Answering.NextWaitAsync(Cancellation);
        Slack.Answering.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(200, (await answering).Status);
        gate.SetResult();
        await SeenAsync(() => Slack.Shown("scientist").Count == 1);
    }

    [Fact]
    public async Task What_was_begun_goes_on_when_Slack_hangs_up()
    {
        var gate = new TaskCompletionSource();
        Slack.Around = (_, table) => new HookedTable(table) { BeforeWrite = _ => gate.Task };
        Slack.Restart();
        using var caller = new CancellationTokenSource();
        Slack.Caller = caller.Token;

        var answering = Slack.SayAsync("scientist", "list");
        await Slack.Answering.NextWaitAsync(Cancellation);
        await caller.CancelAsync();

        Assert.Equal(200, (await answering).Status);
        gate.SetResult();
        await SeenAsync(() => Slack.Shown("scientist").Count == 1);
    }

    [Fact]
    public async Task An_event_comes_again_when_Slack_itself_is_away()
    {
        Slack.Http.Refuse("users.info", "internal_error");
        Assert.Equal(503, (await Slack.SayAsync("scientist", "list")).Status);

        Slack.Http.Work();
        Assert.Equal(200, (await Slack.SayAsync("scientist", "list")).Status);
    }

    [Fact]
    public async Task A_command_that_nothing_can_be_done_for_says_so()
    {
        Slack.Http.Refuse("users.info", "internal_error");

        Assert.Equal("I cannot reach Slack well just now. Try again in a minute.", SlackDesk.Said(await Slack.CommandAsync("scientist", "list")));
    }

    [Fact]
    public async Task A_bug_is_told_with_a_reference_that_the_log_has_too()
    {
        Slack.Around = (_, table) => new HookedTable(table) { BeforeWrite = _ => throw new InvalidOperationException("a bug") };
        Slack.Restart();

        var said = SlackDesk.Said(await Slack.CommandAsync("scientist", "list"));

        Assert.StartsWith("That went wrong on our side.", said, StringComparison.Ordinal);
        Assert.DoesNotContain("a bug", said, StringComparison.Ordinal);
        Assert.Contains($"reference {said.Split(' ')[^1]}", Slack.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bug_in_an_event_has_it_delivered_again()
    {
        Slack.Around = (_, table) => new HookedTable(table) { BeforeWrite = _ => throw new InvalidOperationException("a bug") };
        Slack.Restart();

        Assert.Equal(500, (await Slack.SayAsync("scientist", "list")).Status);
    }

    [Fact]
    public async Task Neither_the_token_nor_the_secret_is_ever_logged()
    {
        Slack.Http.Refuse("chat.postMessage", "invalid_auth");
        await Slack.SayAsync("scientist", "list");
        await Slack.CommandAsync("scientist", "launch pytorch-t4", "vision");

        Assert.Contains("Look at its token", Slack.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(SandboxSlack.BotToken, Slack.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(SandboxSlack.SigningSecret, Slack.Log.Text, StringComparison.Ordinal);
    }

    /// <summary>What goes on in the background is seen when it has been done.</summary>
    private async Task SeenAsync(Func<bool> isSeen)
    {
        var seen = new TaskCompletionSource();
        Slack.Workspace.Changed += _ => Look();
        Look();
        await seen.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);

        void Look()
        {
            if (isSeen()) seen.TrySetResult();
        }
    }
}

/// <summary>As the tests know them: a change of one is a change of what people see.</summary>
internal static class SlackLimits
{
    public const int Body = 512 * 1024;
}
