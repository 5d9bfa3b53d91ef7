using System.Collections.Immutable;
using ChatOps.Core.Words;
using ChatOps.Core.Yaml;

namespace ChatOps.Core.People;

/// <summary>Reads <c>blueprints/policy.yaml</c>; the schema beside it is <c>schema/policy.schema.json</c>.</summary>
public static class PolicyFile
{
    private const string Name = "^[a-z][a-z0-9-]{1,30}$";
    private const string Email = @"^[a-z0-9._+-]+@[a-z0-9.-]+$";
    private const string TeamsChannel = @"^19(:|%3[aA])[A-Za-z0-9_-]+(@|%40)thread\.(tacv2|skype)$";
    private const string SlackChannel = "^[CG][A-Z0-9]{8,20}$";
    private const string ASlackChannelId = "the id of a Slack channel, C0123456789, which stands at the end of what the channel's details say";
    private const string AChannelId = "the id of a Teams channel, 19:…@thread.tacv2, which stands in the channel's link";
    private const string AnEmail = "an e-mail address in lower case";

    /// <exception cref="InvalidFileException">The file is wrong; says where.</exception>
    public static Policy Load(string path) => Parse(path, TextFile.Read(path));

    public static Policy Parse(string file, string text) => YamlFields.Read(file, text, fields => new Policy
    {
        Organisation = fields.Line("organisation"),
        TimeZone = Zone(fields),
        Admins = fields.OptionalTexts("admins", Email, AnEmail),
        Teams = Teams(fields),
    });

    private static TimeZoneInfo Zone(YamlFields fields)
    {
        if (TimeZoneInfo.TryFindSystemTimeZoneById(fields.Text("timeZone"), out var zone)) return zone;
        if (fields.IsFine("timeZone")) fields.Problem("timeZone", "expected an IANA time zone such as Europe/Berlin.");
        return TimeZoneInfo.Utc;
    }

    private static ImmutableArray<Team> Teams(YamlFields fields)
    {
        var teams = fields.Named("teams", (name, team) => new Team
        {
            Name = name,
            Title = team.OptionalLine("title") ?? name,
            Managers = team.Texts("managers", Email, AnEmail),
            Members = team.OptionalTexts("members", Email, AnEmail),
            Channel = team.OptionalText("channel", Name, "a channel name without '#'"),
            TeamsChannel = ChannelInTeams(team),
            SlackChannel = ChannelIn(team, "slackChannel", SlackChannel, ASlackChannelId),
        });
        RequireOnce(fields, "channel", teams.Select(team => team.Channel));
        RequireOnce(fields, "teamsChannel", teams.Select(team => team.TeamsChannel));
        RequireOnce(fields, "slackChannel", teams.Select(team => team.SlackChannel));
        if (teams.IsEmpty && fields.IsFine("teams")) fields.Problem("teams", "expected at least one team.");
        foreach (var team in teams.Where(t => !YamlFields.Fits(t.Name, Name)))
            fields.Problem("teams", $"\"{Echo.Of(team.Name)}\" is no team name: use lower-case letters, digits and hyphens.");
        return teams;
    }

    /// <summary>As it stands in a link, it is escaped.</summary>
    private static string? ChannelInTeams(YamlFields team) =>
        ChannelIn(team, "teamsChannel", TeamsChannel, AChannelId) is { } id ? Uri.UnescapeDataString(id) : null;

    private static string? ChannelIn(YamlFields team, string field, string pattern, string what)
    {
        if (team.OptionalText(field, pattern, what) is not { } id) return null;
        if (!team.Has("channel")) team.Problem(field, "expected beside `channel`, which is its name in all chats.");
        return id;
    }

    /// <summary>What is launched in a channel is charged to its team, so there must be one.</summary>
    private static void RequireOnce(YamlFields fields, string name, IEnumerable<string?> channels)
    {
        foreach (var twice in channels.Where(channel => channel is { Length: > 0 }).GroupBy(channel => channel).Where(group => group.Count() > 1))
            fields.Problem("teams", $"{name} {twice.Key} belongs to more than one team.");
    }
}
