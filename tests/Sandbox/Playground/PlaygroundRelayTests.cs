using System.Text.Json.Nodes;
using ChatOps.Sandbox.Loopback;
using ChatOps.Sandbox.Teams;

namespace ChatOps.Tests.Sandbox.Playground;

/// <summary>The scientist's Playground numbers its messages from 1001 on, the manager's from 2001.</summary>
public sealed class PlaygroundRelayTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_people_say_goes_to_the_program_with_a_token_that_vouches_for_it()
    {
        await using var desk = await RelayDesk.OpenAsync(Cancellation);
        desk.Answer = new JsonObject { ["statusCode"] = 200 };
        using var answer = await desk.HearAsync(RelayDesk.Message("status"), Cancellation);

        var (token, activity) = await desk.Said.Reader.ReadAsync(Cancellation);
        var claims = JsonWebToken.Claims(token);
        Assert.Equal("status", (string?)activity["text"]);
        Assert.Equal((string?)activity["serviceUrl"], (string?)claims["serviceurl"]);
        Assert.Equal(SandboxTeams.AppId, (string?)claims["aud"]);
        Assert.Equal("""{"statusCode":200}""", await answer.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task What_is_said_to_one_person_is_seen_by_nobody_else()
    {
        await using var desk = await RelayDesk.OpenAsync(Cancellation);
        var (_, begun) = await desk.AskAsync(HttpMethod.Post, "", Members(desk.Scientist.Person.Id), Cancellation);
        var chat = $"{begun?["id"]}";

        Assert.Equal("1001", await desk.PostAsync(chat, RelayDesk.Message("hello"), Cancellation));
        Assert.Equal($"POST {chat}/activities hello", await desk.NextAsync(0, Cancellation));
        Assert.False(desk.Asked[1].Reader.TryRead(out _));
    }

    [Fact]
    public async Task Who_has_no_window_has_not_installed_the_app()
    {
        await using var desk = await RelayDesk.OpenAsync(Cancellation);
        var admin = new TeamsPerson("admin@contoso.example", SandboxTeams.TenantId, isGuest: false);
        var (status, body) = await desk.AskAsync(HttpMethod.Post, "", Members(admin.Id), Cancellation);

        Assert.Equal((403, "BotNotInConversationRoster"), (status, (string?)body?["error"]?["code"]));
    }

    [Fact]
    public async Task Everybody_of_the_policy_is_in_the_channel()
    {
        await using var desk = await RelayDesk.OpenAsync(Cancellation);
        var (_, page) = await desk.AskAsync(HttpMethod.Get, $"/{Uri.EscapeDataString(RelayDesk.Vision)}/pagedmembers", null, Cancellation);
        var (_, one) = await desk.AskAsync(
            HttpMethod.Get, $"/{Uri.EscapeDataString(RelayDesk.Vision)}/members/{desk.Scientist.Person.ObjectId}", null, Cancellation);
        var (nobody, _) = await desk.AskAsync(HttpMethod.Get, $"/{Uri.EscapeDataString(RelayDesk.Vision)}/members/29:nobody", null, Cancellation);

        Assert.Equal(desk.Policy.Emails.Order(), (page?["members"] as JsonArray ?? []).Select(member => (string?)member?["email"]).Order());
        Assert.Equal("scientist@contoso.example", (string?)one?["email"]);
        Assert.Equal(404, nobody);
    }

    [Fact]
    public async Task A_message_in_the_channel_is_edited_and_removed_in_each_window_by_what_it_is_called_there()
    {
        await using var desk = await RelayDesk.OpenAsync(Cancellation);
        var id = await desk.PostAsync(RelayDesk.Vision, RelayDesk.Message("one"), Cancellation);
        var path = $"/{Uri.EscapeDataString(RelayDesk.Vision)}/activities/{id}";
        await desk.AskAsync(HttpMethod.Put, path, RelayDesk.Message("two"), Cancellation);
        await desk.AskAsync(HttpMethod.Delete, path, null, Cancellation);

        foreach (var (place, here) in (List<(int, string)>)[(0, "1001"), (1, "2001")])
        {
            Assert.Equal($"POST {RelayDesk.Vision}/activities one", await desk.NextAsync(place, Cancellation));
            Assert.Equal($"PUT {RelayDesk.Vision}/activities/{here} two", await desk.NextAsync(place, Cancellation));
            Assert.Equal($"DELETE {RelayDesk.Vision}/activities/{here} ", await desk.NextAsync(place, Cancellation));
        }
    }

    [Fact]
    public async Task A_thread_of_one_window_begins_at_the_top_of_another_and_goes_on_there()
    {
        await using var desk = await RelayDesk.OpenAsync(Cancellation);
        const string Thread = $"{RelayDesk.Vision};messageid=77";
        var said = RelayDesk.Message("launch");
        said["conversation"] = new JsonObject { ["id"] = Thread };
        using var _ = await desk.HearAsync(said, Cancellation);
        await desk.PostAsync(Thread, RelayDesk.Message("one"), Cancellation);
        await desk.PostAsync(Thread, RelayDesk.Message("two"), Cancellation);

        Assert.Equal($"POST {Thread}/activities one", await desk.NextAsync(0, Cancellation));
        Assert.Equal($"POST {Thread}/activities two", await desk.NextAsync(0, Cancellation));
        Assert.Equal($"POST {RelayDesk.Vision}/activities one", await desk.NextAsync(1, Cancellation));
        Assert.Equal($"POST {RelayDesk.Vision};messageid=2001/activities two", await desk.NextAsync(1, Cancellation));
    }

    [Fact]
    public async Task A_message_from_before_the_start_is_shown_anew()
    {
        await using var desk = await RelayDesk.OpenAsync(Cancellation);
        var path = $"/{Uri.EscapeDataString(RelayDesk.Vision)}/activities/5";
        await desk.AskAsync(HttpMethod.Put, path, RelayDesk.Message("one"), Cancellation);
        await desk.AskAsync(HttpMethod.Put, path, RelayDesk.Message("two"), Cancellation);

        Assert.Equal($"POST {RelayDesk.Vision}/activities one", await desk.NextAsync(0, Cancellation));
        Assert.Equal($"PUT {RelayDesk.Vision}/activities/1001 two", await desk.NextAsync(0, Cancellation));
    }

    [Fact]
    public async Task Who_has_a_view_of_their_own_is_shown_it_as_their_client_would()
    {
        await using var desk = await RelayDesk.OpenAsync(Cancellation);
        desk.Answer = new JsonObject { ["type"] = "application/vnd.microsoft.card.adaptive", ["value"] = Card("with buttons") };
        var shared = Card("without");
        shared["refresh"] = new JsonObject { ["action"] = new JsonObject { ["verb"] = "refresh" }, ["userIds"] = new JsonArray(desk.Scientist.Person.Id) };
        var message = new JsonObject { ["type"] = "message", ["attachments"] = new JsonArray(new JsonObject { ["content"] = shared }) };
        await desk.PostAsync(RelayDesk.Vision, message, Cancellation);

        var (_, asked) = await desk.Said.Reader.ReadAsync(Cancellation);
        Assert.Equal(("adaptiveCard/action", "1001", "automatic"), ((string?)asked["name"], (string?)asked["replyToId"], (string?)asked["value"]?["trigger"]));
        Assert.Equal($"POST {RelayDesk.Vision}/activities without", await desk.NextAsync(0, Cancellation));
        Assert.Equal($"PUT {RelayDesk.Vision}/activities/1001 with buttons", await desk.NextAsync(0, Cancellation));
        Assert.Equal($"POST {RelayDesk.Vision}/activities without", await desk.NextAsync(1, Cancellation));
        Assert.False(desk.Asked[1].Reader.TryRead(out _));
    }

    [Fact]
    public async Task A_card_that_cannot_be_refreshed_does_not_keep_others_from_it()
    {
        await using var desk = await RelayDesk.OpenAsync(Cancellation);
        desk.Answer = new JsonObject { ["type"] = "application/vnd.microsoft.card.adaptive", ["value"] = Card("with buttons") };
        foreach (var viewer in (JsonNode[])[new JsonObject(), desk.Scientist.Person.Id])
        {
            var shared = Card("without");
            shared["refresh"] = new JsonObject { ["userIds"] = new JsonArray(viewer) };
            var message = new JsonObject { ["type"] = "message", ["attachments"] = new JsonArray(new JsonObject { ["content"] = shared }) };
            await desk.PostAsync(RelayDesk.Vision, message, Cancellation);
        }

        Assert.Equal($"POST {RelayDesk.Vision}/activities without", await desk.NextAsync(0, Cancellation));
        Assert.Equal($"POST {RelayDesk.Vision}/activities without", await desk.NextAsync(0, Cancellation));
        Assert.Equal($"PUT {RelayDesk.Vision}/activities/1002 with buttons", await desk.NextAsync(0, Cancellation));
    }

    private static JsonObject Members(string id) => new() { ["members"] = new JsonArray(new JsonObject { ["id"] = id }) };

    private static JsonObject Card(string text) => new() { ["body"] = new JsonArray(new JsonObject { ["text"] = text }) };
}
