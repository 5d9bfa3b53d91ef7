using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ChatOps.Functions.Endpoints;
using ChatOps.Sandbox.Slack;
using ChatOps.Tests.Contracts;
using ChatOps.Tests.Tools;
using Microsoft.AspNetCore.Http;
using SlackDoor = ChatOps.Bot.Channels.Slack.SlackDoor;

namespace ChatOps.Tests.Infra;

/// <summary>The app as Slack is told of it, and the program that it is for.</summary>
public sealed partial class SlackManifestTests
{
    private const string Missing = "The manifest of the Slack app was not checked: put Slack's schemas into slack, as CONTRIBUTING.md says.";

    private static readonly string Text = File.ReadAllText(Repository.At("infra", "slack", "manifest.yaml"));

    /// <summary>Which scopes each method, event and feature needs, as its page on docs.slack.dev says.</summary>
    private static readonly Dictionary<string, string[]> Needs = new()
    {
        ["/gpu"] = ["commands"],
        ["chat.postMessage"] = ["chat:write"],
        ["chat.postEphemeral"] = ["chat:write"],
        ["chat.update"] = ["chat:write"],
        ["conversations.info"] = ["channels:read", "groups:read", "mpim:read"],
        ["conversations.open"] = ["im:write"],
        // Without the second it leaves out the address.
        ["users.info"] = ["users:read", "users:read.email"],
        ["users.lookupByEmail"] = ["users:read.email"],
        ["views.open"] = [],
        ["views.publish"] = [],
        ["views.update"] = [],
        ["app_home_opened"] = [],
        ["app_mention"] = ["app_mentions:read"],
        ["member_joined_channel"] = ["channels:read", "groups:read"],
        ["message.im"] = ["im:history"],
    };

    /// <summary>Where <c>SlackClient</c> names a method.</summary>
    [GeneratedRegex("\"(?<method>(?:chat|conversations|users|views)\\.\\w+)\"")]
    private static partial Regex Method();

    /// <summary>Where <c>SlackEvents</c> tells events apart.</summary>
    [GeneratedRegex("\\{ Type: \"(?<type>\\w+)\"(?:, ChannelType: \"(?<kind>\\w+)\")?")]
    private static partial Regex Event();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Is_what_the_schema_of_Slack_asks_for()
    {
        if (Schema() is not { } schema)
        {
            TestContext.Current.AddWarning(Missing);
            return;
        }

        Assert.Empty((await ReadAsync(Text, schema)).Errors);
    }

    // Otherwise the test above would also pass with a validator that accepts anything.
    [Theory]
    [InlineData("command: /gpu", "command: gpu", "/features/slash_commands/0/command must match pattern")]
    [InlineData("  socket_mode_enabled: false", "  socket_mode: false", "/settings must NOT have additional properties")]
    [InlineData("- commands", "- [commands]", "/oauth_config/scopes/bot/0 must be string")]
    public async Task A_slip_of_the_pen_is_found(string right, string wrong, string error)
    {
        if (Schema() is not { } schema) return;
        var slipped = Text.Replace(right, wrong, StringComparison.Ordinal);

        Assert.Contains((await ReadAsync(slipped, schema)).Errors, found => found.StartsWith(error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Subscribes_to_the_events_that_are_handled_and_to_no_other()
    {
        var handled = Event().Matches(Source("SlackEvents.cs"))
            .Select(match => match.Groups["kind"].Success ? $"{match.Groups["type"]}.{match.Groups["kind"]}" : match.Groups["type"].Value)
            .Distinct();

        Assert.Equal(handled.Order(StringComparer.Ordinal), await EventsAsync());
    }

    [Fact]
    public async Task Asks_for_the_scopes_that_something_needs_and_for_no_other()
    {
        var used = Method().Matches(Source("Api", "SlackClient.cs")).Select(match => match.Groups["method"].Value)
            .Concat(await EventsAsync())
            .Append(SandboxSlack.Command)
            .Distinct()
            .ToList();

        Assert.Equal(Needs.Keys.Order(StringComparer.Ordinal), used.Order(StringComparer.Ordinal));
        Assert.Equal(
            used.SelectMany(name => Needs[name]).Distinct().Order(StringComparer.Ordinal),
            Texts((await ManifestAsync())["oauth_config"]?["scopes"]?["bot"]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Names_the_addresses_that_the_program_answers()
    {
        var manifest = await ManifestAsync();
        var (features, settings) = (manifest["features"], manifest["settings"]);

        Assert.Equal(SlackDoor.Commands, DoorAt(features?["slash_commands"]?[0]?["url"]));
        Assert.Equal(SlackDoor.Interactivity, DoorAt(settings?["interactivity"]?["request_url"]));
        Assert.Equal(SlackDoor.Events, DoorAt(settings?["event_subscriptions"]?["request_url"]));
    }

    [Fact]
    public async Task Is_the_app_that_the_sandbox_plays()
    {
        var features = (await ManifestAsync())["features"];

        Assert.Equal(SandboxSlack.Command, (string?)features?["slash_commands"]?[0]?["command"]);
        Assert.Equal(SandboxSlack.BotName, (string?)features?["bot_user"]?["display_name"]);
    }

    private static SlackDoor? DoorAt(JsonNode? address)
    {
        var uri = new Uri((string?)address ?? throw new InvalidOperationException("There is no address."));
        Assert.Equal(("https", "chatops.example"), (uri.Scheme, uri.Authority));
        Assert.StartsWith("/api/slack/", uri.AbsolutePath, StringComparison.Ordinal);
        return SlackEndpoint.DoorOf(new DefaultHttpContext { Request = { RouteValues = { ["door"] = uri.AbsolutePath["/api/slack/".Length..] } } });
    }

    private static async Task<IReadOnlyList<string>> EventsAsync() =>
        Texts((await ManifestAsync())["settings"]?["event_subscriptions"]?["bot_events"]);

    private static IReadOnlyList<string> Texts(JsonNode? list) => [.. (list as JsonArray ?? []).Select(item => (string?)item ?? "")];

    private static string Source(params string[] file) => File.ReadAllText(Repository.At(["bot", "Channels", "Slack", .. file]));

    private static async Task<JsonNode> ManifestAsync() => (await ReadAsync(Text, schema: null)).Manifest;

    /// <summary>The folder; null when it is not here.</summary>
    /// <exception cref="InvalidOperationException">It is not here, and CHATOPS_DEMAND_SPECS says that it must be.</exception>
    private static string? Schema() => Path.GetDirectoryName(OpenApi.Find(Path.Combine("slack", "manifest.schema.json"), Missing));

    /// <param name="schema">Null to only read it.</param>
    private static async Task<(JsonNode Manifest, IReadOnlyList<string> Errors)> ReadAsync(string manifest, string? schema)
    {
        var output = await Node.RunAsync(
            "../Infra/validate-slack-manifest.mjs", JsonSerializer.Serialize(new { schema, manifest }, JsonSerializerOptions.Web), Cancellation);
        var read = JsonNode.Parse(output) ?? throw new InvalidOperationException("It said nothing.");
        return (read["manifest"] ?? throw new InvalidOperationException("The manifest is empty."), Texts(read["errors"]));
    }
}
