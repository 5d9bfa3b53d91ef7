using System.Text.Json;
using ChatOps.Core.People;
using ChatOps.Core.Prices;
using ChatOps.Core.Yaml;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Core.People;

public sealed class PolicyFileTests
{
    private static readonly Policy Policy = PolicyFile.Parse(BrokenPolicy.File, BrokenPolicy.Text);

    [Theory]
    [MemberData(nameof(BrokenPolicy.Names), MemberType = typeof(BrokenPolicy))]
    public void Refuses(string what)
    {
        var row = BrokenPolicy.All[what];

        var problem = Assert.Single(Assert.Throws<InvalidFileException>(() => PolicyFile.Parse(BrokenPolicy.File, row.Broken)).Problems);
        Assert.Matches($"^{BrokenPolicy.File}:[0-9]+: ", problem);
        Assert.StartsWith(row.Says, problem[(problem.IndexOf(' ', StringComparison.Ordinal) + 1)..], StringComparison.Ordinal);
    }

    [Fact]
    public void Reads_every_field()
    {
        var vision = Policy.Teams[0];

        Assert.Equal(("Contoso", "Europe/Berlin"), (Policy.Organisation, Policy.TimeZone.Id));
        Assert.Equal(["admin@contoso.example"], Policy.Admins);
        Assert.Equal(("vision", "Computer Vision", "vision"), (vision.Name, vision.Title, vision.Channel));
        Assert.Equal(["manager@contoso.example"], vision.Managers);
        Assert.Equal(["scientist@contoso.example", "scientist2@contoso.example"], vision.Members);
        Assert.Equal(("USD", "auditor@contoso.example"), (Policy.Currency, Assert.Single(Policy.Auditors)));
        Assert.Equal((new TimeOnly(8, 0), new TimeOnly(19, 0)), (Policy.Hours?.From, Policy.Hours?.To));
        Assert.Equal([DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday], Policy.Hours?.Days ?? []);
        Assert.Equal((TimeSpan.FromHours(6), 100m, 1000m), (Policy.Approvals.Expire, Policy.Approvals.OneAbove, Policy.Approvals.TwoAbove));
        Assert.True(Policy.Approvals.Restricts("llm-finetune-8xa100"));
        Assert.Equal(("CC-4711", "America/New_York", false), (vision.CostCentre, vision.TimeZone?.Id, vision.AsksInChannel));
        Assert.Equal([DayOfWeek.Monday, DayOfWeek.Sunday], vision.Hours?.Days ?? []);
    }

