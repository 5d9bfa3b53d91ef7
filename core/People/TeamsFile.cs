using System.Collections.Immutable;
using ChatOps.Core.Words;
using ChatOps.Core.Yaml;

namespace ChatOps.Core.People;

/// <summary>The teams of a policy file.</summary>
internal static class TeamsFile
{
    private const string Name = "^[a-z][a-z0-9-]{1,30}$";
    private const string TeamsChannel = @"^19(:|%3[aA])[A-Za-z0-9_-]+(@|%40)thread\.(tacv2|skype)$";
    private const string SlackChannel = "^[CG][A-Z0-9]{8,20}$";
    private const string ASlackChannelId = "the id of a Slack channel, C0123456789, which stands at the end of what the channel's details say";
    private const string AChannelId = "the id of a Teams channel, 19:…@thread.tacv2, which stands in the channel's link";
    private const string Group = "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$";
    private const string AGroup = "the object id of an Entra group: `az ad group show --query id`";
    private const string CostCentre = "^[A-Za-z0-9][A-Za-z0-9 ._/-]{0,49}$";

    /// <summary>To whom requests are shown.</summary>
    private enum Asked { Direct, Channel }

    public static ImmutableArray<Team> Read(YamlFields fields)
    {
        var hasHours = fields.Has("hours");
        var teams = fields.Named("teams", (name, team) => Read(name, team, hasHours || team.Has("hours")));
        RequireOnce(fields, "channel", teams.Select(team => team.Channel));
        RequireOnce(fields, "teamsChannel", teams.Select(team => team.TeamsChannel));
        RequireOnce(fields, "slackChannel", teams.Select(team => team.SlackChannel));
        if (teams.IsEmpty && fields.IsFine("teams")) fields.Problem("teams", "expected at least one team.");
        foreach (var team in teams.Where(t => !YamlFields.Fits(t.Name, Name)))
            fields.Problem("teams", $"\"{Echo.Of(team.Name)}\" is no team name: use lower-case letters, digits and hyphens.");
        return teams;
    }

    private static Team Read(string name, YamlFields fields, bool hasHours)
    {
        var team = new Team
        {
            Name = name,
            Title = fields.OptionalLine("title") ?? name,
            Managers = fields.Texts("managers", PolicyFile.Email, PolicyFile.AnEmail),
            Members = fields.OptionalTexts("members", PolicyFile.Email, PolicyFile.AnEmail),
            Groups = [.. fields.OptionalTexts("groups", Group, AGroup).Select(group => group.ToLowerInvariant())],
            Channel = fields.OptionalText("channel", Name, "a channel name without '#'"),
            TeamsChannel = ChannelInTeams(fields),
            SlackChannel = ChannelIn(fields, "slackChannel", SlackChannel, ASlackChannelId),
            AsksInChannel = AsksInChannel(fields),
            CostCentre = fields.OptionalText("costCentre", CostCentre, "a cost centre such as CC-4711"),
            TimeZone = PolicyFile.Zone(fields),
            Hours = PolicyFile.Hours(fields),
            Idle = IdleFile.Read(fields, ofTeam: true) ?? IdleRules.None,
            Limits = fields.OptionalObject("limits", limits => LimitsFile.Read(limits, hasHours)) ?? Limits.None,
            EachPerson = fields.OptionalObject("eachPerson", limits => LimitsFile.Read(limits, hasHours)) ?? Limits.None,
        };
        return team with
        {
            PersonLimits = LimitsFile.OfPeople(fields, hasHours, RequireMember),
            Exceptions = LimitsFile.Exceptions(fields, hasHours, RequireMember),
        };

        // Who is in a group is known only when they come.
        void RequireMember(string field, string email)
        {
            if (!YamlFields.Fits(email, PolicyFile.Email)) fields.Problem(field, $"expected {PolicyFile.AnEmail}, not \"{Echo.Of(email)}\".");
            else if (!team.Has(email) && team.Groups.IsEmpty && fields.IsFine("members") && fields.IsFine("managers"))
                fields.Problem(field, $"{Echo.Name(email)} is no member of the team.{NearMiss.Hint(email, team.Members.Concat(team.Managers))}");
        }
    }

    private static bool AsksInChannel(YamlFields fields)
    {
        if (!fields.Has("ask") || fields.OneOf<Asked>("ask") != Asked.Channel) return false;
        if (!fields.Has("channel")) fields.Problem("ask", "expected beside `channel`: where else would requests be shown?");
        return true;
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
