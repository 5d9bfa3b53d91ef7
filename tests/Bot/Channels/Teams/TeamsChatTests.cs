using System.Net;
using System.Text;
using ChatOps.Sandbox.Teams;
using ChatOps.Tests.Bot.Channels.Teams.Tokens;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Bot.Channels.Teams;

public sealed class TeamsChatTests(IssuerFixture issuer) : IClassFixture<IssuerFixture>, IDisposable
{
    private readonly TeamsDesk _teams = new(issuer.Issuer);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _teams.Dispose();

    [Fact]
    public async Task Uses_nothing_of_what_comes_without_a_token()
    {
        using var body = new MemoryStream(Encoding.UTF8.GetBytes(_teams.Message("scientist", "launch pytorch-a100").ToJsonString()));

        Assert.Equal(401, (await _teams.Chat.HandleAsync(null, body, Cancellation)).Status);
        Assert.Equal(0, body.Position);
        Assert.Empty(_teams.Connector.Calls);
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("null", 400)]
    [InlineData("[]", 400)]
    [InlineData("{", 400)]
    [InlineData("""{"type":5}""", 400)]
    [InlineData("""{"conversation":"a"}""", 400)]
    [InlineData("{}", 401)]
    [InlineData("""{"serviceUrl":"URL","channelId":"msteams"}""", 400)]
    [InlineData("""{"serviceUrl":"URL","channelId":"msteams","type":"message","id":"1","from":{"id":"29:a"}}""", 400)]
    [InlineData("""{"serviceUrl":"URL","channelId":"msteams","type":"message","from":{"id":"29:a"},"conversation":{"id":"a:1"}}""", 400)]
    [InlineData("""{"serviceUrl":"URL","channelId":"msteams","type":"message","id":"1","from":{},"conversation":{"id":"a:1"}}""", 400)]
    [InlineData("""{"serviceUrl":"https://smba.trafficmanager.net/other/","channelId":"msteams","type":"message"}""", 401)]
    [InlineData("""{"serviceUrl":"URL","channelId":"webchat","type":"message"}""", 401)]
    public async Task Refuses_what_is_no_activity_without_a_fuss(string body, int status)
    {
        Assert.Equal(status, (await _teams.HandleAsync(body.Replace("URL", TeamsDesk.ServiceUrl, StringComparison.Ordinal))).Status);

        Assert.DoesNotContain("Exception", _teams.Log.Text, StringComparison.Ordinal);
        Assert.Contains("An activity was refused", _teams.Log.Text, StringComparison.Ordinal);
    }

    // In that channel anybody can say who they are.
    [Fact]
    public async Task Refuses_other_channels_although_the_same_key_vouches_for_them()
    {
        await using var other = await TokenIssuer.StartAsync(Cancellation);
        other.Endorsements = ["msteams", "webchat"];
        using var teams = new TeamsDesk(other);
        var activity = teams.Message("admin", "list all");
        activity["channelId"] = "webchat";

        Assert.Equal(400, (await teams.HandleAsync(activity)).Status);
        Assert.Empty(teams.Connector.Calls);
    }

    [Fact]
    public async Task Shows_its_own_token_to_no_connector_but_Microsofts()
    {
        var activity = _teams.Message("scientist", "help");
        activity["serviceUrl"] = "https://example.org/";

        Assert.Equal(400, (await _teams.HandleAsync(activity.ToJsonString(), serviceUrl: "https://example.org/")).Status);
        Assert.Empty(_teams.Connector.Calls);
    }

    [Fact]
    public async Task Says_to_come_again_while_it_cannot_be_told_whether_a_token_is_good()
    {
        await using var broken = await TokenIssuer.StartAsync(Cancellation);
        broken.Breakage = 500;
        using var teams = new TeamsDesk(broken);

        Assert.Equal(503, (await teams.SayAsync("scientist", "help")).Status);
    }

    [Fact]
    public async Task Acts_once_when_the_same_comes_again_while_it_works()
    {
        var gate = new TaskCompletionSource<HttpResponseMessage?>();
        _teams.Connector.Before = _ => gate.Task;
        var first = _teams.SayAsync("scientist", "launch pytorch-a100", id: "1");
        var second = _teams.SayAsync("scientist", "launch pytorch-a100", id: "1");

        _teams.Connector.Work();
        gate.SetResult(null);

        Assert.Equal([200, 200], (await Task.WhenAll(first, second)).Select(answer => answer.Status));
        await _teams.MachineAsync("scientist");
        Assert.Single(_teams.Messages);
    }