    [Fact]
    public void Takes_the_currencies_that_Azure_lists_prices_in_and_so_does_the_schema()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Blueprints, "schema", "policy.schema.json")));
        var allowed = schema.RootElement.GetProperty("properties").GetProperty("currency").GetProperty("enum");

        Assert.Equal(Currencies.Listed, allowed.EnumerateArray().Select(currency => currency.GetString() ?? ""));
        Assert.All(Currencies.Listed, currency => Assert.Equal(currency, PolicyFile.Parse("policy.yaml", $$"""
            organisation: Contoso
            timeZone: Europe/Berlin
            currency: {{currency}}
            teams: { vision: { managers: [manager@contoso.example] } }
            """).Currency));
    }

    [Fact]
    public void Reads_every_limit()
    {
        var limits = Policy.Teams[0].Limits;

        Assert.Equal([new GpuLimit("*", 16), new GpuLimit("A100*", 8)], limits.Gpus);
        Assert.Equal((10, 20000m, 40.50m, TimeSpan.FromDays(3)), (limits.Machines, limits.MonthlyBudget, limits.DearestPerHour, limits.LongestLease));
        Assert.Equal(["pytorch-*", "jupyter-a10"], limits.Blueprints);
        Assert.Equal(["eastus", "southcentralus"], limits.Regions);
        Assert.True(limits.SpotOutsideHours);
    }

    [Fact]
    public void Reads_whose_limits_are_others_and_for_how_long()
    {
        var (vision, research) = (Policy.Teams[0], Policy.Teams[2]);

        Assert.Equal((6, 2), (vision.EachPerson.Machines, vision.PersonLimits["scientist2@contoso.example"].Machines));
        var exception = Assert.Single(vision.Exceptions);
        Assert.Equal(
            ("manager@contoso.example", new DateOnly(2026, 12, 31), "Paper deadline", 20),
            (exception.Who, exception.Until, exception.Reason, exception.Limits.Machines));
        Assert.Equal("0b6fe6d1-fece-44f7-9a48-56465e2d5ab8", Assert.Single(research.Groups));
        Assert.True(research.AsksInChannel);
        Assert.Equal(0, research.PersonLimits["who-is-in-the-group@contoso.example"].Machines);
    }

    [Fact]
    public void Does_with_the_least()
    {
        var policy = PolicyFile.Parse("policy.yaml", """
            organisation: Contoso
            timeZone: Europe/Berlin
            teams: { vision: { managers: [manager@contoso.example] } }
            """);

        Assert.Equal(("USD", TimeSpan.FromHours(4)), (policy.Currency, policy.Approvals.Expire));
        Assert.Null(policy.Approvals.OneAbove);
        Assert.Null(policy.Hours);
        Assert.Null(policy.Teams[0].Limits.Machines);
        Assert.Empty(policy.Teams[0].Limits.Gpus);
    }

    [Theory]
    [InlineData("19:vision@thread.tacv2")]
    [InlineData("19%3avision%40thread.tacv2")]
    [InlineData("19%3Avision%40thread.tacv2")]
    public void Takes_the_id_of_a_channel_also_as_it_stands_in_a_link(string id) => Assert.Equal(
        "19:vision@thread.tacv2",
        PolicyFile.Parse(BrokenPolicy.File, BrokenPolicy.Text.Replace("channel: vision", $"channel: vision\n    teamsChannel: {id}")).Teams[0].TeamsChannel);

    [Fact]
    public void Calls_a_team_by_its_name_when_it_has_no_title() => Assert.Equal("speech", Policy.Teams[1].Title);

    [Fact]
    public void Does_without_admins() =>
        Assert.Empty(PolicyFile.Parse(BrokenPolicy.File, BrokenPolicy.Text.Replace("admins: [admin@contoso.example]\n", "")).Admins);

    [Fact]
    public void Loads_the_repository_s_own() => Assert.Equal("Contoso", PolicyFile.Load(Path.Combine(Repository.Blueprints, "policy.yaml")).Organisation);

    [Theory]
    [InlineData("scientist@contoso.example", false, "vision")]
    [InlineData("scientist2@contoso.example", false, "vision speech")]
    [InlineData("manager@contoso.example", false, "vision")]
    [InlineData("admin@contoso.example", true, "")]
    [InlineData("auditor@contoso.example", false, "")]
    public void Finds_who_is_in_it(string email, bool isAdmin, string teams)
    {
        var person = Find(email);

        Assert.Equal((email, isAdmin, teams), (person.Email, person.IsAdmin, string.Join(' ', person.Teams.Select(t => t.Name))));
    }

    [Fact]
    public void Finds_a_person_however_their_address_is_capitalised() => Assert.Equal("scientist@contoso.example", Find("Scientist@Contoso.Example").Email);

    [Theory]
    [InlineData("")]
    [InlineData("scientist")]
    [InlineData("stranger@contoso.example")]
    [InlineData("scientist@evil.example")]
    [InlineData("scientist@contoso.example.evil.example")]
    [InlineData(" scientist@contoso.example")]
    public void Finds_nobody_else(string email) => Assert.Null(Policy.Find(email));

    [Theory]
    [InlineData("manager@contoso.example", "vision", true)]
    [InlineData("manager@contoso.example", "speech", false)]
    [InlineData("scientist@contoso.example", "vision", false)]
    [InlineData("scientist2@contoso.example", "vision", false)]
    [InlineData("scientist2@contoso.example", "speech", true)]
    [InlineData("admin@contoso.example", "vision", false)]
    [InlineData("manager@contoso.example", "nobody", false)]
    public void Knows_who_manages_a_team(string email, string team, bool expected) => Assert.Equal(expected, Find(email).Manages(team));

    [Theory]
    [InlineData("scientist@contoso.example", "vision", true)]
    [InlineData("manager@contoso.example", "vision", true)]
    [InlineData("scientist2@contoso.example", "speech", true)]
    [InlineData("scientist@contoso.example", "speech", false)]
    [InlineData("admin@contoso.example", "vision", false)]
    public void Knows_who_is_in_a_team(string email, string team, bool expected) => Assert.Equal(expected, Find(email).IsIn(team));

    [Fact]
    public void Lists_each_address_once() => Assert.Equal(
        [
            "admin@contoso.example", "auditor@contoso.example", "lead@contoso.example", "manager@contoso.example", "scientist2@contoso.example",
            "scientist@contoso.example",
        ],
        Policy.Emails.Order(StringComparer.Ordinal));

    [Fact]
    public void Calls_a_person_by_what_comes_before_the_at_sign() => Assert.Equal("scientist", Find("scientist@contoso.example").Handle);

    private static Person Find(string email) => Policy.Find(email) ?? throw new InvalidOperationException($"{email} is not in the policy.");
}
