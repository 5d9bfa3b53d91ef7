using System.Collections.Immutable;
using System.Text.RegularExpressions;
using ChatOps.Bot.Channels.Slack;

namespace ChatOps.Functions.Settings;

/// <summary>The bot's app in Slack.</summary>
/// <param name="SigningSecret">What Slack signs with.</param>
/// <param name="Workspaces">The bot's token in each workspace whose people are served, by the workspace's id.</param>
/// <param name="Api">Where the Web API is.</param>
internal sealed partial record SlackOptions(string SigningSecret, ImmutableDictionary<string, string> Workspaces, Uri Api)
{
    public const string Section = "Slack";

    private const string SecretName = "Slack__SigningSecret";
    private const string WorkspacesName = "Slack__Workspaces";
    private const string ApiName = "Slack__Api";

    /// <summary>Slack's have 32 characters; anything much shorter could be guessed.</summary>
    private const int ShortestSecret = 20;

    [GeneratedRegex("^T[A-Z0-9]{2,20}$")]
    private static partial Regex WorkspaceId();

    [GeneratedRegex("^xoxb-[A-Za-z0-9-]+$")]
    private static partial Regex BotToken();

    /// <returns>Null where nothing is said of Slack.</returns>
    public static SlackOptions? Read(SettingsReader settings, bool isSandbox)
    {
        if (!settings.HasAny(Section)) return null;
        var secret = settings.Required(
            SecretName, "the app's signing secret, which its page \"Basic Information\" shows: without it anybody could speak as anybody");
        if (secret.Length is > 0 and < ShortestSecret)
            settings.Problem($"{SecretName} is too short to be one. Set it to what the app's page \"Basic Information\" shows.");
        var workspaces = ReadWorkspaces(settings);
        var api = settings.Address(ApiName, orHttpHere: isSandbox);
        if (api is { IsLoopback: true } && !isSandbox) settings.Problem($"{ApiName} is on this machine. Leave it out: Slack's is meant.");
        if (api is { AbsolutePath: [.., not '/'] }) settings.Problem($"{ApiName} does not end with a slash. Set it to an address like {SlackSite.SlackApi}.");
        return new SlackOptions(secret, workspaces, api ?? SlackSite.SlackApi);
    }

    /// <summary>Without what is secret.</summary>
    public override string ToString() => $"Slack of {string.Join(", ", Workspaces.Keys.Order(StringComparer.Ordinal))}";

    private static ImmutableDictionary<string, string> ReadWorkspaces(SettingsReader settings)
    {
        // Some systems write the names of variables in another case.
        var tokens = settings.Each(WorkspacesName)
            .GroupBy(workspace => workspace.Key.ToUpperInvariant())
            .ToImmutableDictionary(workspace => workspace.Key, workspace => workspace.First().Value);
        if (tokens.IsEmpty && !settings.HasProblem(WorkspacesName))
        {
            settings.Problem($"{WorkspacesName}__ID is not set for any workspace. "
                + $"Set, for example, {WorkspacesName}__T0123456789 to the bot's token there, xoxb-….");
        }
        foreach (var (id, token) in tokens.OrderBy(workspace => workspace.Key, StringComparer.Ordinal))
        {
            var name = $"{WorkspacesName}__{id}";
            if (!WorkspaceId().IsMatch(id)) settings.Problem($"{name} names no workspace. Name it by its id, which begins with T and stands in its address.");
            if (!BotToken().IsMatch(token))
                settings.Problem($"{name} is no bot token. Set it to the one that begins with xoxb-, from the app's page \"OAuth & Permissions\".");
        }
        return tokens;
    }
}
