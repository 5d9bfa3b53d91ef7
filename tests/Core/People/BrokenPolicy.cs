namespace ChatOps.Tests.Core.People;

/// <summary>A policy file with one line broken, as <see cref="Blueprints.BrokenBlueprint"/> is for blueprints.</summary>
internal sealed record BrokenPolicy(string From, string To, string Says, bool SchemaToo = true)
{
    public const string File = "blueprints/policy.yaml";

    public const string Text = """
        organisation: Contoso
        timeZone: Europe/Berlin
        currency: USD
        admins: [admin@contoso.example]
        auditors: [auditor@contoso.example]
        hours: { from: "08:00", to: "19:00", days: [mon, tue, wed, thu, fri] }
        approvals:
          expire: 6h
          oneAbove: 100
          twoAbove: 1000
          restricted: [llm-*]
        idle:
          enabled: true
          dryRun: false
          window: 45m
          threshold: 7
          cpu: 15
          warn: 12m
          longestKeep: 8h
          keeps: 2
          silentAfter: 25m
          snapshot: true
          keepSnapshots: 45d
          stopsPerPass: 5
          resume: { enabled: false, minimumWindow: 10m, longestWindow: 5h, low: 2, high: 8, likely: 40, busy: 25 }
          quiet: { from: "20:00", to: "06:00", days: [sat, sun], holidays: [2026-12-25, 2026-12-26] }
        teams:
          vision:
            title: Computer Vision
            managers: [manager@contoso.example]
            members: [scientist@contoso.example, scientist2@contoso.example]
            channel: vision
            costCentre: CC-4711
            timeZone: America/New_York
            hours: { from: "09:30", to: "17:00", days: [mon, sun] }
            limits:
              gpus: { "A100*": 8, "*": 16 }
              machines: 10
              monthlyBudget: 20000
              dearestPerHour: 40.50
              longestLease: 3d
              blueprints: ["pytorch-*", jupyter-a10]
              regions: [eastus, southcentralus]
              spotOutsideHours: true
            eachPerson:
              machines: 6
            people:
              scientist2@contoso.example: { machines: 2 }
            exceptions:
              - { who: manager@contoso.example, until: 2026-12-31, reason: Paper deadline, limits: { machines: 20 } }
            idle:
              window: 20m
              quiet: { from: "22:00", to: "05:30", holidays: [2026-11-26] }
              exceptions:
                - { machine: ember-otter, until: 2027-01-15, reason: Live demo }
                - { who: scientist2@contoso.example, until: 2027-01-31, reason: Thesis }
          speech:
            managers: [scientist2@contoso.example]
          research:
            managers: [lead@contoso.example]
            groups: [0B6FE6D1-fece-44f7-9a48-56465e2d5ab8]
            channel: research
            ask: channel
            eachPerson: { spotOutsideHours: true }
            people:
              who-is-in-the-group@contoso.example: { machines: 0 }
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
        ["an auditor without an address"] = new("[auditor@contoso.example]", "[auditor]", "auditors: expected an e-mail address in lower case"),
        ["a currency without prices"] = new("currency: USD", "currency: XAU",
            "currency: expected a currency that Azure lists prices in, not \"XAU\": USD, AUD,"),
        ["hours without days"] = new("days: [mon, tue, wed, thu, fri] }", "}", "hours.days: missing."),
        ["hours from when nobody wakes"] = new("from: \"08:00\"", "from: \"25:00\"",
            "hours.from: expected a time of day in quotes, such as \"08:00\", not \"25:00\"."),
        ["hours without a minute"] = new("from: \"08:00\"", "from: 8", "hours.from: expected a time of day in quotes"),
        ["hours that reach into the next day"] = new("to: \"19:00\"", "to: \"07:00\"", "hours.to: expected a time after `from`", SchemaToo: false),
        ["a day that there is not"] = new("[mon, tue, wed, thu, fri]", "[monday]",
            "hours.days: expected days: mon, tue, wed, thu, fri, sat, sun, not \"monday\"."),
        ["hours that are a text"] = new("hours: { from: \"08:00\", to: \"19:00\", days: [mon, tue, wed, thu, fri] }", "hours: 8 to 19",
            "hours: expected `field: value` entries."),
        ["approvals that expire at once"] = new("expire: 6h", "expire: soon", "approvals.expire: expected a duration such as 30m, 4h or 7d."),
        ["approvals above nothing"] = new("oneAbove: 100\n", "oneAbove: 0\n", "approvals.oneAbove: expected an amount above 0"),
        ["an amount with its currency"] = new("twoAbove: 1000", "twoAbove: $1000", "approvals.twoAbove: expected an amount above 0 and up to 1000000000"),
        ["two approvers for less than one"] = new("twoAbove: 1000", "twoAbove: 100", "approvals.twoAbove: expected more than `oneAbove`", SchemaToo: false),
        ["a restricted blueprint by a path"] = new("[llm-*]", "[../llm]", "approvals.restricted: expected names of blueprints, with * for any letters"),
        ["an unknown rule of approval"] = new("oneAbove:", "oneAbve:", "approvals.oneAbve: unknown field. Did you mean oneAbove?"),
        ["a group by its name"] = new("[0B6FE6D1-fece-44f7-9a48-56465e2d5ab8]", "[Researchers]",
            "teams.research.groups: expected the object id of an Entra group"),
        ["a cost centre in two lines"] = new("CC-4711", "\"CC\\n4711\"", "teams.vision.costCentre: expected a cost centre such as CC-4711"),
        ["a team's time zone that there is not"] = new("America/New_York", "America/Boston",
            "teams.vision.timeZone: expected an IANA time zone such as Europe/Berlin.", SchemaToo: false),
        ["requests shown nowhere"] = new("ask: channel", "ask: nobody", "teams.research.ask: expected one of direct, channel."),
        ["requests in a channel that there is not"] = new("    channel: research\n", "", "teams.research.ask: expected beside `channel`"),
        ["a GPU that there is not, with what was meant"] = new("\"A100*\": 8", "\"A10O*\": 8",
            "teams.vision.limits.gpus: no GPU is called \"A10O*\". Did you mean A100*?", SchemaToo: false),
        ["a GPU without its variants"] = new("\"A100*\": 8", "A100: 8",
            "teams.vision.limits.gpus: no GPU is called A100. Did you mean A100*?", SchemaToo: false),
        ["half a GPU"] = new("\"A100*\": 8", "\"A100*\": 0.5", "teams.vision.limits.gpus.A100*: expected a GPU model and how many"),
        ["GPUs that are a number"] = new("gpus: { \"A100*\": 8, \"*\": 16 }", "gpus: 8", "teams.vision.limits.gpus: expected `name: value` entries."),
        ["fewer machines than none"] = new("machines: 10", "machines: -1", "teams.vision.limits.machines: expected a whole number from 0 to 10000."),
        ["a budget of nothing"] = new("monthlyBudget: 20000", "monthlyBudget: 0", "teams.vision.limits.monthlyBudget: expected an amount above 0"),
        ["a price that is a word"] = new("dearestPerHour: 40.50", "dearestPerHour: cheap", "teams.vision.limits.dearestPerHour: expected an amount above 0"),
        ["a lease without a unit"] = new("longestLease: 3d", "longestLease: 3", "teams.vision.limits.longestLease: expected a duration such as 30m, 4h or 7d."),
        ["a blueprint in capitals"] = new("jupyter-a10", "Jupyter", "teams.vision.limits.blueprints: expected names of blueprints"),
        ["a region as people call it"] = new("[eastus, southcentralus]", "[East US]", "teams.vision.limits.regions: expected region names such as eastus"),
        ["a flag that is neither"] = new("      spotOutsideHours: true\n    eachPerson:\n", "      spotOutsideHours: maybe\n    eachPerson:\n",
            "teams.vision.limits.spotOutsideHours: expected one of true, false."),
        ["an unknown limit, with what was meant"] = new("monthlyBudget:", "monthlyBudgt:",
            "teams.vision.limits.monthlyBudgt: unknown field. Did you mean monthlyBudget?"),
        ["spot outside of no hours"] = new("hours: { from: \"08:00\", to: \"19:00\", days: [mon, tue, wed, thu, fri] }\n", "",
            "teams.research.eachPerson.spotOutsideHours: expected beside `hours`", SchemaToo: false),
        ["limits of somebody else"] = new("scientist2@contoso.example: { machines: 2 }", "scientist3@contoso.example: { machines: 2 }",
            "teams.vision.people: scientist3@contoso.example is no member of the team. Did you mean scientist2@contoso.example?", SchemaToo: false),
        ["limits of nobody"] = new("scientist2@contoso.example: { machines: 2 }", "scientist2: { machines: 2 }",
            "teams.vision.people: expected an e-mail address in lower case, not \"scientist2\"."),
        ["an exception for ever"] = new("until: 2026-12-31, ", "", "teams.vision.exceptions[1].until: missing."),
        ["an exception until a day that there is not"] = new("2026-12-31", "2026-13-01",
            "teams.vision.exceptions[1].until: expected a day such as 2026-12-31, not \"2026-13-01\"."),
        ["an exception without a reason"] = new("reason: Paper deadline, ", "", "teams.vision.exceptions[1].reason: missing."),
        ["an exception from nothing"] = new(", limits: { machines: 20 }", "", "teams.vision.exceptions[1].limits: missing."),
        ["an exception for somebody else"] = new("who: manager@contoso.example", "who: boss@contoso.example",
            "teams.vision.exceptions: boss@contoso.example is no member of the team.", SchemaToo: false),
        ["a switch that is neither on nor off"] = new("enabled: true", "enabled: maybe", "idle.enabled: expected one of true, false."),
        ["a dry run by a number"] = new("dryRun: false", "dryRun: 1", "idle.dryRun: expected one of true, false."),
        ["a window too short for a coffee"] = new("window: 45m", "window: 5m", "idle.window: expected 10 min to 1 d.", SchemaToo: false),
        ["a window that is a word"] = new("window: 45m", "window: long", "idle.window: expected a duration such as 30m, 4h or 7d."),
        ["a team's window of a week"] = new("window: 20m", "window: 7d", "teams.vision.idle.window: expected 10 min to 1 d.", SchemaToo: false),
        ["a threshold below which nothing is"] = new("threshold: 7", "threshold: 0", "idle.threshold: expected a whole number from 1 to 100."),
        ["more than all of a CPU"] = new("cpu: 15", "cpu: 101", "idle.cpu: expected a whole number from 1 to 100."),
        ["a warning a minute ahead"] = new("warn: 12m", "warn: 1m", "idle.warn: expected 5 min to 1 d.", SchemaToo: false),
        ["a Keep for days"] = new("longestKeep: 8h", "longestKeep: 2d", "idle.longestKeep: expected 30 min to 1 d.", SchemaToo: false),
        ["more Keeps than anybody needs"] = new("keeps: 2", "keeps: 11", "idle.keeps: expected a whole number from 0 to 10."),
        ["a silence too short to mean anything"] = new("silentAfter: 25m", "silentAfter: 5m",
            "idle.silentAfter: expected 10 min to 1 d.", SchemaToo: false),
        ["more stops in one pass than there are machines"] = new("stopsPerPass: 5", "stopsPerPass: 1001",
            "idle.stopsPerPass: expected a whole number from 0 to 1000."),
        ["a snapshot by a word"] = new("snapshot: true", "snapshot: often", "idle.snapshot: expected one of true, false."),
        ["a snapshot for an hour"] = new("keepSnapshots: 45d", "keepSnapshots: 1h", "idle.keepSnapshots: expected 1 d to 365 d.", SchemaToo: false),
        ["a snapshot for ever"] = new("keepSnapshots: 45d", "keepSnapshots: ever",
            "idle.keepSnapshots: expected a duration such as 30m, 4h or 7d."),
        ["a risk that is a word"] = new("low: 2", "low: little", "idle.resume.low: expected a whole number from 1 to 100."),
        ["more than certain"] = new("likely: 40", "likely: 101", "idle.resume.likely: expected a whole number from 1 to 100."),
        ["less risk the longer it takes"] = new("high: 8", "high: 1", "idle.resume.high: expected `low` or more", SchemaToo: false),
        ["a longest window that is the shorter one"] = new("longestWindow: 5h", "longestWindow: 10m",
            "idle.resume.longestWindow: expected more", SchemaToo: false),
        ["a shortest window of a minute"] = new("minimumWindow: 10m", "minimumWindow: 1m",
            "idle.resume.minimumWindow: expected 5 min to 1 d.", SchemaToo: false),
        ["a risk by another name"] = new("busy: 25", "bussy: 25", "idle.resume.bussy: unknown field. Did you mean busy?"),
        ["stops in one pass of a team"] = new("window: 20m", "stopsPerPass: 3", "teams.vision.idle.stopsPerPass: unknown field."),
        ["an unknown rule of idleness, with what was meant"] = new("longestKeep:", "longestKep:",
            "idle.longestKep: unknown field. Did you mean longestKeep?"),
        ["an exception of the organisation"] = new("stopsPerPass: 5", "exceptions: []", "idle.exceptions: unknown field."),
        ["quiet hours without a beginning"] = new("from: \"20:00\", ", "", "idle.quiet.from: missing."),
        ["quiet hours without a minute"] = new("to: \"06:00\"", "to: 6", "idle.quiet.to: expected a time of day in quotes"),
        ["quiet hours of no time"] = new("to: \"06:00\"", "to: \"20:00\"", "idle.quiet.to: expected another time than `from`", SchemaToo: false),
        ["a quiet day that there is not"] = new("[sat, sun]", "[saturday]", "idle.quiet.days: expected days: mon, tue,"),
        ["no quiet day"] = new("[sat, sun]", "[]", "idle.quiet.days: expected a list with at least one entry."),
        ["a holiday as people write it"] = new("2026-12-26]", "26.12.2026]",
            "idle.quiet.holidays: expected days such as 2026-12-25, not \"26.12.2026\"."),
        ["a team's holiday every year"] = new("[2026-11-26]", "[11-26]", "teams.vision.idle.quiet.holidays: expected days such as 2026-12-25"),
        ["idle for ever"] = new("until: 2027-01-15, ", "", "teams.vision.idle.exceptions[1].until: missing."),
        ["idle without a reason"] = new(", reason: Live demo", "", "teams.vision.idle.exceptions[1].reason: missing."),
        ["idle by a name that no machine has"] = new("machine: ember-otter", "machine: Ember Otter",
            "teams.vision.idle.exceptions[1].machine: expected the name of a machine such as ember-otter, not \"Ember Otter\"."),
        ["an exception of nothing"] = new("machine: ember-otter, ", "",
            "teams.vision.idle.exceptions[1].machine: missing: an exception names a `machine`, or its owner by `who`."),
        ["idle by somebody without an address"] = new("who: scientist2@contoso.example, until", "who: scientist2, until",
            "teams.vision.idle.exceptions[2].who: expected an e-mail address in lower case"),
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
