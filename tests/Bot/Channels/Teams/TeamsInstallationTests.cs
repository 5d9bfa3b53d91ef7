using System.Net;
using System.Text.Json.Nodes;
using ChatOps.Bot;
using ChatOps.Core.People;
using ChatOps.Tests.Bot.Channels.Teams.Tokens;

namespace ChatOps.Tests.Bot.Channels.Teams;

public sealed class TeamsInstallationTests(IssuerFixture issuer) : IClassFixture<IssuerFixture>, IDisposable
{
    private const string Welcome = "Hello. I get you GPU machines on Azure";

    private static readonly Conversation Vision = new("teams", "vision", IsDirect: false);
    private static readonly Conversation Manager = Conversation.Direct("teams", "manager@contoso.example");

    private readonly TeamsDesk _teams = new(issuer.Issuer);

    public void Dispose() => _teams.Dispose();

    [Fact]
    public async Task Welcomes_once_although_an_installation_is_told_twice()
    {
        await Task.WhenAll(
            _teams.HandleAsync(_teams.Install("add", "scientist", TeamsDesk.Channel)),
            _teams.HandleAsync(Members("membersAdded", "scientist", TeamsDesk.Channel), _teams.New()));
        await _teams.HandleAsync(_teams.Install("add-upgrade", "scientist", TeamsDesk.Channel));

        Assert.Equal([$"{TeamsDesk.Channel}: {Welcome}"], _teams.Shown());
    }

    [Fact]
    public async Task Welcomes_in_a_personal_chat_and_can_write_there_from_then_on()
    {
        await _teams.HandleAsync(_teams.Install("add", "manager"));

        await _teams.PutAsync(Manager, "o~1", "Something");

        Assert.Equal([$"{TeamsDesk.ChatOf("manager")}: {Welcome}", $"{TeamsDesk.ChatOf("manager")}: Something"], _teams.Shown());
    }

    [Fact]
    public async Task Tells_somebody_whom_the_policy_does_not_know_whom_to_ask_instead()
    {
        _teams.Join("visitor");

        await _teams.HandleAsync(_teams.Install("add", "visitor"));

        Assert.StartsWith($"{TeamsDesk.ChatOf("visitor")}: I do not know you.", Assert.Single(_teams.Shown()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Meets_everybody_of_a_team_whom_the_policy_knows()
    {
        _teams.Join("visitor");

        await _teams.HandleAsync(_teams.Install("add", "scientist", TeamsDesk.Channel));
        await _teams.PutAsync(Manager, "o~1", "Something");

        Assert.Equal($"{TeamsDesk.ChatOf("manager")}: Something", _teams.Shown().Last());
        await Assert.ThrowsAsync<UnreachableConversationException>(
            () => _teams.PutAsync(Conversation.Direct("teams", "visitor@contoso.example"), "o~1", "Something"));
    }

    [Fact]
    public async Task Is_welcome_also_where_nobody_says_who_is_there()
    {
        _teams.Connector.Refuse(HttpMethod.Get, HttpStatusCode.InternalServerError, "ServiceError");

        Assert.Equal(200, (await _teams.HandleAsync(_teams.Install("add", "scientist", TeamsDesk.Channel))).Status);
        Assert.Contains("could not be read", _teams.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Welcomes_later_where_it_could_not()
    {
        _teams.Connector.Refuse(HttpMethod.Post, HttpStatusCode.InternalServerError, "ServiceError");
        var added = _teams.Install("add", "scientist", TeamsDesk.Channel);
        Assert.Equal(503, (await _teams.HandleAsync(added)).Status);

        _teams.Connector.Work();
        await _teams.HandleAsync(added);

        Assert.Equal([$"{TeamsDesk.Channel}: {Welcome}"], _teams.Shown());
    }

    [Fact]
    public async Task Says_nothing_where_it_was_removed_until_it_is_added_again()
    {
        await _teams.HandleAsync(_teams.Install("add", "scientist", TeamsDesk.Channel));
        await _teams.HandleAsync(_teams.Install("remove", "scientist", TeamsDesk.Channel));
        await _teams.HandleAsync(Members("membersRemoved", "scientist", TeamsDesk.Channel));
        var calls = _teams.Connector.Calls.Count;
        await Assert.ThrowsAsync<UnreachableConversationException>(() => _teams.PutAsync(Vision, "machine-1", "Something"));
        Assert.Equal(calls, _teams.Connector.Calls.Count);

        await _teams.HandleAsync(_teams.Install("add", "scientist", TeamsDesk.Channel));
        await _teams.PutAsync(Vision, "machine-1", "Something");

        Assert.Equal([Welcome, Welcome, "Something"], _teams.Messages.Select(message => message.Card.Title));
    }

    [Fact]
    public async Task Writes_to_nobody_who_has_removed_it_until_they_add_it_again()
    {
        await _teams.HandleAsync(_teams.Install("add", "manager"));
        await _teams.HandleAsync(_teams.Install("remove", "manager"));
        await Assert.ThrowsAsync<UnreachableConversationException>(() => _teams.PutAsync(Manager, "o~1", "Something"));

        await _teams.HandleAsync(_teams.Install("add", "manager"));
        await _teams.PutAsync(Manager, "o~1", "Something");

        Assert.Equal([Welcome, Welcome, "Something"], _teams.Messages.Select(message => message.Card.Title));
    }

    [Fact]
    public async Task Keeps_nothing_of_other_tenants()
    {
        var activity = _teams.Install("add", "scientist", TeamsDesk.Channel);
        activity["channelData"] = new JsonObject { ["tenant"] = new JsonObject { ["id"] = "another" } };

        Assert.Equal(200, (await _teams.HandleAsync(activity)).Status);
        Assert.Empty(_teams.Connector.Calls);
        await Assert.ThrowsAsync<UnreachableConversationException>(() => _teams.PutAsync(Vision, "machine-1", "Something"));
    }

    [Fact]
    public async Task Does_nothing_when_somebody_else_comes_or_goes()
    {
        var activity = Members("membersAdded", "scientist", TeamsDesk.Channel);
        activity["membersAdded"] = new JsonArray(new JsonObject { ["id"] = "29:manager" }, null);

        await _teams.HandleAsync(activity);

        Assert.Empty(_teams.Connector.Calls);
    }

    private JsonObject Members(string what, string handle, string? conversation)
    {
        var activity = _teams.Activity("conversationUpdate", handle, conversation);
        activity[what] = new JsonArray(new JsonObject { ["id"] = $"28:{TeamsDesk.AppId}" });
        return activity;
    }
}