    [Fact]
    public async Task Goes_on_when_the_connector_hangs_up_and_has_what_comes_again_join_it()
    {
        var (gate, isWorking) = (new TaskCompletionSource<HttpResponseMessage?>(), new TaskCompletionSource());
        _teams.Connector.Before = _ =>
        {
            isWorking.TrySetResult();
            return gate.Task;
        };
        using var caller = new CancellationTokenSource();
        _teams.Caller = caller.Token;
        var first = _teams.SayAsync("scientist", "launch pytorch-a100", id: "1");
        await isWorking.Task;
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        _teams.Caller = CancellationToken.None;
        var second = _teams.SayAsync("scientist", "launch pytorch-a100", id: "1");
        _teams.Connector.Work();
        gate.SetResult(null);

        Assert.Equal(200, (await second).Status);
        await _teams.MachineAsync("scientist");
        Assert.Single(_teams.Messages);
        Assert.Single(_teams.Connector.Calls, call => call.Method == HttpMethod.Get);
    }

    [Theory]
    [InlineData("typing")]
    [InlineData("messageReaction")]
    [InlineData("somethingNew")]
    public async Task Takes_whatever_it_does_not_know_and_asks_nothing_of_it(string type)
    {
        var activity = $$"""{"serviceUrl":"{{TeamsDesk.ServiceUrl}}","channelId":"msteams","type":"{{type}}"}""";

        Assert.Equal(200, (await _teams.HandleAsync(activity)).Status);
        Assert.Equal("", _teams.Log.Text);
    }

    [Fact]
    public async Task Acts_once_when_the_same_comes_again_later()
    {
        await _teams.SayAsync("scientist", "catalog", id: "1");
        _teams.Desk.Time.Advance(TimeSpan.FromMinutes(9));
        await _teams.SayAsync("scientist", "catalog", id: "1");

        Assert.Single(_teams.Messages);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(TeamsDesk.Thread)]
    public async Task Acts_once_when_the_same_comes_again_to_another_program(string? conversation)
    {
        await _teams.SayAsync("scientist", "launch pytorch-a100", conversation, id: "1");
        _teams.Restart();
        await _teams.SayAsync("scientist", "launch pytorch-a100", conversation, id: "1");

        await _teams.MachineAsync("scientist");
        Assert.Single(_teams.Messages);
    }

    [Fact]
    public async Task Tries_again_what_comes_again_because_it_failed()
    {
        _teams.Connector.Refuse(HttpMethod.Post, HttpStatusCode.InternalServerError, "ServiceError");
        Assert.Equal(503, (await _teams.SayAsync("scientist", "launch pytorch-a100", id: "1")).Status);
        Assert.Contains("Teams delivers it again", _teams.Log.Text, StringComparison.Ordinal);

        _teams.Connector.Work();
        Assert.Equal(200, (await _teams.SayAsync("scientist", "launch pytorch-a100", id: "1")).Status);
        await _teams.MachineAsync("scientist");
        Assert.Single(_teams.Messages);
    }

    [Fact]
    public async Task Takes_who_comes_second_and_waits_for_one_that_is_given_up_as_the_first()
    {
        var (isAt, gate) = (new TaskCompletionSource(), new TaskCompletionSource<HttpResponseMessage?>());
        using var given = new CancellationTokenSource();
        _teams.Connector.Before = _ =>
        {
            isAt.TrySetResult();
            return gate.Task;
        };
        var first = _teams.HandleAsync(_teams.Message("scientist", "catalog", id: "1").ToJsonString(), until: given.Token);
        // Else the second may come to be the first.
        await isAt.Task.WaitAsync(TestContext.Current.CancellationToken);
        var second = _teams.SayAsync("scientist", "catalog", id: "1");

        _teams.Connector.Work();
        await given.CancelAsync();
        gate.SetCanceled(given.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal(200, (await second).Status);
    }

    [Fact]
    public async Task Logs_a_bug_with_a_reference_and_has_the_message_come_again()
    {
        Break();

        Assert.Equal(500, (await _teams.SayAsync("scientist", "catalog")).Status);
        Assert.Matches("broke; reference [0-9a-f]{8}", _teams.Log.Text);
    }

    [Fact]
    public async Task Answers_a_bug_at_a_press_with_the_reference_and_nothing_of_its_text()
    {
        Break();

        var seen = TeamsDesk.Seen(await _teams.HandleAsync(_teams.Press("scientist", "catalog")));

        Assert.DoesNotContain("hunter2", seen, StringComparison.Ordinal);
        Assert.Contains($"reference {seen.Split(' ')[^1]}", _teams.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_without_a_token_of_its_own_as_if_the_connector_were_away()
    {
        _teams.Token = () => throw new InvalidOperationException("The identity is not there.");

        Assert.Equal(503, (await _teams.SayAsync("scientist", "catalog")).Status);
    }

    private void Break()
    {
        _teams.Around = (name, table) => name == "conversations"
            ? new HookedTable(table) { BeforeWrite = _ => throw new InvalidOperationException("Password=hunter2") }
            : table;
        _teams.Restart();
    }
}
