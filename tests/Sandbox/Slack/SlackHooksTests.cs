using System.Text.Json.Nodes;
using ChatOps.Sandbox.Slack;

namespace ChatOps.Tests.Sandbox.Slack;

public sealed class SlackHooksTests : IAsyncLifetime
{
    private SlackDesk? _desk;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private SlackDesk Desk => _desk ?? throw new InvalidOperationException("It has not started.");

    private IEnumerable<string> ManagerSees => Desk.Workspace.Seen(Desk.Person("manager"), Desk.Vision).Select(message => message.Text);

    private IEnumerable<string> ScientistSees => Desk.Workspace.Seen(Desk.Scientist, Desk.Vision).Select(message => message.Text);

    public async ValueTask InitializeAsync() => _desk = await SlackDesk.OpenAsync(Cancellation);

    public async ValueTask DisposeAsync()
    {
        if (_desk is not null) await _desk.DisposeAsync();
    }

    [Fact]
    public async Task Is_used_five_times()
    {
        var hook = New(original: null);
        for (var count = 0; count < 5; count++) Assert.Equal((200, "ok"), await SayAsync(hook, "hello"));

        Assert.Equal((404, "used_url"), await SayAsync(hook, "hello"));
    }

    [Fact]
    public async Task Is_good_for_half_an_hour()
    {
        var hook = New(original: null);
        Desk.Time.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal((200, "ok"), await SayAsync(hook, "hello"));
        Desk.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal((404, "expired_url"), await SayAsync(hook, "hello"));
        Assert.Equal((404, "expired_url"), await SayAsync(new Uri(hook, "H0UNKNOWN0"), "hello"));
    }

    [Fact]
    public async Task Speaks_to_the_person_only_unless_it_says_otherwise()
    {
        var hook = New(original: null);
        await SayAsync(hook, "psst");
        await SayAsync(hook, "hello all", ("response_type", "in_channel"));

        Assert.Equal(["psst", "hello all"], ScientistSees);
        Assert.Equal(["hello all"], ManagerSees);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Replaces_and_deletes_what_was_acted_on(bool isEphemeral)
    {
        var original = Posted("before", isEphemeral ? Desk.Scientist : null);
        var hook = New(original);

        await SayAsync(hook, "after", ("replace_original", true));
        Assert.Equal(["after"], ScientistSees);
        await SayAsync(hook, "", ("delete_original", true));
        Assert.Empty(ScientistSees);
    }

    [Fact]
    public async Task Says_nothing_of_nothing()
    {
        var hook = New(original: null);
        Assert.Equal((400, "no_text"), await SayAsync(hook, ""));
        Assert.Empty(ScientistSees);
    }

    private Uri New(SlackMessage? original) => Desk.StandIn.NewHook(new SlackHook(Desk.Scientist, Desk.Vision, original));

    private SlackMessage Posted(string text, SlackPerson? onlyFor)
    {
        var message = new SlackMessage { Ts = Desk.Workspace.NextTs(), Channel = Desk.Vision, Text = text, OnlyFor = onlyFor };
        Desk.Workspace.Post(message);
        return message;
    }

    private Task<(int Status, string Said)> SayAsync(Uri hook, string text, params IReadOnlyList<(string Name, JsonNode Value)> also)
    {
        var body = new JsonObject { ["text"] = text };
        foreach (var (name, value) in also) body[name] = value;
        return Desk.HookAsync(hook, body, Cancellation);
    }
}
