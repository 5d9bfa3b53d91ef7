using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ChatOps.Bot.Cards;
using ChatOps.Bot.Rendering;
using ChatOps.Sandbox.Chat;
using ChatOps.Sandbox.Teams;
using ChatOps.Tests.Bot;
using ChatOps.Tests.Contracts;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Sandbox.Teams;

public sealed class ConnectorStandInTests : IAsyncLifetime
{
    private readonly SandboxChat _chat = new();
    private readonly List<string> _seen = [];
    private readonly TeamsTenant _tenant = new(BotDesk.Policy, new SettableTime());
    private readonly HttpClient _http = new();
    private ConnectorStandIn? _standIn;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private TeamsPerson Scientist => _tenant.Person("scientist") ?? throw new InvalidOperationException("There is no scientist.");

    private TeamsConversation Personal => _tenant.Personal(Scientist);

    private TeamsConversation Channel => _tenant.Channel("vision") ?? throw new InvalidOperationException("There is no channel.");

    public async ValueTask InitializeAsync()
    {
        _standIn = await ConnectorStandIn.StartAsync(_tenant, _chat, Cancellation);
        _chat.Changed += message => _seen.Add($"{message.Where}: {message.Card.Title}");
        (Personal.Bot, Channel.Bot) = (BotPresence.Here, BotPresence.Here);
        _http.DefaultRequestHeaders.Authorization = AuthenticationHeaderValue.Parse(ConnectorTraffic.ByHand);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_standIn is not null) await _standIn.DisposeAsync();
    }

    [Fact]
    public async Task A_card_is_sent_edited_and_deleted()
    {
        var (status, made) = await AskAsync("POST", At(Personal), Message("before"));
        var message = $"{At(Personal)}/{made?["id"]}";

        Assert.Equal(201, status);
        Assert.Equal(200, (await AskAsync("PUT", message, Message("after"))).Status);
        Assert.Equal(200, (await AskAsync("DELETE", message, null)).Status);
        Assert.Equal(["to scientist: before", "to scientist: after"], _seen);
        Assert.Equal((404, "ActivityNotFoundInConversation"), await RefusedAsync("PUT", message, Message("once more")));
    }

    [Fact]
    public async Task A_reply_stays_in_its_thread_and_a_thread_must_have_begun()
    {
        var (_, root) = await AskAsync("POST", At(Channel), Message("root"));
        var thread = At(Channel, $"{root?["id"]}");

        await AskAsync("POST", thread, Message("in the thread"));
        await AskAsync("POST", $"{At(Channel)}/{root?["id"]}", Message("a reply"));

        Assert.Equal([$"{root?["id"]}", $"{root?["id"]}", $"{root?["id"]}"], Channel.Messages.Select(message => message.Thread));
        Assert.Equal((404, "ConversationNotFound"), await RefusedAsync("POST", At(Channel, "1"), Message("nowhere")));
    }

    [Fact]
    public async Task Says_no_as_the_connector_does()
    {
        Channel.Bot = BotPresence.Removed;
        Assert.Equal((403, "BotNotInConversationRoster"), await RefusedAsync("POST", At(Channel), Message("hello")));
        Assert.Equal((404, "ConversationNotFound"), await RefusedAsync("POST", "v3/conversations/a:nobody/activities", Message("hello")));
        Assert.Equal((413, "MessageSizeTooBig"), await RefusedAsync("POST", At(Personal), Text(new string('x', 51_200))));
        Assert.Equal((400, "BadSyntax"), await RefusedAsync("POST", At(Personal), Text(" ")));
        Assert.Equal((400, "BadSyntax"), await RefusedAsync("POST", At(Personal), """{"type":"shout","text":"hello"}"""));
        Assert.Equal((400, "BadSyntax"), await RefusedAsync("POST", At(Personal), "{"));
        Assert.Equal(201, (await AskAsync("POST", At(Personal), Text(new string('x', 50_000)))).Status);
        _http.DefaultRequestHeaders.Authorization = null;
        Assert.Equal((401, "Unauthorized"), await RefusedAsync("POST", At(Personal), Message("hello")));
    }

    [Theory]
    [InlineData("""{"type":"AdaptiveCard","version":"1.6","body":[]}""")]
    [InlineData("""{"type":"AdaptiveCard","version":"1.3","body":[]}""")]
    [InlineData("""{"type":"HeroCard","version":"1.5","body":[]}""")]
    [InlineData("""{"type":"AdaptiveCard","version":"1.5","body":[],"refresh":{"action":{"verb":"refresh"},"userIds":[]}}""")]
    [InlineData("""{"type":"AdaptiveCard","version":"1.5","body":[],"refresh":{"action":{"type":"Action.Execute"},"userIds":["scientist"]}}""")]
    public async Task Takes_no_card_that_Teams_would_not_draw(string card) =>
        Assert.Equal((400, "BadSyntax"), await RefusedAsync("POST", At(Personal), Attached(card)));

    [Fact]
    public async Task What_comes_too_often_is_told_when_to_come_again()
    {
        if (_standIn is not null) _standIn.Throttled = 1;

        using var refused = await SendAsync("POST", At(Personal), Message("hello"));

        Assert.Equal((HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(2)), (refused.StatusCode, refused.Headers.RetryAfter?.Delta));
        Assert.Equal(201, (await AskAsync("POST", At(Personal), Message("hello"))).Status);
    }

    [Fact]
    public async Task A_personal_chat_is_the_same_each_time_and_only_for_whom_the_bot_may_reach()
    {
        Personal.Bot = BotPresence.NotYet;
        // By way of the team, in which both are.
        var (status, first) = await AskAsync("POST", "v3/conversations", New(Scientist.Id));
        var (_, second) = await AskAsync("POST", "v3/conversations", New(Scientist.ObjectId));

        Assert.Equal((201, Personal.Id, Personal.Id), (status, (string?)first?["id"], (string?)second?["id"]));
        Assert.Equal((400, "BadSyntax"), await RefusedAsync("POST", "v3/conversations", New("29:nobody")));
        Personal.Bot = BotPresence.Removed;
        Assert.Equal((403, "BotNotInConversationRoster"), await RefusedAsync("POST", "v3/conversations", New(Scientist.Id)));
    }

    [Fact]
    public async Task Members_are_who_the_directory_says()
    {
        var (_, one) = await AskAsync("GET", $"v3/conversations/{Uri.EscapeDataString(Channel.Id)}/members/{Uri.EscapeDataString(Scientist.Id)}", null);
        var (_, page) = await AskAsync("GET", $"v3/conversations/{Uri.EscapeDataString(Channel.Id)}/pagedmembers?pageSize=50", null);

        Assert.Equal(("scientist@contoso.example", "user", Scientist.ObjectId),
            ((string?)one?["email"], (string?)one?["userRole"], (string?)one?["aadObjectId"]));
        Assert.Equal("guest", (string?)page?["members"]?.AsArray().Single(member => (string?)member?["name"] == "guest")?["userRole"]);
        Assert.Equal(
            (404, "MemberNotFoundInConversation"),
            await RefusedAsync("GET", $"v3/conversations/{Uri.EscapeDataString(Personal.Id)}/members/29:nobody", null));
    }

    private static string At(TeamsConversation conversation, string? thread = null) =>
        $"v3/conversations/{Uri.EscapeDataString(conversation.FullId(thread))}/activities";

    private static string Message(string title) =>
        Attached(Encoding.UTF8.GetString(AdaptiveCardRenderer.Render(new Card { Title = title }, new AdaptivePlace())));

    private static string Attached(string card) =>
        $$"""{"type":"message","attachments":[{"contentType":"application/vnd.microsoft.card.adaptive","content":{{card}}}]}""";

    private static string Text(string text) => $$"""{"type":"message","text":"{{text}}"}""";

    private static string New(string member) =>
        $$"""{"bot":{"id":"{{SandboxTeams.BotId}}"},"members":[{"id":"{{member}}"}],"tenantId":"{{SandboxTeams.TenantId}}","isGroup":false}""";

    private async Task<(int Status, string? Code)> RefusedAsync(string method, string path, string? body)
    {
        var (status, answer) = await AskAsync(method, path, body);
        return (status, (string?)answer?["error"]?["code"]);
    }

    private async Task<(int Status, JsonNode? Body)> AskAsync(string method, string path, string? body)
    {
        using var answer = await SendAsync(method, path, body);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        return ((int)answer.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    private Task<HttpResponseMessage> SendAsync(string method, string path, string? body)
    {
        var address = new Uri(_standIn?.ServiceUrl ?? throw new InvalidOperationException("It has not started."), path);
        var request = new HttpRequestMessage(new HttpMethod(method), address);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return _http.SendAsync(request, Cancellation);
    }
}
