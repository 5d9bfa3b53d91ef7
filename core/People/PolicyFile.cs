using System.Collections.Immutable;
using ChatOps.Core.Words;
using ChatOps.Core.Yaml;

namespace ChatOps.Core.People;

/// <summary>Reads <c>blueprints/policy.yaml</c>; the schema beside it is <c>schema/policy.schema.json</c>.</summary>
public static class PolicyFile
{
    private const string Name = "^[a-z][a-z0-9-]{1,30}$";
    private const string Email = @"^[a-z0-9._+-]+@[a-z0-9.-]+$";
    private const string TeamsChannel = @"^19:[A-Za-z0-9_-]+@thread\.(tacv2|skype)$";
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
            TeamsChannel = team.OptionalText("teamsChannel", TeamsChannel, AChannelId),
        });
        if (teams.IsEmpty && fields.IsFine("teams")) fields.Problem("teams", "expected at least one team.");
        foreach (var team in teams.Where(t => !YamlFields.Fits(t.Name, Name)))
            fields.Problem("teams", $"\"{Echo.Of(team.Name)}\" is no team name: use lower-case letters, digits and hyphens.");
        return teams;
    }
}
