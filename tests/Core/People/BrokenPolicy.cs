namespace ChatOps.Tests.Core.People;

/// <summary>A policy file with one line broken, as <see cref="Blueprints.BrokenBlueprint"/> is for blueprints.</summary>
internal sealed record BrokenPolicy(string From, string To, string Says, bool SchemaToo = true)
{
    public const string File = "blueprints/policy.yaml";

    public const string Text = """
        organisation: Contoso
        timeZone: Europe/Berlin
        admins: [admin@contoso.example]
        teams:
          vision:
            title: Computer Vision
            managers: [manager@contoso.example]
            members: [scientist@contoso.example, scientist2@contoso.example]
            channel: vision
          speech:
            managers: [scientist2@contoso.example]
        """;

    public static IReadOnlyDictionary<string, BrokenPolicy> All { get; } = new Dictionary<string, BrokenPolicy>
    {
        ["no organisation"] = new("organisation: Contoso\n", "", "organisation: missing."),
        ["an empty organisation"] = new("organisation: Contoso", "organisation: \"\"", "organisation: expected a text."),
        ["no time zone"] = new("timeZone: Europe/Berlin\n", "", "timeZone: missing."),
        ["a time zone that there is not"] = new("Europe/Berlin", "Europe/Atlantis",
            "timeZone: expected an IANA time zone such as Europe/Berlin.", SchemaToo: false),
        ["a time zone that is a path"] = new("Europe/Berlin", "../../../etc/hostname", "timeZone: expected an IANA time zone", SchemaToo: false),
        ["an unknown field, with what was meant"] = new("admins:", "admin: x\nadmins:", "admin: unknown field. Did you mean admins?"),
        ["an unknown field of a team, with what was meant"] = new("title: Computer Vision", "titel: Computer Vision",
            "teams.vision.titel: unknown field. Did you mean title?"),
        ["an empty list of admins"] = new("admins: [admin@contoso.example]", "admins: []", "admins: expected a list with at least one entry."),
        ["an admin who is no list"] = new("admins: [admin@contoso.example]", "admins: admin@contoso.example",
            "admins: expected a list with at least one entry."),
        ["an admin without an address"] = new("[admin@contoso.example]", "[the boss]", "admins: expected an e-mail address in lower case, not \"the boss\"."),
        ["an address in capitals"] = new("[manager@contoso.example]", "[Manager@contoso.example]",
            "teams.vision.managers: expected an e-mail address in lower case"),
        ["an address that ends in a line break"] = new("[manager@contoso.example]", "[\"manager@contoso.example\\n\"]",
            "teams.vision.managers: expected an e-mail address in lower case"),
        ["an address with two at signs"] = new("scientist@contoso.example,", "scientist@evil@contoso.example,",
            "teams.vision.members: expected an e-mail address in lower case"),
        ["no teams"] = new(Text[Text.IndexOf("teams:", StringComparison.Ordinal)..], "", "teams: expected at least one team."),
        ["an empty mapping of teams"] = new(Text[Text.IndexOf("teams:", StringComparison.Ordinal)..], "teams: {}", "teams: expected at least one team."),
        ["teams that are a list"] = new(Text[Text.IndexOf("teams:", StringComparison.Ordinal)..], "teams: [vision]", "teams: expected `name:` entries."),
        ["a team that is a text"] = new("speech:\n    managers: [scientist2@contoso.example]", "speech: scientist2@contoso.example",
            "teams.speech: expected `field: value` entries."),
        ["a team with nothing in it"] = new("speech:\n    managers: [scientist2@contoso.example]", "speech: {}", "teams.speech.managers: missing."),
        ["a team without a manager"] = new("    managers: [manager@contoso.example]\n", "", "teams.vision.managers: missing."),
        ["a team named in capitals"] = new("  speech:\n", "  Speech:\n", "teams: \"Speech\" is no team name: use lower-case letters, digits and hyphens."),
        ["a team named with a space"] = new("  speech:\n", "  speech lab:\n", "teams: \"speech lab\" is no team name"),
        ["a team named by one letter"] = new("  speech:\n", "  s:\n", "teams: \"s\" is no team name"),
        ["a channel with a hash"] = new("channel: vision", "channel: \"#vision\"",
            "teams.vision.channel: expected a channel name without '#', not \"#vision\"."),
        ["a channel of Teams without its name"] = new("channel: vision", "teamsChannel: 19:vision@thread.tacv2",
            "teams.vision.teamsChannel: expected beside `channel`"),
        ["a channel of Slack without its name"] = new("channel: vision", "slackChannel: C0000VISION",
            "teams.vision.slackChannel: expected beside `channel`"),
        ["a channel of Slack by its name"] = new("channel: vision", "channel: vision\n    slackChannel: vision",
            "teams.vision.slackChannel: expected the id of a Slack channel"),
        ["one channel of two teams"] = new("  speech:\n", "  speech:\n    channel: vision\n",
            "teams: channel vision belongs to more than one team.", SchemaToo: false),
        ["the same team twice"] = new("  speech:\n", "  vision:\n", "not valid YAML"),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    public string Broken
    {
        get
        {
            Assert.Equal(2, Text.Split(From).Length);
            return Text.Replace(From, To);
        }
    }
}
