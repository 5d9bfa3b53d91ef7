using System.Net;
using System.Text.Json.Nodes;
using ChatOps.Tests.Bot.Channels.Teams.Tokens;

namespace ChatOps.Tests.Bot.Channels.Teams;

public sealed class TeamsIdentityTests(IssuerFixture issuer) : IClassFixture<IssuerFixture>, IDisposable
{
    private const string Guest = "I serve people of the organisation only, and you are a guest here. Ask somebody of the team.";
    private const string OtherTenant = "I serve people of Contoso only. Ask your own organisation for a bot like me.";

    private readonly TeamsDesk _teams = new(issuer.Issuer);

    private int LookUps => _teams.Connector.Calls.Count(call => call.Path is [_, _, "members", _]);

    public void Dispose() => _teams.Dispose();

    [Fact]
    public async Task Asks_the_directory_once_a_day_who_somebody_is()
    {
        await _teams.SayAsync("scientist", "catalog");
        await _teams.SayAsync("scientist", "catalog", TeamsDesk.Thread);
        _teams.Restart();
        await _teams.SayAsync("scientist", "catalog");
        Assert.Equal(1, LookUps);

        _teams.Desk.Time.Advance(TimeSpan.FromHours(25));
        await _teams.SayAsync("scientist", "catalog");
        Assert.Equal(2, LookUps);
    }

    [Fact]
    public async Task Knows_people_by_what_the_directory_says_and_not_by_what_they_send()
    {
        var activity = _teams.Message("scientist", "list all");
        activity["from"] = new JsonObject
        {
            ["id"] = "29:scientist",
            ["name"] = "admin@contoso.example",
            ["aadObjectId"] = TeamsDesk.EntraId("scientist"),
            ["email"] = "admin@contoso.example",
        };
        await _teams.Desk.HasAsync(Some.Running() with { Owner = "outsider@contoso.example", Team = "speech" });

        await _teams.HandleAsync(activity);

        Assert.DoesNotContain("ember-otter", Assert.Single(_teams.Messages).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_who_is_somebody_else_in_the_directory()
    {
        var activity = _teams.Message("scientist", "list");
        activity["from"] = new JsonObject { ["id"] = "29:scientist", ["aadObjectId"] = TeamsDesk.EntraId("admin") };

        await RefusesAsync(activity, Guest);
    }

    [Fact]
    public async Task Uses_the_principal_name_of_who_has_no_mailbox()
    {
        _teams.Join("scientist")["email"] = null;

        await _teams.SayAsync("scientist", "catalog");

        Assert.Equal("What you can launch", Assert.Single(_teams.Messages).Card.Title);
    }

    [Fact]
    public async Task Tells_who_is_not_in_the_policy_whom_to_ask_and_nothing_else()
    {
        _teams.Join("visitor");

        await RefusesAsync(_teams.Message("visitor", "catalog", TeamsDesk.Thread),
            "I do not know you. Ask the platform team of Contoso to add you to a team in policy.yaml.");
    }

    [Theory]
    [InlineData("userRole", "guest")]
    [InlineData("userRole", "anonymous")]
    [InlineData("userPrincipalName", "scientist_fabrikam.example#EXT#@contoso.example")]
    [InlineData("tenantId", "another-tenant")]
    public async Task Refuses_guests(string field, string value)
    {
        _teams.Join("scientist")[field] = value;

        await RefusesAsync(_teams.Message("scientist", "catalog"), Guest);
    }

    [Fact]
    public async Task Refuses_who_has_no_account()
    {
        var activity = _teams.Message("scientist", "catalog");
        activity["from"] = new JsonObject { ["id"] = "29:scientist" };

        await RefusesAsync(activity, Guest);
    }

    [Fact]
    public async Task Refuses_who_is_not_in_the_conversation()
    {
        _teams.Connector.Members.Clear();

        await RefusesAsync(_teams.Message("scientist", "catalog"), "I could not find you among the people here. Try again in a minute.");
    }

    // What is for one person alone is not said where others may be.
    [Fact]
    public async Task Takes_no_conversation_for_a_personal_chat_that_does_not_say_so()
    {
        var activity = _teams.Message("scientist", "what is this", TeamsDesk.Group);
        activity["conversation"] = new JsonObject { ["id"] = TeamsDesk.Group, ["tenantId"] = TeamsDesk.Tenant };

        await _teams.HandleAsync(activity);

        Assert.Equal(TeamsDesk.ChatOf("scientist"), Assert.Single(_teams.Messages).Conversation);
    }

    [Theory]
    [InlineData("another-tenant", "another-tenant")]
    [InlineData(TeamsDesk.Tenant, "another-tenant")]
    [InlineData("another-tenant", TeamsDesk.Tenant)]
    [InlineData(null, "another-tenant")]
    [InlineData("another-tenant", null)]
    [InlineData(null, null)]
    public async Task Refuses_people_of_another_tenant(string? inData, string? inConversation)
    {
        var activity = _teams.Message("scientist", "catalog");
        activity["channelData"] = new JsonObject { ["tenant"] = inData is null ? null : new JsonObject { ["id"] = inData } };
        activity["conversation"] = new JsonObject { ["id"] = "a:1", ["conversationType"] = "personal", ["tenantId"] = inConversation };

        await RefusesAsync(activity, OtherTenant);
        Assert.Equal(0, LookUps);
    }

    [Fact]
    public async Task Has_the_message_come_again_when_the_directory_cannot_be_asked()
    {
        _teams.Connector.Refuse(HttpMethod.Get, HttpStatusCode.InternalServerError, "ServiceError");
        Assert.Equal(503, (await _teams.SayAsync("scientist", "catalog", id: "1")).Status);

        _teams.Connector.Work();
        Assert.Equal(200, (await _teams.SayAsync("scientist", "catalog", id: "1")).Status);
        Assert.Single(_teams.Messages);
    }

    private async Task RefusesAsync(JsonObject activity, string sentence)
    {
        Assert.Equal(200, (await _teams.HandleAsync(activity)).Status);
        Assert.Equal(sentence, Assert.Single(_teams.Messages).Text.Trim()[2..]);
        Assert.Contains("is refused in Teams", _teams.Log.Text, StringComparison.Ordinal);
    }
}
